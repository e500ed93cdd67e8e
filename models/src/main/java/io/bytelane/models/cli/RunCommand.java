package io.bytelane.models.cli;

import io.bytelane.models.graph.Graph;
import io.bytelane.models.graph.Tensor;
import io.bytelane.models.graph.Value;
import io.bytelane.models.report.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `bytelane run`: one pass of a network over given tensors.
@Command(
    name = "run",
    description =
        "Runs a float or quantized ONNX model on .npy or .pb tensors and writes its outputs.")
final class RunCommand implements Callable<Integer> {
  @Parameters(paramLabel = "MODEL", description = "An ONNX file, or a bundled network.")
  private String model;

  @Option(
      names = "--input",
      paramLabel = "FILE",
      arity = "1..*",
      required = true,
      description =
          "One .npy or .pb file per input, in the order of the model's inputs; or NAME=FILE."
              + " float64 becomes float32 where the model takes that.")
  private List<String> inputs;

  @Option(
      names = "--output",
      paramLabel = "DIR",
      required = true,
      description = "Folder for the outputs: output_0, output_1, ... in the model's order.")
  private Path output;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "Form of the outputs: npy or pb (default: that of the first input).")
  private TensorArgument.Format format;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Spec private CommandSpec spec;

  private RunCommand() {}

  @Override
  public Integer call() throws IOException {
    Graph graph = ModelSource.open(model).graph();
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    List<Path> files = new ArrayList<>();
    for (int i = 0; i < inputs.size(); i++) {
      Value input = input(graph, i);
      files.add(Path.of(inputs.get(i).substring(prefix(graph, inputs.get(i)))));
      if (tensors.put(input.name(), TensorArgument.read(files.getLast(), input)) != null) {
        throw badInputs("input " + input.name() + " twice", graph);
      }
    }
    requireAll(graph, tensors);
    TensorArgument.Format chosen =
        format == null ? TensorArgument.format(files.getFirst()) : format;
    write(PlannedRun.run(graph, tensors), chosen);
    return 0;
  }

  private Value input(Graph graph, int index) {
    String argument = inputs.get(index);
    int prefix = prefix(graph, argument);
    if (prefix > 0) {
      return graph.inputs().stream()
          .filter(input -> input.name().equals(argument.substring(0, prefix - 1)))
          .findFirst()
          .orElseThrow();
    }
    if (index >= graph.inputs().size()) {
      throw badInputs(inputs.size() + " files", graph);
    }
    return graph.inputs().get(index);
  }

  /// Length of `NAME=` if an input has this name, otherwise 0: file names may hold the sign as
  /// well.
  private static int prefix(Graph graph, String argument) {
    return graph.inputs().stream()
        .map(input -> input.name() + "=")
        .filter(argument::startsWith)
        .mapToInt(String::length)
        .findFirst()
        .orElse(0);
  }

  private void requireAll(Graph graph, Map<String, Tensor> tensors) {
    for (Value input : graph.inputs()) {
      if (!tensors.containsKey(input.name())) {
        throw badInputs("no file for input " + input, graph);
      }
    }
  }

  private ParameterException badInputs(String found, Graph graph) {
    String rule = "%d, one per input of %s".formatted(graph.inputs().size(), model);
    return new ParameterException(spec.commandLine(), OptionRule.text("--input", found, rule));
  }

  private void write(Map<String, Tensor> outputs, TensorArgument.Format chosen) throws IOException {
    Files.createDirectories(output);
    PrintWriter out = spec.commandLine().getOut();
    List<Map<String, Object>> written = new ArrayList<>();
    for (Map.Entry<String, Tensor> entry : outputs.entrySet()) {
      Path file = output.resolve("output_" + written.size() + chosen.suffix());
      Tensor tensor = entry.getValue();
      TensorArgument.write(file, chosen, entry.getKey(), tensor);
      written.add(
          Map.of(
              "file", file.toString(),
              "name", entry.getKey(),
              "type", tensor.type().toString(),
              "shape", tensor.shape()));
      if (!json) {
        out.printf(
            "%s: %s, %s %s%n",
            file, entry.getKey(), tensor.type(), Arrays.toString(tensor.shape()));
      }
    }
    if (json) {
      out.print(Json.write(Map.of("outputs", written)));
    }
    out.flush();
  }
}
