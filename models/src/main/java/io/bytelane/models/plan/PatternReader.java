package io.bytelane.models.plan;

import io.bytelane.models.graph.Node;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;

/// Walks back over nodes that belong together and keeps those it met, last one first.
final class PatternReader {
  private final PlanFacts facts;
  private final List<Node> nodes = new ArrayList<>();

  PatternReader(PlanFacts facts) {
    this.facts = facts;
  }

  /// The node of one of `operators` that makes a value, null where there is none.
  Node producer(String value, String... operators) {
    Node node = facts.graph().producer(value).orElse(null);
    if (node == null || !node.domain().isEmpty()) {
      return null;
    }
    for (String operator : operators) {
      if (node.is(operator) && node.output(0).equals(value)) {
        nodes.add(node);
        return node;
      }
    }
    return null;
  }

  /// As [#producer], for a value that nobody else reads.
  Node privateProducer(String value, String... operators) {
    return facts.isPrivate(value) ? producer(value, operators) : null;
  }

  /// The side of a node with two inputs that is a float constant of one element, -1 without one.
  int scalarSide(Node node) {
    for (int side = 0; side < 2; side++) {
      if (facts.floatScalar(node.input(side)) != null) {
        return side;
      }
    }
    return -1;
  }

  /// The group of the nodes that were met.
  ///
  /// @param inputs what the group reads
  NodeGroup group(Node core, List<String> inputs, Fusion fusion) {
    List<Operand> operands = inputs.stream().map(input -> new Operand(input, null)).toList();
    List<Node> inOrder = new ArrayList<>(new LinkedHashSet<>(nodes.reversed()));
    String output = nodes.getFirst().output(0);
    return new NodeGroup(core, inOrder, operands, null, null, output, null, fusion);
  }
}
