package io.bytelane.models.cli;

import io.bytelane.models.calibration.CalibrationMethod;
import io.bytelane.models.calibration.Calibrator;
import io.bytelane.models.calibration.MaxCalibrator;
import io.bytelane.models.calibration.MseCalibrator;
import io.bytelane.models.calibration.PercentileCalibrator;
import io.bytelane.models.explore.Progress;
import io.bytelane.models.graph.Graph;
import io.bytelane.models.graph.Node;
import io.bytelane.models.onnx.OnnxExporter;
import io.bytelane.models.ptq.CalibrationData;
import io.bytelane.models.ptq.ConfigName;
import io.bytelane.models.ptq.PayloadSize;
import io.bytelane.models.ptq.Ptq;
import io.bytelane.models.ptq.PtqOptions;
import io.bytelane.models.ptq.QLinearForm;
import io.bytelane.models.ptq.StandardDynamicForm;
import io.bytelane.models.report.Decimals;
import io.bytelane.models.report.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `bytelane quantize`: post-training quantization to a file.
@Command(
    name = "quantize",
    description = {
      "Quantizes a float ONNX model after training and writes it as an ONNX file in QDQ or QLinear"
          + " form."
    })
final class QuantizeCommand implements Callable<Integer> {
  /// Forms of a quantized ONNX file.
  enum Format {
    /// QuantizeLinear and DequantizeLinear around float operators.
    QDQ,
    /// Quantized operators where ONNX has them.
    QLINEAR
  }

  /// How ranges of weights are found.
  enum WeightMethod {
    /// The largest magnitude.
    MAX,
    /// A percentile of the magnitudes.
    PERCENTILE,
    /// The least mean squared error.
    MSE;

    private Calibrator calibrator(double percentile) {
      return switch (this) {
        case MAX -> new MaxCalibrator();
        case PERCENTILE -> new PercentileCalibrator(percentile);
        case MSE -> new MseCalibrator();
      };
    }
  }

  private static final int MIN_WEIGHT_BITS = 2;
  private static final int PERCENT = 100;
  private static final int SUGGESTIONS = 3;

  @Parameters(paramLabel = "MODEL", description = "A float ONNX file, or a bundled network.")
  private String model;

  @Option(
      names = "--config",
      paramLabel = "CONFIG",
      required = true,
      description = "dynamic_int8, static_int8_per_tensor or static_int8_per_channel.")
  private String config;

  @Mixin private CalibrationOptions calibration;

