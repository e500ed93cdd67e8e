package io.bytelane.tests.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bytelane.models.demo.LinearQuantizeDemo;
import io.bytelane.models.demo.QuantizedFcDemo;
import io.bytelane.tests.support.Json;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.StreamSupport;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DemoTest {
  @TempDir private Path folder;

  @Test
  void linearPrintsTheContractText() {
    CommandRun run = CommandRun.of("demo", "linear", "--out", folder);

    assertThat(run.status()).isZero();
    assertThat(run.out())
        .isEqualTo(
            """
            * Test linear_quantize()
                target bitwidth: 2 bits
                    scale: 0.3333333333333333
                    zero point: -1
            * Test passed.
            Saved: %s/linear_quantize_demo.png
            """
                .formatted(folder));
    assertThat(folder.resolve("linear_quantize_demo.png")).satisfies(DemoTest::isPicture);
  }

  @Test
  void fcPrintsTheContractText() {
    CommandRun run = CommandRun.of("demo", "fc", "--out", folder);

    assertThat(run.status()).isZero();
    assertThat(run.out())
        .isEqualTo(
            """
            * Test quantized_fc()
                target bitwidth: 2 bits
                  batch size: 4
                  input channels: 8
                  output channels: 8
            * Test passed.
            Saved: %s/quantized_fc_demo.png
            """
                .formatted(folder));
    assertThat(folder.resolve("quantized_fc_demo.png")).satisfies(DemoTest::isPicture);
  }

  @Test
  void linearLevelsAreThePublishedOnes() {
    JsonNode expected = acceptance("quantize/toy-2bit").get("expected");
    LinearQuantizeDemo demo = LinearQuantizeDemo.run(2);

    assertThat(flat(demo.levels())).isEqualTo(Json.ints(expected.get("q")));
    assertThat(flat(demo.reconstructed())).isEqualTo(Json.floats(expected.get("dequantized")));
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 8})
  void fcLevelsAreThePublishedOnes(int bits) {
    JsonNode c = acceptance("fc/mit-" + bits + "bit");
    JsonNode params = c.get("params");
    QuantizedFcDemo demo = QuantizedFcDemo.run(bits);

    assertThat(flat(demo.inputLevels())).isEqualTo(Json.ints(c.get("input").get("x_q")));
    assertThat(flat(demo.weightLevels())).isEqualTo(Json.ints(c.get("input").get("w_q")));
    assertThat(demo.weightScales()).isEqualTo(Json.floats(params.get("weight_scale")));
    assertThat(demo.inputMap().scaleAsFloat()).isEqualTo(Json.number32(params.get("input_scale")));
    assertThat(demo.inputMap().zeroPoint()).isEqualTo(params.get("input_zero_point").intValue());
    assertThat(demo.outputMap().scaleAsFloat())
        .isEqualTo(Json.number32(params.get("output_scale")));
    assertThat(demo.outputMap().zeroPoint()).isEqualTo(params.get("output_zero_point").intValue());
    assertThat(flat(demo.outputLevels()))
        .isEqualTo(Json.ints(c.get("expected").get("q_out_FLOAT32")));
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 4, 5, 6, 7, 8})
  void everyBitWidthPasses(int bits) {
    assertThat(LinearQuantizeDemo.run(bits).passed()).isTrue();
    assertThat(QuantizedFcDemo.run(bits).passed()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "9", "-4"})
  void bitWidthOutOfRangeIsBadUsage(String bits) {
    CommandRun run = CommandRun.of("demo", "linear", "--bits", bits, "--out", folder);

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err())
        .isEqualTo(
            "bytelane demo linear: --bits: "
                + bits
                + " (expected: in [2, 8]) (see bytelane demo linear --help)\n");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void folderThatCannotBeMadeIsAnError() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    CommandRun run = CommandRun.of("demo", "fc", "--out", file);

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).isEqualTo("bytelane demo fc: " + file + ": is in the way\n");
  }

  @Test
  void debugAddsTheStackTrace() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    CommandRun run = CommandRun.of("demo", "fc", "--debug", "--out", file);

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err())
        .startsWith("bytelane demo fc: " + file + ": is in the way\n")
        .contains("\n\tat io.bytelane.models.");
  }

  private static void isPicture(Path file) throws IOException {
    BufferedImage image = ImageIO.read(file.toFile());
    int[] pixels =
        image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
    int white = 0xffffffff;
    assertThat(Arrays.stream(pixels).filter(pixel -> pixel != white).count())
        .as("coloured pixels")
        .isGreaterThan(pixels.length / 10);
  }

  private static JsonNode acceptance(String id) {
    JsonNode cases = Json.resource("/conformance/acceptance.json").get("cases");
    return StreamSupport.stream(cases.spliterator(), false)
        .filter(c -> c.get("id").textValue().equals(id))
        .findFirst()
        .orElseThrow();
  }

  private static int[] flat(int[][] rows) {
    return Arrays.stream(rows).flatMapToInt(Arrays::stream).toArray();
  }

  private static float[] flat(float[][] rows) {
    float[] flat = new float[rows.length * rows[0].length];
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(rows[i], 0, flat, i * rows[0].length, rows[0].length);
    }
    return flat;
  }
}
