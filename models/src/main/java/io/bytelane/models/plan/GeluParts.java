package io.bytelane.models.plan;

import io.bytelane.models.graph.Node;
import java.util.List;
import java.util.Optional;

/// Gelu as exporters write it for older opsets: `x * (1 + erf(x / sqrt(2))) * 0.5`, in any order of
/// the factors.
///
/// @param input the argument
record GeluParts(String input) implements Fusion {
  private static final float TOLERANCE = 1e-5f;

  /// Reads the group that ends at a node.
  static Optional<NodeGroup> find(Node last, PlanFacts facts) {
    if (!last.is("Mul")) {
      return Optional.empty();
    }
    for (int side = 0; side < 2; side++) {
      for (int inner = 0; inner < 2; inner++) {
        PatternReader reader = new PatternReader(facts);
        reader.producer(last.output(0), "Mul");
        String input = argument(reader, facts, last, side, inner);
        if (input != null && facts.isStoredFloat(input)) {
          return Optional.of(reader.group(last, List.of(input), new GeluParts(input)));
        }
      }
    }
    return Optional.empty();
  }

  /// The last product has three factors: x, the half, and one plus the error function. `side` says
  /// where the product of two of them is, `inner` which of its inputs is looked at first.
  private static String argument(
      PatternReader reader, PlanFacts facts, Node last, int side, int inner) {
    Node product = reader.producer(last.input(side), "Mul");
    if (product == null) {
      return null;
    }
    String[] factors = {product.input(inner), product.input(1 - inner), last.input(1 - side)};
    // The sum is either the first factor of the inner product or the factor outside it.
    for (int sum = 0; sum < 3; sum += 2) {
      Node add = reader.producer(factors[sum], "Add");
      String x = factors[sum == 0 ? 1 : 0];
      String half = factors[sum == 0 ? 2 : 1];
      if (add != null && isScalar(facts, half, 0.5f)) {
        return hasError(reader, facts, add, x) ? x : null;
      }
      // The half may be inside and x outside.
      if (add != null && isScalar(facts, x, 0.5f)) {
        return hasError(reader, facts, add, half) ? half : null;
      }
    }
    return null;
  }

  /// Whether `add` is 1 plus the error function of `x / sqrt(2)`.
  private static boolean hasError(PatternReader reader, PlanFacts facts, Node add, String x) {
    int one = reader.scalarSide(add);
    if (one < 0 || !isScalar(facts, add.input(one), 1f)) {
      return false;
    }
    Node erf = reader.producer(add.input(1 - one), "Erf");
    Node scaled = erf == null ? null : reader.producer(erf.input(0), "Div", "Mul");
    if (scaled == null) {
      return false;
    }
    float root = (float) Math.sqrt(2);
    if (scaled.is("Div")) {
      return scaled.input(0).equals(x) && isScalar(facts, scaled.input(1), root);
    }
    int factor = reader.scalarSide(scaled);
    return factor >= 0
        && scaled.input(1 - factor).equals(x)
        && isScalar(facts, scaled.input(factor), 1 / root);
  }

  private static boolean isScalar(PlanFacts facts, String value, float expected) {
    Float scalar = facts.floatScalar(value);
    return scalar != null && Math.abs(scalar - expected) <= TOLERANCE * expected;
  }
}
