package io.bytelane.models.cli;

import io.bytelane.models.data.Idx;
import io.bytelane.models.data.ImageSet;
import io.bytelane.models.data.InvalidDataException;
import io.bytelane.models.graph.DataType;
import io.bytelane.models.graph.Tensor;
import io.bytelane.models.graph.Value;
import io.bytelane.models.ptq.CalibrationData;
import io.bytelane.models.ptq.ConfigName;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// The options that name calibration data. A bundled network brings its own.
final class CalibrationOptions {
  private static final String NPY_SUFFIX = ".npy";

  @Option(
      names = "--calibration",
      paramLabel = "DATA",
      description = {
        "Representative inputs, not the test data: IDX images, plain or gzip, or a float32 or"
            + " float64 .npy array with one sample per row (default: those of the bundled network)."
            + " A network with several inputs takes NAME=FILE.npy for each of them."
      })
  private List<String> files;

  @Option(
      names = "--calibration-n",
      paramLabel = "N",
      defaultValue = "256",
      description = "Samples to use, from the first on (default: ${DEFAULT-VALUE}).")
  private int count;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  private CalibrationOptions() {}

  /// Returns the number of samples to use.
  int count() {
    return count;
  }

  /// Returns what reports call the data.
  String describe(ModelSource source) {
    return "first %d of %s"
        .formatted(
            count,
            files == null
                ? "the calibration images of " + source.name()
                : String.join(", ", files));
  }

  /// Reads the samples where one of the configurations needs them.
  CalibrationData data(ModelSource source, List<ConfigName> configs) throws IOException {
    return configs.stream().anyMatch(ConfigName::isStatic)
        ? data(source)
        : new CalibrationData(List.of());
  }

  /// Reads the samples in batches.
  CalibrationData data(ModelSource source) throws IOException {
    List<Value> inputs = source.graph().inputs();
    if (inputs.size() > 1) {
      return ofInputs(source);
    }
    Value value = inputs.getFirst();
    String input = value.name();
    OptionRule.require(
        spec,
        "--calibration",
        files,
        files == null || files.size() == 1,
        "one file, for input " + input);
    String only = files == null ? "" : files.getFirst();
    Path file = Path.of(only.startsWith(input + "=") ? after(only) : only);
    if (only.endsWith(NPY_SUFFIX)) {
      return fromArray(value, file);
    }
    ImageSet images = files == null ? bundled(source) : Idx.readImages(file);
    requireCount(images.name(), images.count());
    return CalibrationData.of(
        input,
        images.toFloats(0, count),
        count,
        CalibrationData.DEFAULT_BATCH,
        images.channels(),
        images.height(),
        images.width());
  }

  private CalibrationData ofInputs(ModelSource source) throws IOException {
    Map<String, Tensor> samples = new LinkedHashMap<>();
    for (Value input : source.graph().inputs()) {
      String prefix = input.name() + "=";
      String argument =
          files == null
              ? null
              : files.stream().filter(file -> file.startsWith(prefix)).findFirst().orElse(null);
      OptionRule.require(
          spec,
          "--calibration",
          files,
          argument != null,
          "NAME=FILE.npy for each input; none for %s".formatted(input));
      Path file = Path.of(after(argument));
      Tensor tensor = TensorArgument.read(file, input);
      requireCount(file.toString(), tensor.rank() == 0 ? 0 : tensor.dimension(0));
      samples.put(input.name(), tensor);
    }
    return CalibrationData.of(samples, count, CalibrationData.DEFAULT_BATCH);
  }

  /// The file of `NAME=FILE`.
  private static String after(String argument) {
    return argument.substring(argument.indexOf('=') + 1);
  }

  private ImageSet bundled(ModelSource source) throws IOException {
    if (source.bundled().isEmpty()) {
      throw new ParameterException(
          spec.commandLine(),
          "--calibration: missing (expected: representative inputs of " + source.name() + ")");
    }
    return source.bundled().get().calibration().images();
  }

  private CalibrationData fromArray(Value input, Path file) throws IOException {
    Tensor samples = TensorArgument.read(file, input);
    if (samples.type() != DataType.FLOAT || samples.rank() < 2) {
      throw new InvalidDataException(
          file.toString(), samples + " (expected: float32 or float64 with one sample per row)");
    }
    requireCount(file.toString(), samples.dimension(0));
    return CalibrationData.of(Map.of(input.name(), samples), count, CalibrationData.DEFAULT_BATCH);
  }

  private void requireCount(String name, int available) {
    OptionRule.require(
        spec,
        "--calibration-n",
        count,
        count >= 1 && count <= available,
        "in [1, %d], as %s holds".formatted(available, name));
  }
}
