package io.bytelane.tests.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.bytelane.models.bundled.BundledNetwork;
import io.bytelane.tests.support.Json;
import java.awt.image.BufferedImage;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.StreamSupport;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExploreCommandTest {
  private static final int SUBSET = 200;

  @TempDir private Path folder;

  @Test
  void comparesAllConfigurationsAndWritesEverything() throws IOException {
    CommandRun run =
        CommandRun.of(
            "explore",
            "lenet",
            "--test-subset",
            SUBSET,
            "--iters",
            4,
            "--warmup",
            0,
            "--out",
            folder.resolve("new/out"));

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.out())
        .contains("lenet: 200 test images of mnist-test-images.idx3.gz")
        .containsPattern("fp32_baseline +\\d+\\.\\d\\d% ")
        .containsPattern("static_int8_per_channel +\\d+\\.\\d\\d% ")
        .contains("control, fp32 against fp32");
    Path out = folder.resolve("new/out");
    assertResults(Json.file(out.resolve("full_results.json")).get("configs"));
    assertThat(out.resolve("pareto.md")).content().contains("| fp32_baseline | 87 | 1.00x |");
    assertThat(Json.file(out.resolve("run.json")).get("test_images").intValue()).isEqualTo(SUBSET);
    for (String name :
        List.of("pareto", "latency", "per_class", "layer_times", "activation_ranges")) {
      String figure = name + ".png";
      BufferedImage image = ImageIO.read(out.resolve(figure).toFile());
      assertThat(image.getWidth()).as(figure).isGreaterThan(800);
    }
  }

  private static void assertResults(JsonNode configs) {
    assertThat(configs.fieldNames())
        .toIterable()
        .containsExactly(
            "dynamic_int8", "fp32_baseline", "static_int8_per_channel", "static_int8_per_tensor");
    JsonNode base = configs.get("fp32_baseline");
    assertThat(base.get("size").get("bytes").intValue()).isEqualTo(88_934);
    assertThat(base.get("size").get("payload_bytes").intValue()).isEqualTo(4 * 21_840);
    for (JsonNode config : configs) {
      assertThat(config.get("accuracy").get("n_samples").intValue()).isEqualTo(SUBSET);
      assertThat(config.get("accuracy").get("top1").doubleValue()).isGreaterThan(0.95);
      assertThat(config.get("accuracy").get("per_class")).hasSize(10);
      assertThat(StreamSupport.stream(config.get("latency").spliterator(), false))
          .extracting(latency -> latency.get("batch_size").intValue())
          .containsExactly(1, 8, 32);
      assertThat(config.get("latency").get(0).get("p50_ms").doubleValue()).isPositive();
    }
    JsonNode int8 = configs.get("static_int8_per_channel").get("size");
    assertThat(int8.get("payload_bytes").doubleValue())
        .isLessThan(0.27 * base.get("size").get("payload_bytes").doubleValue());
  }

  @Test
  void otherDataAndOneConfiguration() throws IOException {
    Path images = idx("some-images", 0x0803, pixels(40), 40, 28, 28);
    idx("some-labels", 0x0801, new byte[40], 40);
    CommandRun run =
        CommandRun.of(
            "explore",
            LenetFiles.model(folder),
            "--configs",
            "static_int8_per_tensor",
            "--data",
            images,
            "--calibration",
            images,
            "--calibration-n",
            32,
            "--iters",
            2,
            "--warmup",
            0,
            "--json",
            "--out",
            folder);

    assertThat(run.status()).as(run.err()).isZero();
    JsonNode configs = JsonMapper.builder().build().readTree(run.out()).get("configs");
    assertThat(configs.fieldNames())
        .toIterable()
        .containsExactly("fp32_baseline", "static_int8_per_tensor");
    assertThat(configs.get("fp32_baseline").get("accuracy").get("per_class").fieldNames())
        .toIterable()
        .containsExactly("0", "1", "2", "3", "4", "5", "6", "7", "8", "9");
  }

  @Test
  void labelsThatDoNotMatchAreOneLine() throws IOException {
    Path images = idx("some-images", 0x0803, pixels(40), 40, 28, 28);
    Path labels = idx("some-labels", 0x0801, new byte[39], 39);

    assertFails(
        CommandRun.of("explore", "lenet", "--data", images, "--out", folder),
        1,
        "bytelane explore: %s: labels: 39 (expected: 40, one per image of %s)\n"
            .formatted(labels, images));
  }

  @Test
  void labelOutOfRangeIsOneLine() throws IOException {
    Path images = idx("some-images", 0x0803, pixels(2), 2, 28, 28);
    idx("some-labels", 0x0801, new byte[] {1, 10}, 2);

    assertFails(
        CommandRun.of("explore", "lenet", "--data", images, "--out", folder),
        1,
        "bytelane explore: label of sample 1: 10 (expected: in [0, 9])\n");
  }

  @Test
  void imagesOfAnotherSizeAreOneLine() throws IOException {
    Path images = idx("some-images", 0x0803, new byte[12], 3, 2, 2);
    idx("some-labels", 0x0801, new byte[3], 3);

    assertFails(
        CommandRun.of("explore", "lenet", "--data", images, "--out", folder),
        1,
        "bytelane explore: %s: values per image: 4 (expected: 784, as the network takes)\n"
            .formatted(images));
  }

  @Test
  void unknownConfigurationIsBadUsage() {
    assertFails(
        CommandRun.of("explore", "--configs", "int4", "--out", folder),
        2,
        "bytelane explore: --configs: int4 (expected: one of fp32_baseline, dynamic_int8,"
            + " static_int8_per_tensor, static_int8_per_channel) (see bytelane explore --help)\n");
  }

  @Test
  void modelWithoutDataIsBadUsage() throws IOException {
    assertFails(
        CommandRun.of("explore", LenetFiles.model(folder), "--out", folder),
        2,
        "bytelane explore: --data: missing (expected: test images for model)"
            + " (see bytelane explore --help)\n");
  }

  @Test
  void calibrationCountOutOfRangeIsBadUsage() {
    assertFails(
        CommandRun.of("explore", "lenet", "--calibration-n", "513", "--out", folder),
        2,
        "bytelane explore: --calibration-n: 513 (expected: in [1, 512], as"
            + " mnist-calibration-images.idx3.gz holds) (see bytelane explore --help)\n");
    assertFails(
        CommandRun.of("explore", "lenet", "--calibration-n", "0", "--out", folder),
        2,
        "bytelane explore: --calibration-n: 0 (expected: in [1, 512], as"
            + " mnist-calibration-images.idx3.gz holds) (see bytelane explore --help)\n");
  }

  @Test
  void countsOfCallsOutOfRangeAreBadUsage() {
    assertFails(
        CommandRun.of("explore", "lenet", "--warmup", "-1", "--out", folder),
        2,
        "bytelane explore: --warmup: -1 (expected: >= 0) (see bytelane explore --help)\n");
    assertFails(
        CommandRun.of("explore", "lenet", "--iters", "0", "--out", folder),
        2,
        "bytelane explore: --iters: 0 (expected: >= 1) (see bytelane explore --help)\n");
  }

  @Test
  void testSubsetOutOfRangeIsBadUsage() {
    assertFails(
        CommandRun.of("explore", "lenet", "--test-subset", "10001", "--out", folder),
        2,
        "bytelane explore: --test-subset: 10001 (expected: in [1, 10000])"
            + " (see bytelane explore --help)\n");
  }

  @Test
  void truncatedModelIsOneLine() throws IOException {
    CommandRun run =
        CommandRun.of("explore", LenetFiles.truncatedModel(folder), "--out", folder.resolve("x"));

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).startsWith("bytelane explore: cut.onnx: ");
    assertThat(run.err().lines()).hasSize(1);
    assertThat(folder.resolve("x")).doesNotExist();
  }

  private static void assertFails(CommandRun run, int status, String message) {
    assertThat(run.err()).isEqualTo(message);
    assertThat(run.status()).isEqualTo(status);
    assertThat(run.out()).isEmpty();
  }

  private static byte[] pixels(int count) throws IOException {
    return Arrays.copyOf(BundledNetwork.LENET.test().images().pixels(), count * 28 * 28);
  }

  private Path idx(String name, int magic, byte[] elements, int... sizes) throws IOException {
    Path file = folder.resolve(name);
    try (DataOutputStream out = new DataOutputStream(Files.newOutputStream(file))) {
      out.writeInt(magic);
      for (int size : sizes) {
        out.writeInt(size);
      }
      out.write(elements);
    }
    return file;
  }
}
