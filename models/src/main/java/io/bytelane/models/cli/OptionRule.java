package io.bytelane.models.cli;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/// Checks of an option's value: what breaks a rule is bad usage, told as `option: value (expected:
/// rule)`.
final class OptionRule {
  private OptionRule() {}

  /// Throws the usage error of an option unless its value keeps the rule.
  ///
  /// @param spec the command of the option
  /// @param option the name of the option, dashes included
  /// @param value what the user gave
  /// @param kept whether the value keeps the rule
  /// @param rule the rule, in words
  static void require(CommandSpec spec, String option, Object value, boolean kept, String rule) {
    if (!kept) {
      throw new ParameterException(spec.commandLine(), text(option, value, rule));
    }
  }

  /// The sentence for a value that breaks a rule.
  static String text(String option, Object value, String rule) {
    return "%s: %s (expected: %s)".formatted(option, value, rule);
  }

  /// What texts an option of a type takes, empty where every text will do.
  static String ofType(Class<?> type) {
    if (type.isEnum()) {
      return Arrays.stream(type.getEnumConstants())
          .map(constant -> constant.toString().toLowerCase(Locale.ROOT))
          .collect(Collectors.joining(", ", "one of ", ""));
    }
    if (type == int.class || type == Integer.class) {
      return "a whole number";
    }
    return type == double.class || type == Double.class ? "a number" : "";
  }

  /// Throws the usage error of an option that counts something unless it counts at least `least`.
  static void requireAtLeast(CommandSpec spec, String option, int value, int least) {
    require(spec, option, value, value >= least, ">= " + least);
  }
}
