package io.bytelane.models.cli;

import io.bytelane.models.demo.WeightLevels;
import io.bytelane.models.figure.WeightHistograms;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `bytelane demo weights`: how weights are distributed at 32, 8, 4 and 2 bits.
@Command(
    name = "weights",
    description = "Draws the histograms of a network's weights as float and at 8, 4 and 2 bits.")
final class DemoWeightsCommand implements Callable<Integer> {
  private static final List<Integer> BITS = List.of(WeightHistograms.FLOAT_BITS, 8, 4, 2);

  @Parameters(
      paramLabel = "MODEL",
      defaultValue = "mnist_cnn",
      description = "A float ONNX file, or a bundled network (default: ${DEFAULT-VALUE}).")
  private String model;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      defaultValue = "assets",
      description = "Folder of the figures (default: ${DEFAULT-VALUE}).")
  private Path out;

  @Spec private CommandSpec spec;

  private DemoWeightsCommand() {}

  @Override
  public Integer call() throws IOException {
    ModelSource source = ModelSource.open(model);
    List<WeightLevels> weights = WeightLevels.of(source.graph());
    if (weights.isEmpty()) {
      throw new CommandException(
          model + ": weights: none (expected: a float network with linear layers)");
    }
    PrintWriter writer = spec.commandLine().getOut();
    write(
        out,
        source.name(),
        weights,
        figure -> {
          writer.println("Saved: " + figure);
          writer.flush();
        });
    return 0;
  }

  /// Writes a figure per bit width.
  ///
  /// @param written is told each file
  static void write(Path folder, String network, List<WeightLevels> weights, Consumer<Path> written)
      throws IOException {
    for (int bits : BITS) {
      Path figure = folder.resolve(fileName(bits));
      WeightHistograms.write(figure, network, weights, bits);
      written.accept(figure);
    }
  }

  private static String fileName(int bits) {
    String kind = bits == WeightHistograms.FLOAT_BITS ? "fp32" : bits + "bit";
    return "weight_hist_" + kind + ".png";
  }
}
