package io.bytelane.models.cli;

import io.bytelane.models.bundled.BundledNetwork;
import io.bytelane.models.graph.Graph;
import io.bytelane.models.graph.Node;
import io.bytelane.models.onnx.OnnxImporter;
import io.bytelane.models.plan.Planner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/// A network that the user named: a bundled one by its id, or an ONNX file.
///
/// @param name what reports call it: the id, or the file name without its suffix
/// @param bundled the bundled network, if it is one
/// @param graph the network
/// @param fileBytes size of the model file
record ModelSource(String name, Optional<BundledNetwork> bundled, Graph graph, long fileBytes) {
  private static final String SUFFIX = ".onnx";

  /// Operators of quantized networks.
  private static final Pattern QUANTIZED =
      Pattern.compile("QLinear.*|(Dynamic)?QuantizeLinear|DequantizeLinear|(MatMul|Conv)Integer");

  /// Reads the network. A file goes before a bundled network of the same name.
  static ModelSource open(String model) throws IOException {
    Path file = Path.of(model);
    Optional<BundledNetwork> network = BundledNetwork.find(model);
    if (Files.exists(file) || network.isEmpty()) {
      return openFile(file);
    }
    byte[] bytes = network.get().model();
    Graph graph = OnnxImporter.read(network.get().modelFile(), bytes);
    return new ModelSource(model, network, graph, bytes.length);
  }

  /// Returns the names of the classes; of a file, the indices of its scores.
  List<String> classNames() {
    return bundled
        .map(BundledNetwork::classNames)
        .orElseGet(
            () ->
                IntStream.range(0, Planner.plan(graph).outputSize())
                    .mapToObj(Integer::toString)
                    .toList());
  }

  /// Refuses a network that is quantized already: quantizing it again would do nothing, or harm.
  void requireFloat() {
    for (Node node : graph.nodes()) {
      if (QUANTIZED.matcher(node.operator()).matches()) {
        throw new CommandException(
            "%s: node \"%s\" (%s): quantized already (expected: a float network)"
                .formatted(name, node.name(), node.operator()));
      }
    }
  }

  private static ModelSource openFile(Path file) throws IOException {
    if (!Files.exists(file)) {
      throw new CommandException(
          file + ": no such file, and no bundled network (" + BundledNetwork.ids() + ")");
    }
    if (!Files.isRegularFile(file)) {
      throw new CommandException(file + ": a folder (expected: an ONNX file)");
    }
    Graph graph = OnnxImporter.read(file);
    String fileName = file.getFileName().toString();
    String name =
        fileName.endsWith(SUFFIX)
            ? fileName.substring(0, fileName.length() - SUFFIX.length())
            : fileName;
    return new ModelSource(name, Optional.empty(), graph, Files.size(file));
  }
}
