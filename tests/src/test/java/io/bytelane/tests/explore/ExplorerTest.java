package io.bytelane.tests.explore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bytelane.models.data.ImageSet;
import io.bytelane.models.data.LabeledImages;
import io.bytelane.models.explore.Classifier;
import io.bytelane.models.explore.ExplorationTable;
import io.bytelane.models.explore.Explorer;
import io.bytelane.models.explore.Progress;
import io.bytelane.models.ptq.ConfigName;
import io.bytelane.models.report.ConfigResult;
import io.bytelane.models.report.LatencyHarness.Protocol;
import io.bytelane.models.report.LatencyStats;
import io.bytelane.models.report.McNemar;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExplorerTest {
  private static final List<ConfigName> TWO =
      List.of(ConfigName.FP32_BASELINE, ConfigName.STATIC_INT8_PER_CHANNEL);
  private static final int IMAGES = 70;

  private final List<String> created = new ArrayList<>();
  private final List<Integer> batches = new ArrayList<>();

  @Test
  void measuresEveryConfigNameOnEveryImage() throws IOException {
    Explorer.Exploration exploration = explorer(List.of("a", "b", "c"), TWO).run();
    ConfigResult base = exploration.results().get(0);
    ConfigResult int8 = exploration.results().get(1);

    assertThat(base.config()).isEqualTo("fp32_baseline");
    assertThat(base.accuracy().nSamples()).isEqualTo(IMAGES);
    assertThat(base.accuracy().top1()).isEqualTo(1.0);
    assertThat(base.pairedTest()).isNull();
    assertThat(base.size()).isEqualTo(new ConfigResult.Size(2048, 2.0, 2000));
    assertThat(int8.config()).isEqualTo("static_int8_per_channel");
    // The made-up int8 network takes class 2 for class 1.
    assertThat(int8.accuracy().perClass())
        .containsEntry("a", 1.0)
        .containsEntry("b", 1.0)
        .containsEntry("c", 0.0);
    int third = IMAGES / 3;
    assertThat(int8.pairedTest()).isEqualTo(McNemar.of(third, 0));
    assertThat(int8.memory().heapPeakMb()).isNotNegative();
  }

  @Test
  void timesEveryBatchSizeAndAControl() throws IOException {
    Explorer.Exploration exploration = explorer(List.of("a", "b", "c"), TWO).run();

    assertThat(exploration.results())
        .allSatisfy(
            result ->
                assertThat(result.latency())
                    .extracting(LatencyStats::batchSize)
                    .containsExactly(1, 8));
    assertThat(exploration.controlRatios()).containsOnlyKeys(1, 8);
    assertThat(created)
        .as("the baseline is prepared twice: the second is the control")
        .containsExactly("fp32_baseline", "static_int8_per_channel", "fp32_baseline");
    assertThat(batches).contains(32, 6, 1, 8);
  }

  @Test
  void tableShowsEveryConfigName() throws IOException {
    String table = ExplorationTable.render(explorer(List.of("a", "b", "c"), TWO).run());

    assertThat(table)
        .containsPattern("fp32_baseline +100\\.00% +0\\.00pp +100\\.00% +2000 +1\\.0000 +2048")
        .containsPattern("static_int8_per_channel +67\\.14% +-32\\.86pp +0\\.000 +100\\.00%")
        .contains("control, fp32 against fp32");
  }

  @Test
  void baselineComesFirst() {
    Protocol protocol = new Protocol(0, Duration.ZERO, 1, Duration.ofSeconds(1));
    List<ConfigName> configurations = List.of(ConfigName.DYNAMIC_INT8);

    assertThatThrownBy(() -> new Explorer.Plan(configurations, List.of(1), protocol))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("configurations: [DYNAMIC_INT8] (expected: fp32_baseline first)");
  }

  @Test
  void otherNumberOfClassNamesIsAnError() {
    assertThatThrownBy(() -> explorer(List.of("a", "b"), TWO).run())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("class names: 2 (expected: 3, one per score of the network)");
  }

  @Test
  void imagesOfAnotherSizeAreAnError() {
    LabeledImages images =
        new LabeledImages(new ImageSet("small.idx3", 1, 1, 2, 2, new byte[4]), new int[1]);
    Explorer explorer =
        new Explorer(this::create, images, List.of("a", "b", "c"), plan(TWO), Progress.NONE);

    assertThatThrownBy(explorer::run)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("small.idx3: values per image: 4 (expected: 1, as the network takes)");
  }

  private Explorer explorer(List<String> classes, List<ConfigName> configurations) {
    byte[] pixels = new byte[IMAGES];
    int[] labels = new int[IMAGES];
    for (int i = 0; i < IMAGES; i++) {
      labels[i] = i % 3;
      pixels[i] = (byte) (100 * labels[i]);
    }
    LabeledImages images =
        new LabeledImages(new ImageSet("made up", IMAGES, 1, 1, 1, pixels), labels);
    return new Explorer(this::create, images, classes, plan(configurations), Progress.NONE);
  }

  private static Explorer.Plan plan(List<ConfigName> configurations) {
    return new Explorer.Plan(
        configurations, List.of(1, 8), new Protocol(2, Duration.ZERO, 6, Duration.ofSeconds(10)));
  }

  /// One pixel of 0, 100 or 200 per image; its class is the nearest of three.
  private Classifier create(ConfigName configuration) {
    created.add(configuration.id());
    boolean base = configuration == ConfigName.FP32_BASELINE;
    return new Classifier() {
      @Override
      public int inputLength() {
        return 1;
      }

      @Override
      public int classes() {
        return 3;
      }

      @Override
      public void classify(float[] images, int batch, float[] scores) {
        batches.add(batch);
        for (int i = 0; i < batch; i++) {
          int best = Math.round(images[i] * 255 / 100);
          for (int c = 0; c < 3; c++) {
            scores[3 * i + c] = c == (base ? best : Math.min(best, 1)) ? 1 : 0;
          }
        }
      }

      @Override
      public long payloadBytes() {
        return base ? 2000 : 500;
      }

      @Override
      public long fileBytes() {
        return base ? 2048 : 600;
      }
    };
  }
}
