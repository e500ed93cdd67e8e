package io.bytelane.tests.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.bytelane.models.bundled.BundledNetwork;
import io.bytelane.models.data.LabeledImages;
import io.bytelane.models.data.Npy;
import io.bytelane.models.data.NpyArray;
import io.bytelane.models.data.NpyType;
import io.bytelane.models.graph.Attribute;
import io.bytelane.models.graph.DataType;
import io.bytelane.models.graph.Dimension;
import io.bytelane.models.graph.Graph;
import io.bytelane.models.graph.GraphBuilder;
import io.bytelane.models.graph.Node;
import io.bytelane.models.graph.Shape;
import io.bytelane.models.graph.Tensor;
import io.bytelane.models.graph.Value;
import io.bytelane.models.onnx.OnnxExporter;
import io.bytelane.models.onnx.OnnxImporter;
import io.bytelane.models.operator.GraphInterpreter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuantizeCommandTest {
  private static final String PER_CHANNEL = "static_int8_per_channel";

  @TempDir private Path folder;

  @Test
  void writtenFileIsAQuantizedNetworkThatClassifies() throws IOException {
    Path file = folder.resolve("new/q.onnx");
    CommandRun run = CommandRun.of("quantize", "lenet", "--config", PER_CHANNEL, "--output", file);

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.out()).startsWith(file + ": " + Files.size(file) + " bytes, 0.3");
    Graph graph = OnnxImporter.read(file);
    assertThat(graph.nodes()).extracting(node -> node.operator()).contains("QuantizeLinear");
    assertThat(rightOf(graph, 64)).isGreaterThanOrEqualTo(62);
  }

  @Test
  void excludedNodeStaysFloat() throws IOException {
    Path whole = folder.resolve("whole.onnx");
    Path partial = folder.resolve("partial.onnx");
    CommandRun.of("quantize", "lenet", "--config", PER_CHANNEL, "--output", whole);

    CommandRun run =
        CommandRun.of(
            "quantize",
            "lenet",
            "--config",
            PER_CHANNEL,
            "--output",
            partial,
            "--exclude",
            "/fc1/Gemm");

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(Files.size(partial)).isGreaterThan(Files.size(whole) + 2 * 16_000);
  }

  @Test
  void calibratesOnAnArray() throws IOException {
    Path data = folder.resolve("data.npy");
    float[] images = BundledNetwork.LENET.calibration().images().toFloats(0, 20);
    Npy.write(data, NpyArray.ofFloats(images, 20, 1, 28, 28));
    Path file = folder.resolve("q.onnx");

    CommandRun run =
        CommandRun.of(
            "quantize",
            LenetFiles.model(folder),
            "--config",
            PER_CHANNEL,
            "--output",
            file,
            "--calibration",
            data,
            "--calibration-n",
            20,
            "--json");

    assertThat(run.status()).as(run.err()).isZero();
    JsonNode json = JsonMapper.builder().build().readTree(run.out());
    assertThat(json.get("bytes").longValue()).isEqualTo(Files.size(file));
    assertThat(json.get("float_payload_bytes").intValue()).isEqualTo(4 * 21_840);
    assertThat(rightOf(OnnxImporter.read(file), 64)).isGreaterThanOrEqualTo(62);
  }

  @Test
  void arrayOfAnotherKindIsNamed() throws IOException {
    Path data = folder.resolve("data.npy");
    Npy.write(data, NpyArray.ofFloats(new float[3], 3));

    assertFails(
        CommandRun.of(
            "quantize",
            "lenet",
            "--config",
            PER_CHANNEL,
            "--output",
            folder.resolve("q"),
            "--calibration",
            data),
        1,
        data + ": float32[3] (expected: float32 or float64 with one sample per row)");
  }

  /// NumPy writes float64 where nothing else is said: the same file as from float32.
  @Test
  void calibratesOnDoubles() throws IOException {
    Path floats = folder.resolve("floats.npy");
    Path doubles = folder.resolve("doubles.npy");
    float[] images = BundledNetwork.LENET.calibration().images().toFloats(0, 8);
    double[] wide = IntStream.range(0, images.length).mapToDouble(i -> images[i]).toArray();
    int[] shape = {8, 1, 28, 28};
    Npy.write(floats, NpyArray.ofFloats(images, shape));
    Npy.write(doubles, new NpyArray(NpyType.FLOAT64, shape, wide));

    byte[] expected = quantized("lenet", floats);

    assertThat(quantized("lenet", doubles)).isEqualTo(expected);
    assertThat(quantized("lenet", "input=" + doubles)).isEqualTo(expected);
    wide[5] = 1e39;
    Npy.write(doubles, new NpyArray(NpyType.FLOAT64, shape, wide));
    assertFails(
        calibrated("lenet", folder.resolve("q"), doubles),
        1,
        doubles + ": element 5: 1.0E39 (expected: within float32)");
  }

  /// Two inputs, one of them float64 and in any order; the ranges are those of the data.
  @Test
  void everyInputHasItsFile() throws IOException {
    Path model = twoInputs();
    Path left = folder.resolve("left.npy");
    Path right = folder.resolve("right.npy");
    Npy.write(left, NpyArray.ofFloats(new float[] {0, 1, 2, 3, 4, 5, 6, 25.5f}, new int[] {8, 1}));
    double[] doubles = {0, 0.5, 1, 2, 3, 5.1, 4, 3};
    Npy.write(right, new NpyArray(NpyType.FLOAT64, new int[] {8, 1}, doubles));

    Path file = folder.resolve("two.onnx");
    CommandRun run = calibrated(model, file, "b=" + right, "--calibration", "a=" + left);

    assertThat(run.status()).as(run.err()).isZero();
    Graph graph = OnnxImporter.read(file);
    assertThat(inputScale(graph, "a")).isEqualTo(25.5f / 255);
    assertThat(inputScale(graph, "b")).isEqualTo(5.1f / 255);
  }

  @Test
  void anInputWithoutFileIsNamed() throws IOException {
    Path model = twoInputs();
    Path left = folder.resolve("left.npy");
    Npy.write(left, NpyArray.ofFloats(new float[8], 8, 1));

    assertFails(
        calibrated(model, folder.resolve("q"), "a=" + left),
        2,
        "--calibration: [a=%s] (expected: NAME=FILE.npy for each input; none for".formatted(left)
            + " b: float32[N,1]) (see bytelane quantize --help)");
  }

  @Test
  void doublesForIntegersAreNamed() throws IOException {
    GraphBuilder builder = new GraphBuilder("words").opset("", 13);
    Shape shape = Shape.of(List.of(Dimension.symbolic("N"), Dimension.of(1)));
    builder.input(new Value("ids", DataType.S64, shape));
    builder.input(new Value("b", DataType.FLOAT, shape));
    builder.add(
        "Cast", List.of("ids"), List.of("a"), Map.of("to", Attribute.of(DataType.FLOAT.code())));
    Path model = linear(builder);
    Path data = folder.resolve("data.npy");
    Npy.write(data, new NpyArray(NpyType.FLOAT64, new int[] {8, 1}, new double[8]));

    assertFails(
        calibrated(model, folder.resolve("q"), "ids=" + data, "--calibration", "b=" + data),
        1,
        data + ": float64[8,1] (expected: int64, as ids: int64[N,1])");
  }

  private Path twoInputs() throws IOException {
    GraphBuilder builder = new GraphBuilder("two").opset("", 13);
    Shape shape = Shape.of(List.of(Dimension.symbolic("N"), Dimension.of(1)));
    builder.input(new Value("a", DataType.FLOAT, shape));
    builder.input(new Value("b", DataType.FLOAT, shape));
    return linear(builder);
  }

  /// A layer of `a` and one of `b`, added.
  private Path linear(GraphBuilder builder) throws IOException {
    builder.initializer("w", Tensor.of(new int[] {1, 3}, new float[] {1, -2, 3}));
    builder.add("MatMul", List.of("a", "w"), List.of("p"), Map.of());
    builder.add("MatMul", List.of("b", "w"), List.of("q"), Map.of());
    builder.add("Add", List.of("p", "q"), List.of("y"), Map.of());
    builder.output(new Value("y", DataType.FLOAT, Shape.UNKNOWN));
    Path file = folder.resolve("linear.onnx");
    OnnxExporter.write(builder.build(), file);
    return file;
  }

  private static float inputScale(Graph graph, String input) {
    Node quantize = graph.consumers(input).getFirst();
    assertThat(quantize.operator()).isEqualTo("QuantizeLinear");
    return graph.constant(quantize.input(1)).orElseThrow().floats()[0];
  }

  private static CommandRun calibrated(Object model, Path output, Object... calibration) {
    List<Object> args = new ArrayList<>(List.of("quantize", model, "--config", PER_CHANNEL));
    args.addAll(List.of("--output", output, "--calibration-n", 8, "--calibration"));
    args.addAll(List.of(calibration));
    return CommandRun.of(args.toArray());
  }

  private byte[] quantized(Object model, Object calibration) throws IOException {
    Path file = folder.resolve("calibrated.onnx");
    CommandRun run = calibrated(model, file, calibration);
    assertThat(run.status()).as(run.err()).isZero();
    return Files.readAllBytes(file);
  }

  @Test
  void baselineIsNoQuantization() {
    assertFails(
        CommandRun.of(
            "quantize", "lenet", "--config", "fp32_baseline", "--output", folder.resolve("q")),
        2,
        "--config: fp32_baseline (expected: a quantized configuration)"
            + " (see bytelane quantize --help)");
  }

  @Test
  void unknownNodeIsNamed() {
    assertFails(
        CommandRun.of(
            "quantize",
            "lenet",
            "--config",
            PER_CHANNEL,
            "--output",
            folder.resolve("q"),
            "--exclude",
            "conv9"),
        2,
        "--exclude: conv9 (expected: the name of a node of lenet, such as /conv1/Conv, /conv2/Conv,"
            + " /MaxPool; inspect lists them) (see bytelane quantize --help)");
  }

  @Test
  void missingOptionsAreBadUsage() {
    assertFails(
        CommandRun.of("quantize", "lenet", "--config", PER_CHANNEL),
        2,
        "Missing required option: '--output=FILE' (see bytelane quantize --help)");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--method|median|one of min_max, moving_average, percentile, mse, entropy",
        "--weight-method|entropy|one of max, percentile, mse",
        "--format|tflite|one of qdq, qlinear",
        "--weight-bits|eight|a whole number",
        "--percentile|most|a number",
        "--percentile|99.9|with --method percentile or --weight-method percentile",
        "--percentile|101.0|in [0, 100]",
        "--percentile|-1.0|in [0, 100]",
        "--percentile|NaN|in [0, 100]",
        "--weight-bits|1|in [2, 8]",
        "--weight-bits|9|in [2, 8]",
        "--calibration-n|0|in [1, 512], as mnist-calibration-images.idx3.gz holds",
        "--calibration-n|513|in [1, 512], as mnist-calibration-images.idx3.gz holds",
      })
  void valueOutOfRangeIsBadUsageOfItsOption(String option, String value, String rule) {
    assertFails(
        CommandRun.of(
            "quantize",
            "lenet",
            "--config",
            PER_CHANNEL,
            "--output",
            folder.resolve("q"),
            option,
            value),
        2,
        "%s: %s (expected: %s) (see bytelane quantize --help)".formatted(option, value, rule));
  }

  @Test
  void methodOfActivationsIsNotForDynamicQuantization() {
    assertFails(
        CommandRun.of(
            "quantize",
            "lenet",
            "--config",
            "dynamic_int8",
            "--output",
            folder.resolve("q"),
            "--method",
            "mse"),
        2,
        "--method: MSE (expected: with a static configuration; dynamic_int8 finds ranges at each"
            + " call) (see bytelane quantize --help)");
  }

  @Test
  void quantizedNetworkIsNotQuantizedAgain() {
    Path once = folder.resolve("once.onnx");
    CommandRun.of("quantize", "lenet", "--config", "dynamic_int8", "--output", once);

    CommandRun run =
        CommandRun.of(
            "quantize", once, "--config", "dynamic_int8", "--output", folder.resolve("q"));

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err())
        .matches(
            "bytelane quantize: once: node \".+\" \\(DynamicQuantizeLinear\\): quantized already"
                + " \\(expected: a float network\\)\n");
  }

  /// Weights beyond the percentile become the last level, so that the others get finer ones.
  @Test
  void weightMethodChangesTheScalesOfWeights() throws IOException {
    float most = largestScale("max", null);
    float most90 = largestScale("percentile", 90.0);

    assertThat(most90).isLessThan(0.8f * most);
    assertThat(largestScale("mse", null)).isLessThanOrEqualTo(most);
  }

  private float largestScale(String method, Double percentile) throws IOException {
    Path file = folder.resolve("w.onnx");
    List<Object> args =
        new ArrayList<>(List.of("quantize", "lenet", "--config", "dynamic_int8", "--output", file));
    args.addAll(List.of("--weight-method", method));
    if (percentile != null) {
      args.addAll(List.of("--percentile", percentile));
    }
    CommandRun run = CommandRun.of(args.toArray());
    assertThat(run.status()).as(run.err()).isZero();
    float largest = 0;
    for (float scale :
        OnnxImporter.read(file).constant("fc1.weight_scale").orElseThrow().floats()) {
      largest = Math.max(largest, scale);
    }
    return largest;
  }

  private void assertFails(CommandRun run, int status, String message) {
    assertThat(run.err()).isEqualTo("bytelane quantize: " + message + "\n");
    assertThat(run.status()).isEqualTo(status);
    assertThat(folder.resolve("q")).doesNotExist();
  }

  /// Runs the file on the generic operators, which share nothing with the planned kernels.
  private static int rightOf(Graph graph, int count) throws IOException {
    LabeledImages test = BundledNetwork.LENET.test();
    Tensor images = Tensor.of(new int[] {count, 1, 28, 28}, test.images().toFloats(0, count));
    float[] scores =
        new GraphInterpreter(graph).run(Map.of("input", images)).get("log_probs").floats();
    int right = 0;
    for (int i = 0; i < count; i++) {
      int best = 0;
      for (int c = 1; c < 10; c++) {
        best = scores[10 * i + c] > scores[10 * i + best] ? c : best;
      }
      right += best == test.labels()[i] ? 1 : 0;
    }
    return right;
  }
}
