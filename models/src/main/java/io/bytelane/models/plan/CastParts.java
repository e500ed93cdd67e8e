package io.bytelane.models.plan;

import io.bytelane.models.graph.DataType;
import io.bytelane.models.graph.Node;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A Cast of integers to floats, as attention masks begin, together with the operators before it
/// that only give the integers another shape.
///
/// @param source the integers
record CastParts(String source) implements Fusion {
  private static final String[] SHAPERS = {"Unsqueeze", "Squeeze", "Reshape", "Flatten"};
  private static final Set<DataType> INTEGERS = Set.of(DataType.S64, DataType.S32, DataType.BOOL);

  /// Reads the group that ends at a node.
  static Optional<NodeGroup> find(Node last, PlanFacts facts) {
    if (!last.is("Cast") || last.intAttribute("to", 0) != DataType.FLOAT.code()) {
      return Optional.empty();
    }
    PatternReader reader = new PatternReader(facts);
    reader.producer(last.output(0), "Cast");
    String source = last.input(0);
    Node shaper = reader.producer(source, SHAPERS);
    while (shaper != null) {
      source = shaper.input(0);
      shaper = reader.producer(source, SHAPERS);
    }
    TracedValue known = facts.traced(source);
    return !known.isConstant() && INTEGERS.contains(known.type())
        ? Optional.of(reader.group(last, List.of(source), new CastParts(source)))
        : Optional.empty();
  }
}
