package io.bytelane.tests.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InspectBenchTest {
  @TempDir private Path folder;

  @Test
  void inspectHasALinePerLayerOfAFloatNetwork() {
    CommandRun run = CommandRun.of("inspect", "lenet");

    assertThat(run.err()).isEmpty();
    assertThat(run.status()).isZero();
    assertThat(run.out())
        .containsPattern(
            "(?m)^/conv2/Conv +FloatConv2d .*float32\\[20,10,5,5] +-0\\.6506\\.\\.0\\.5742")
        .containsPattern("(?m)^/fc2/Gemm +FloatGemm ")
        .containsPattern("(?m)^packed weights \\d+ bytes; activations \\d+ bytes");
  }

  @Test
  void inspectShowsScalesOfAQuantizedNetwork() {
    CommandRun run = CommandRun.of("inspect", "lenet", "--config", "static_int8_per_tensor");

    assertThat(run.status()).as(run.err()).isZero();
    // Pixels lie in 0..1, so the input's scale is 1/255 and its zero point the lowest level.
    assertThat(run.out())
        .containsPattern("(?m)^\\S+ +Quantize .* 0\\.003922 +-128 +0\\.000\\.\\.1\\.000 ")
        .containsPattern("(?m)^/conv1/Conv +Conv2d .*int8\\[10,1,5,5] +-127\\.\\.\\d+ +0\\.0052");
  }

  @Test
  void inspectDrawsHistograms() {
    CommandRun run = CommandRun.of("inspect", "lenet", "--histograms", "--out", folder);

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.out())
        .contains("fc2.weight: 500 weights\n")
        .containsPattern("(?m)^   2 bits \\|[ ▁▂▃▄▅▆▇█]{3}\\|$")
        .containsPattern("(?m)^   4 bits \\|[ ▁▂▃▄▅▆▇█]{15}\\|$")
        .contains("Saved: " + folder.resolve("weight_hist_8bit.png"));
    assertThat(folder).isDirectoryContaining("glob:**/weight_hist_fp32.png");
  }

  @Test
  void sensitivityListsEveryLayerWithWeights() {
    CommandRun run = CommandRun.of("inspect", "lenet", "--sensitivity", "--test-subset", 50);

    assertThat(run.status()).as(run.err()).isZero();
    String table = run.out().substring(run.out().indexOf("layer quantized alone"));
    for (String layer : new String[] {"/conv1/Conv", "/conv2/Conv", "/fc1/Gemm", "/fc2/Gemm"}) {
      assertThat(table)
          .containsPattern("(?m)^" + layer + " +(Conv|Gemm) +\\d+\\.\\d\\d% +-?\\d+\\.\\d\\dpp$");
    }
  }

  @Test
  void inspectJsonHasTheSameRows() throws IOException {
    CommandRun run = CommandRun.of("inspect", "lenet", "--json");
    JsonNode layers = JsonMapper.builder().build().readTree(run.out()).get("layers");

    assertThat(layers.size()).isGreaterThanOrEqualTo(6);
    assertThat(layers.get(0).get("operator").textValue()).isEqualTo("FloatConv2d");
    assertThat(layers.get(0).get("weights").textValue()).isEqualTo("float32[10,1,5,5]");
  }

  @Test
  void inspectJsonHoldsWhateverWasAskedFor() throws IOException {
    CommandRun run =
        CommandRun.of(
            "inspect",
            "lenet",
            "--json",
            "--histograms",
            "--out",
            folder,
            "--sensitivity",
            "--config",
            "dynamic_int8",
            "--test-subset",
            20);
    JsonNode json = JsonMapper.builder().build().readTree(run.out());

    assertThat(json.get("histograms").get("fc2.weight").get("bits_2").size()).isEqualTo(3);
    assertThat(json.get("figures").get(0).textValue()).endsWith("weight_hist_fp32.png");
    // Dynamic quantization leaves convolutions as they are.
    JsonNode sensitivity = json.get("sensitivity");
    assertThat(sensitivity.get("config").textValue()).isEqualTo("dynamic_int8");
    assertThat(sensitivity.get("layers").findValuesAsText("layer"))
        .containsExactlyInAnyOrder("/fc1/Gemm", "/fc2/Gemm");
  }

  @Test
  void inspectShowsWeightsOfDynamicLayers() {
    CommandRun run = CommandRun.of("inspect", "lenet", "--config", "dynamic_int8");

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.out())
        .containsPattern("(?m)^/fc1/Gemm +DynamicFullyConnected .*int8\\[320,50] +-127\\.\\.127 ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--test-subset|5|with --sensitivity",
        "--labels|x|with --sensitivity",
        "--test-subset|all|a whole number",
      })
  void inspectRefusesOptionsThatDoNothing(String option, String value, String rule) {
    CommandRun run = CommandRun.of("inspect", "lenet", option, value);

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err())
        .isEqualTo(
            "bytelane inspect: %s: %s (expected: %s) (see bytelane inspect --help)\n"
                .formatted(option, value, rule));
  }

  @Test
  void sensitivityOfTheFloatNetworkIsBadUsage() {
    CommandRun run =
        CommandRun.of("inspect", "lenet", "--sensitivity", "--config", "fp32_baseline");

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains("--config: fp32_baseline (expected: a quantized configuration");
  }

  @Test
  void labelsNeedData() {
    CommandRun run = CommandRun.of("explore", "lenet", "--labels", "x", "--out", folder);

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).startsWith("bytelane explore: --labels: x (expected: with --data)");
  }

  /// Dynamic quantization needs no calibration data, so none have to be named for a file.
  @Test
  void benchOfAFileAsksForCalibrationOnlyWhereItIsUsed() throws IOException {
    Path model = LenetFiles.model(folder);

    CommandRun dynamic =
        CommandRun.of(
            "bench",
            model,
            "--configs",
            "dynamic_int8",
            "--batch",
            1,
            "--iters",
            1,
            "--warmup",
            0,
            "--threads",
            1);
    CommandRun all = CommandRun.of("bench", model, "--iters", 1);

    assertThat(dynamic.status()).as(dynamic.err()).isZero();
    assertThat(all.status()).isEqualTo(2);
    assertThat(all.err()).startsWith("bytelane bench: --calibration: missing");
  }

  @Test
  void inspectOfAnUnknownOperatorIsOneLine() throws IOException {
    CommandRun run = CommandRun.of("inspect", LenetFiles.modelWithUnknownOperator(folder));

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).contains("MapPool");
    assertThat(run.err().lines()).hasSize(1);
  }

  @Test
  void benchMeasuresLatencyAndThroughput() throws IOException {
    CommandRun run =
        CommandRun.of(
            "bench",
            "lenet",
            "--configs",
            "static_int8_per_channel",
            "--batch",
            "1,4",
            "--iters",
            2,
            "--warmup",
            0,
            "--threads",
            1,
            "--json",
            "--out",
            folder);

    assertThat(run.status()).as(run.err()).isZero();
    JsonNode int8 =
        JsonMapper.builder()
            .build()
            .readTree(run.out())
            .get("configs")
            .get("static_int8_per_channel");
    assertThat(int8.get("latency").get(1).get("batch_size").intValue()).isEqualTo(4);
    assertThat(int8.get("latency").get(1).get("n_measure").intValue()).isEqualTo(2);
    assertThat(int8.get("samples_per_second").get("threads_1").doubleValue()).isPositive();
    assertThat(folder.resolve("full_results.json")).content().contains("\"p99_ms\"");
  }

  @ParameterizedTest
  @CsvSource({"--threads,0,1", "--batch,0,1", "--iters,0,1", "--warmup,-1,0"})
  void benchNamesTheOptionThatIsTooSmall(String option, int value, int least) {
    CommandRun run = CommandRun.of("bench", "lenet", option, value);

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err())
        .isEqualTo(
            "bytelane bench: %s: %d (expected: >= %d) (see bytelane bench --help)\n"
                .formatted(option, value, least));
  }
}