  @Option(
      names = "--output",
      paramLabel = "FILE",
      required = true,
      description = "The quantized ONNX file.")
  private Path output;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "qdq",
      description = {
        "Form of the file: qdq or qlinear (default: ${DEFAULT-VALUE}). dynamic_int8 has one form"
            + " only."
      })
  private Format format;

  @Option(
      names = "--method",
      paramLabel = "METHOD",
      description = {
        "How ranges of activations are found: min_max, moving_average, percentile, mse or entropy"
            + " (default: min_max)."
      })
  private CalibrationMethod method;

  @Option(
      names = "--weight-method",
      paramLabel = "METHOD",
      defaultValue = "max",
      description =
          "How ranges of weights are found: max, percentile or mse (default: ${DEFAULT-VALUE}).")
  private WeightMethod weightMethod;

  @Option(
      names = "--percentile",
      paramLabel = "P",
      description = "The percentile of --method or --weight-method percentile (default: 99.99).")
  private Double percentile;

  @Option(
      names = "--weight-bits",
      paramLabel = "N",
      defaultValue = "8",
      description = {
        "Bits of a weight, 2 to 8 (default: ${DEFAULT-VALUE}). Up to 4 bits are stored as int4"
            + " where the model has opset 21 or newer, otherwise as int8."
      })
  private int weightBits;

  @Option(
      names = "--exclude",
      paramLabel = "NODE",
      split = ",",
      description = "Names of nodes that stay float.")
  private List<String> excluded = List.of();

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Spec private CommandSpec spec;

  private QuantizeCommand() {}

  @Override
  public Integer call() throws IOException {
    ConfigName name = ConfigOption.parse(spec, "--config", config);
    OptionRule.require(
        spec, "--config", config, name != ConfigName.FP32_BASELINE, "a quantized configuration");
    OptionRule.require(
        spec,
        "--weight-bits",
        weightBits,
        weightBits >= MIN_WEIGHT_BITS && weightBits <= Byte.SIZE,
        "in [%d, %d]".formatted(MIN_WEIGHT_BITS, Byte.SIZE));
    OptionRule.require(
        spec,
        "--percentile",
        percentile,
        percentile == null || (percentile >= 0 && percentile <= PERCENT),
        "in [0, %d]".formatted(PERCENT));
    requireEffect(name);
    ModelSource source = ModelSource.open(model);
    requireNodes(source.graph());
    source.requireFloat();
    double share = percentile == null ? PercentileCalibrator.DEFAULT_PERCENTILE : percentile;
    PtqOptions options =
        PtqOptions.of(name)
            .withMethod(method == null ? CalibrationMethod.MIN_MAX : method, share)
            .withWeightCalibrator(weightMethod.calibrator(share))
            .withWeightBits(weightBits)
            .withExcludedNodes(Set.copyOf(excluded));
    Graph quantized =
        name == ConfigName.DYNAMIC_INT8
            ? StandardDynamicForm.of(Ptq.quantizeDynamic(source.graph(), options))
            : calibrated(source.graph(), options, calibration.data(source));
    if (output.toAbsolutePath().getParent() != null) {
      Files.createDirectories(output.toAbsolutePath().getParent());
    }
    OnnxExporter.write(format == Format.QLINEAR ? QLinearForm.of(quantized) : quantized, output);
    print(source, quantized);
    return 0;
  }

  private Graph calibrated(Graph graph, PtqOptions options, CalibrationData data) {
    Progress progress = new ProgressBars(spec.commandLine().getErr());
    try (Progress.Work work = progress.begin("calibration", data.batches().size())) {
      return Ptq.quantize(graph, options, data, () -> work.advance(1));
    }
  }

  /// Refuses options that would do nothing.
  private void requireEffect(ConfigName name) {
    OptionRule.require(
        spec,
        "--method",
        method,
        method == null || name != ConfigName.DYNAMIC_INT8,
        "with a static configuration; dynamic_int8 finds ranges at each call");
    OptionRule.require(
        spec,
        "--percentile",
        percentile,
        percentile == null
            || method == CalibrationMethod.PERCENTILE
            || weightMethod == WeightMethod.PERCENTILE,
        "with --method percentile or --weight-method percentile");
  }

  private void requireNodes(Graph graph) {
    List<String> names = graph.nodes().stream().map(Node::name).toList();
    for (String node : excluded) {
      OptionRule.require(
          spec,
          "--exclude",
          node,
          names.contains(node),
          "the name of a node of %s, such as %s; inspect lists them"
              .formatted(model, String.join(", ", NearestNames.of(node, names, SUGGESTIONS))));
    }
  }

  private void print(ModelSource source, Graph quantized) throws IOException {
    long payload = PayloadSize.of(quantized);
    long floatPayload = PayloadSize.of(source.graph());
    long bytes = Files.size(output);
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      Map<String, Object> facts = new LinkedHashMap<>();
      facts.put("file", output.toString());
      facts.put("config", config);
      facts.put("format", format.name().toLowerCase(Locale.ROOT));
      facts.put("bytes", bytes);
      facts.put("float_bytes", source.fileBytes());
      facts.put("payload_bytes", payload);
      facts.put("float_payload_bytes", floatPayload);
      out.print(Json.write(facts));
    } else {
      out.printf(
          "%s: %d bytes, %s of the float file; parameters %d bytes, %s of the float ones%n",
          output,
          bytes,
          Decimals.fixed((double) bytes / source.fileBytes(), 4),
          payload,
          Decimals.fixed((double) payload / floatPayload, 4));
    }
    out.flush();
  }
}
