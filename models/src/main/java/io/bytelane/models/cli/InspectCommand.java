package io.bytelane.models.cli;

import io.bytelane.models.demo.WeightLevels;
import io.bytelane.models.explore.NetworkClassifiers;
import io.bytelane.models.graph.Graph;
import io.bytelane.models.plan.Planner;
import io.bytelane.models.ptq.ConfigName;
import io.bytelane.models.report.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `bytelane inspect`: what becomes of each layer.
@Command(
    name = "inspect",
    description = {
      "Shows a line per layer: operator, shapes, weights, ranges, scales, chosen kernel."
    })
final class InspectCommand implements Callable<Integer> {
  @Parameters(paramLabel = "MODEL", description = "An ONNX file, or a bundled network.")
  private String model;

  @Option(
      names = "--config",
      paramLabel = "CONFIG",
      description =
          "Quantize a float model first, as explore does: for example"
              + " static_int8_per_channel.")
  private String config;

  @Mixin private CalibrationOptions calibration;

  @Option(
      names = "--sensitivity",
      description = {
        "Show how much accuracy each layer costs when it alone is quantized, on the test images"
            + " (--config, default static_int8_per_channel)."
      })
  private boolean sensitivity;

  @Mixin private ImageOptions images;

  @Option(
      names = "--histograms",
      description = "Show the float weights at 32, 8, 4 and 2 bits on the console.")
  private boolean histograms;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Write these histograms as PNG files to this folder.")
  private Path out;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Spec private CommandSpec spec;

  private InspectCommand() {}

  @Override
  public Integer call() throws IOException {
    ModelSource source = ModelSource.open(model);
    LayerListing listing = new LayerListing(Planner.plan(network(source)));
    PrintWriter writer = spec.commandLine().getOut();
    if (json) {
      writer.print(Json.write(Map.of("layers", listing.rows())));
    } else {
      writer.print(listing.render());
    }
    writer.flush();
    if (histograms || out != null) {
      histograms(source, writer);
    }
    if (sensitivity) {
      writer.println();
      writer.print(sensitivity(source));
      writer.flush();
    }
    return 0;
  }

  private String sensitivity(ModelSource source) throws IOException {
    ConfigName name =
        config == null
            ? ConfigName.STATIC_INT8_PER_CHANNEL
            : ConfigOption.parse(spec, "--config", config);
    return SensitivityTable.render(
        source,
        name,
        calibration.data(source),
        images.test(source),
        source.classNames(),
        new ProgressBars(spec.commandLine().getErr()));
  }

  private Graph network(ModelSource source) throws IOException {
    if (config == null) {
      return source.graph();
    }
    ConfigName name = ConfigOption.parse(spec, "--config", config);
    return new NetworkClassifiers(source.graph(), source.fileBytes(), calibration.data(source), 1)
        .graph(name);
  }

  private void histograms(ModelSource source, PrintWriter writer) throws IOException {
    List<WeightLevels> weights = WeightLevels.of(source.graph());
    if (weights.isEmpty()) {
      throw new CommandException(
          model + ": float weights: none (expected: a float network for histograms)");
    }
    if (histograms) {
      for (WeightLevels tensor : weights) {
        writer.println();
        writer.println(tensor.name() + ": " + tensor.values().length + " weights");
        writer.println("  32 bits |" + ConsoleHistogram.ofValues(tensor) + "|");
        for (int bits : new int[] {8, 4, 2}) {
          writer.println(
              "  %2d bits |%s|".formatted(bits, ConsoleHistogram.ofLevels(tensor, bits)));
        }
      }
    }
    if (out != null) {
      DemoWeightsCommand.write(out, source.name(), weights, writer);
    }
    writer.flush();
  }
}
