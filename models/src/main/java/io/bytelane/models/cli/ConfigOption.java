package io.bytelane.models.cli;

import io.bytelane.models.ptq.ConfigName;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// The option that names configurations to compare.
final class ConfigOption {
  @Option(
      names = "--configs",
      paramLabel = "CONFIG",
      split = ",",
      arity = "1..*",
      description = {
        "Configurations to compare with fp32_baseline: dynamic_int8, static_int8_per_tensor,"
            + " static_int8_per_channel (default: all)."
      })
  private List<String> ids;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  private ConfigOption() {}

  /// Returns the configurations, the baseline first and each once.
  List<ConfigName> get() {
    if (ids == null) {
      return List.of(ConfigName.values());
    }
    List<ConfigName> configs = new ArrayList<>(List.of(ConfigName.FP32_BASELINE));
    for (String id : ids) {
      ConfigName config = parse(spec, "--configs", id);
      if (!configs.contains(config)) {
        configs.add(config);
      }
    }
    return configs;
  }

  /// Opens the network to compare: a float one, unless it is to be measured as it is.
  ModelSource open(String model) throws IOException {
    ModelSource source = ModelSource.open(model);
    if (get().size() > 1) {
      source.requireFloat();
    }
    return source;
  }

  /// Returns the configuration with this id; an unknown one is bad usage of the option.
  static ConfigName parse(CommandSpec spec, String option, String id) {
    return ConfigName.find(id)
        .orElseThrow(
            () ->
                new ParameterException(
                    spec.commandLine(),
                    "%s: %s (expected: one of %s)".formatted(option, id, allIds())));
  }

  private static String allIds() {
    return Arrays.stream(ConfigName.values()).map(ConfigName::id).collect(Collectors.joining(", "));
  }
}
