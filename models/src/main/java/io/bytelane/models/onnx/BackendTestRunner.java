package io.bytelane.models.onnx;

import io.bytelane.models.graph.Graph;
import io.bytelane.models.graph.InvalidModelException;
import io.bytelane.models.graph.Node;
import io.bytelane.models.graph.Tensor;
import io.bytelane.models.graph.UnsupportedModelException;
import io.bytelane.models.operator.GraphInterpreter;
import io.bytelane.quant.QuantizationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/// Runs folders of the ONNX backend tests: `model.onnx` and `test_data_set_*` with `input_N.pb` and
/// `output_N.pb`.
///
/// Integers and bools must be equal. Floats may be off by 1e-7 + 1e-3 times the expected magnitude;
/// in models that only quantize or compute on quantized tensors by one unit in the last place.
public final class BackendTestRunner {
  /// Runs a graph on tensors by name, as [GraphInterpreter#run] does.
  @FunctionalInterface
  public interface Engine {
    /// Runs the graph.
    ///
    /// @param inputs a tensor for every input, by name
    /// @return every output by name
    Map<String, Tensor> run(Map<String, Tensor> inputs);
  }

  private static final Set<String> EXACT =
      Set.of(
          "QuantizeLinear",
          "DequantizeLinear",
          "DynamicQuantizeLinear",
          "QLinearConv",
          "QLinearMatMul",
          "ConvInteger",
          "MatMulInteger");

  private final Function<Graph, Engine> engines;

  /// A runner on the generic operators.
  public BackendTestRunner() {
    this(graph -> new GraphInterpreter(graph)::run);
  }

  /// A runner on any engine.
  ///
  /// @param engines prepares a graph
  public BackendTestRunner(Function<Graph, Engine> engines) {
    this.engines = engines;
  }

  /// Finds the cases in a folder: itself, if it holds a model, or the folders below it that do.
  ///
  /// @param folder a case or a collection of cases
  /// @return the cases in alphabetical order
  /// @throws IOException if the folder cannot be read
  public static List<Path> cases(Path folder) throws IOException {
    if (Files.isRegularFile(folder.resolve("model.onnx"))) {
      return List.of(folder);
    }
    try (Stream<Path> children = Files.list(folder)) {
      return children
          .filter(child -> Files.isRegularFile(child.resolve("model.onnx")))
          .sorted()
          .toList();
    }
  }

  /// Runs one case.
  ///
  /// @param folder the folder with `model.onnx`
  /// @return what became of it; a file that cannot be read makes it fail
  public BackendTestResult run(Path folder) {
    String name = String.valueOf(folder.getFileName());
    try {
      Graph graph = OnnxImporter.read(folder.resolve("model.onnx"));
      Engine engine = engines.apply(graph);
      double largest = 0;
      for (Path data : dataSets(folder)) {
        TensorComparison worst = compare(graph, engine, data);
        if (!worst.agrees()) {
          return new BackendTestResult(
              name, BackendTestResult.Status.FAIL, worst.largestDifference(), worst.detail(), "");
        }
        largest = Math.max(largest, worst.largestDifference());
      }
      return new BackendTestResult(name, BackendTestResult.Status.PASS, largest, "", "");
    } catch (UnsupportedModelException e) {
      return new BackendTestResult(
          name, BackendTestResult.Status.UNSUPPORTED, Double.NaN, e.operator(), e.getMessage());
    } catch (InvalidModelException | QuantizationException | IOException e) {
      String message = String.valueOf(e.getMessage());
      return new BackendTestResult(
          name, BackendTestResult.Status.FAIL, Double.NaN, message, message);
    }
  }

  private static List<Path> dataSets(Path folder) throws IOException {
    try (Stream<Path> children = Files.list(folder)) {
      List<Path> sets =
          children
              .filter(child -> child.getFileName().toString().startsWith("test_data_set_"))
              .sorted()
              .toList();
      if (sets.isEmpty()) {
        throw new IOException(folder.getFileName() + ": test_data_set_*: none (expected: >= 1)");
      }
      return sets;
    }
  }

  private static TensorComparison compare(Graph graph, Engine engine, Path data)
      throws IOException {
    Map<String, Tensor> inputs = new HashMap<>();
    for (int i = 0; i < graph.inputs().size(); i++) {
      Path file = data.resolve("input_" + i + ".pb");
      inputs.put(graph.inputs().get(i).name(), TensorFile.read(file).tensor());
    }
    Map<String, Tensor> outputs = engine.run(inputs);
    TensorComparison.Tolerance tolerance = tolerance(graph);
    double largest = 0;
    for (int i = 0; i < graph.outputs().size(); i++) {
      String name = graph.outputs().get(i).name();
      Tensor expected = TensorFile.read(data.resolve("output_" + i + ".pb")).tensor();
      TensorComparison one = TensorComparison.of(name, outputs.get(name), expected, tolerance);
      if (!one.agrees()) {
        return one;
      }
      largest = Math.max(largest, one.largestDifference());
    }
    return new TensorComparison(true, largest, "");
  }

  private static TensorComparison.Tolerance tolerance(Graph graph) {
    boolean exact = graph.nodes().stream().map(Node::operator).allMatch(EXACT::contains);
    return exact ? TensorComparison.Tolerance.ONE_ULP : TensorComparison.Tolerance.BACKEND_TEST;
  }
}
