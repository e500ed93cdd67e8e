package io.bytelane.models.cli;

import io.bytelane.models.demo.WeightLevels;
import io.bytelane.models.graph.Graph;
import io.bytelane.models.plan.Planner;
import io.bytelane.models.ptq.ConfigName;
import io.bytelane.models.ptq.Ptq;
import io.bytelane.models.report.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
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
    ConfigName name = config == null ? null : ConfigOption.parse(spec, "--config", config);
    if (sensitivity) {
      OptionRule.require(
          spec,
          "--config",
          config,
          name != ConfigName.FP32_BASELINE,
          "a quantized configuration, with --sensitivity");
    } else {
      images.requireAbsent("with --sensitivity");
    }
    ModelSource source = ModelSource.open(model);
    PrintWriter writer = spec.commandLine().getOut();
    Map<String, Object> facts = new LinkedHashMap<>();
    LayerListing listing = new LayerListing(Planner.plan(network(source, name)));
    facts.put("layers", listing.rows());
    print(writer, listing.render());
    if (histograms || out != null) {
      histograms(source, writer, facts);
    }
    if (sensitivity) {
      SensitivityTable table =
          sensitivity(source, name == null ? ConfigName.STATIC_INT8_PER_CHANNEL : name);
      facts.put("sensitivity", table.facts());
      print(writer, "\n" + table.render());
    }
    if (json) {
      writer.print(Json.write(facts));
      writer.flush();
    }
    return 0;
  }

  /// Prints a part as soon as it is known; JSON is printed as a whole, at the end.
  private void print(PrintWriter writer, String text) {
    if (!json) {
      writer.print(text);
      writer.flush();
    }
  }

  private SensitivityTable sensitivity(ModelSource source, ConfigName name) throws IOException {
    source.requireFloat();
    return SensitivityTable.measure(
        source,
        name,
        name == ConfigName.DYNAMIC_INT8 ? null : calibration.data(source),
        images.test(source),
        source.classNames(),
        new ProgressBars(spec.commandLine().getErr()));
  }

  private Graph network(ModelSource source, ConfigName name) throws IOException {
    if (name == null || name == ConfigName.FP32_BASELINE) {
      return source.graph();
    }
    source.requireFloat();
    return Ptq.apply(source.graph(), name, calibration.data(source, List.of(name)));
  }

  private void histograms(ModelSource source, PrintWriter writer, Map<String, Object> facts)
      throws IOException {
    List<WeightLevels> weights = WeightLevels.of(source.graph());
    if (weights.isEmpty()) {
      throw new CommandException(
          model + ": float weights: none (expected: a float network for histograms)");
    }
    if (histograms) {
      Map<String, Object> byTensor = new LinkedHashMap<>();
      for (WeightLevels tensor : weights) {
        print(writer, ConsoleHistogram.render(tensor));
        byTensor.put(tensor.name(), ConsoleHistogram.counts(tensor));
      }
      facts.put("histograms", byTensor);
    }
    if (out != null) {
      List<String> figures = new ArrayList<>();
      DemoWeightsCommand.write(
          out,
          source.name(),
          weights,
          figure -> {
            figures.add(figure.toString());
            print(writer, "Saved: " + figure + "\n");
          });
      facts.put("figures", figures);
    }
  }
}
