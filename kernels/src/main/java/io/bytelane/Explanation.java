package io.bytelane;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Objects;

/// How one output of an operator came about, step by step, so that it can be computed again by
/// hand.
///
/// Explanations are made by the description of a layer ([FullyConnected.Builder#explain],
/// [Conv2d.Builder#explain], [TransposedConv2d.Builder#explain],
/// [DynamicFullyConnected.Builder#explain], [Int8Gemm.Builder#explain]), which still holds the
/// weights as they were given, and by operators without weights themselves
/// ([AveragePool2d#explain], [Add#explain], [Sub#explain], [Mul#explain], [Min#explain],
/// [Max#explain], [Quantize#explain]). They are computed from the formulas of the contract by plain
/// arithmetic, not by the kernels, and give the same bits as the operator.
///
/// Values are what the step has, without rounding beyond it: `Integer` and `Long` for levels and
/// sums, `Float` where the step is a float32 operation, `BigDecimal` for exact products of
/// fixed-point schemes. Immutable.
///
/// ```
/// fc1, row 0, output 1
///   products           sum of x * w over 3 products           -10000
///   input zero point   -(-128) * (sum of w = 30)                3840
///   weight zero point  -(0) * (sum of x = 0)                       0
///   both zero points   3 * -128 * 0                                0
///   bias               given, at scale input * weight             -7
///   accumulator        sum of the above                        -6167
///   multiplier         fl32(fl32(0.02 * 0.02) / 0.05)    0.007999999
///   product            fl32(float(-6167) * 0.007999999)   -49.335995
///   rounded            nearest, ties to even                     -49
///   with zero point    + 5                                       -44
///   level              clamped to [-128, 127]                    -44
///   real               fl32(float(-44 - 5) * 0.05)             -2.45
/// ```
///
/// @param output which output of which operator
/// @param steps the steps in order
public record Explanation(String output, List<Step> steps) {
  private static final MathContext SHOWN_DIGITS = new MathContext(17);

  /// One step.
  ///
  /// @param name what it computes; names are unique in an explanation
  /// @param formula how, with the numbers that enter
  /// @param value what comes out
  public record Step(String name, String formula, Number value) {
    /// Checks that nothing is missing.
    public Step {
      Objects.requireNonNull(name, "name");
      Objects.requireNonNull(formula, "formula");
      Objects.requireNonNull(value, "value");
    }
  }

  /// Copies the steps.
  ///
  /// @throws IllegalArgumentException if there is none
  public Explanation {
    Objects.requireNonNull(output, "output");
    steps = List.copyOf(steps);
    if (steps.isEmpty()) {
      throw new IllegalArgumentException("steps.size: 0 (expected: >= 1)");
    }
  }

  /// Returns the value of a step, such as `accumulator`.
  ///
  /// @throws IllegalArgumentException naming the steps that exist, if `name` is none
  public Number value(String name) {
    return steps.stream()
        .filter(step -> step.name.equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "name: "
                        + name
                        + " (expected: one of "
                        + steps.stream().map(Step::name).toList()
                        + ")"))
        .value;
  }

  /// Returns the explanation as a table: a line for the output, then one line for each step.
  @Override
  public String toString() {
    int names = steps.stream().mapToInt(step -> step.name.length()).max().orElse(0);
    int formulas = steps.stream().mapToInt(step -> step.formula.length()).max().orElse(0);
    int values = steps.stream().mapToInt(step -> text(step.value).length()).max().orElse(0);
    StringBuilder table = new StringBuilder(output).append('\n');
    for (Step step : steps) {
      String value = text(step.value);
      table
          .append("  ")
          .append(step.name)
          .append(" ".repeat(names - step.name.length() + 2))
          .append(step.formula)
          .append(" ".repeat(formulas - step.formula.length() + 2 + values - value.length()))
          .append(value)
          .append('\n');
    }
    return table.toString();
  }

  private static String text(Number value) {
    return value instanceof BigDecimal exact
        ? exact.round(SHOWN_DIGITS).stripTrailingZeros().toString()
        : value.toString();
  }
}
