package io.bytelane.tests.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.bytelane.models.bundled.BundledNetwork;
import io.bytelane.models.demo.WeightLevels;
import io.bytelane.models.figure.WeightHistograms;
import io.bytelane.models.graph.Graph;
import io.bytelane.models.onnx.OnnxImporter;
import io.bytelane.quant.LevelRange;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoWeightsTest {
  @TempDir private Path folder;

  @Test
  void savesAFigurePerBitWidth() {
    CommandRun run = CommandRun.of("demo", "weights", "lenet", "--out", folder);

    assertThat(run.status()).isZero();
    assertThat(run.out())
        .isEqualTo(
            """
            Saved: %1$s/weight_hist_fp32.png
            Saved: %1$s/weight_hist_8bit.png
            Saved: %1$s/weight_hist_4bit.png
            Saved: %1$s/weight_hist_2bit.png
            """
                .formatted(folder));
    assertThat(folder)
        .isDirectoryContaining("glob:**/weight_hist_fp32.png")
        .isDirectoryContaining("glob:**/weight_hist_2bit.png");
  }

  @Test
  void levelsAreSymmetricPerOutputChannel() throws IOException {
    Graph graph = OnnxImporter.read("lenet.onnx", BundledNetwork.LENET.model());
    List<WeightLevels> weights = WeightLevels.of(graph);

    assertThat(weights)
        .extracting(WeightLevels::name)
        .containsExactly("conv1.weight", "conv2.weight", "fc1.weight", "fc2.weight");
    WeightLevels conv2 = weights.get(1);
    int perChannel = 10 * 5 * 5;
    for (int bits : new int[] {2, 4, 8}) {
      int max = (1 << (bits - 1)) - 1;
      int[] levels = conv2.levels(bits);
      for (int channel = 0; channel < 20; channel++) {
        int from = channel * perChannel;
        float absMax = 0;
        for (int i = from; i < from + perChannel; i++) {
          absMax = Math.max(absMax, Math.abs(conv2.values()[i]));
        }
        for (int i = from; i < from + perChannel; i++) {
          assertThat(levels[i])
              .as("weight %d at %d bits", i, bits)
              .isEqualTo((int) Math.rint(conv2.values()[i] / (absMax / max)));
        }
      }
    }
  }

  @Test
  void densityHasAreaOne() {
    LevelRange range = LevelRange.narrow(2);
    double[] density = WeightHistograms.density(new int[] {-1, 0, 0, 1, 0, 0, 0, 1}, range);

    assertThat(density).containsExactly(0.125, 0.625, 0.25);
    assertThat(Arrays.stream(density).sum()).isCloseTo(1, within(1e-12));
  }
}
