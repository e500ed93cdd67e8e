package io.bytelane.models.plan;

import io.bytelane.models.graph.DataType;
import io.bytelane.models.graph.Node;
import io.bytelane.models.pass.FusedActivation;
import io.bytelane.quant.QuantParams;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Proposes the groups that end at a node, the largest first.
///
/// Walking back from the last node, a group takes in a QuantizeLinear, an activation before it and
/// an Add of a constant before that, each as long as nobody else reads the value in between. The
/// node then reached is the core. Its operands are read as levels where a DequantizeLinear makes
/// them. Groups that form one operation, such as a layer normalization written as nine nodes, are
/// proposed before all others.
final class GroupMatcher {
  private final PlanFacts facts;

  GroupMatcher(PlanFacts facts) {
    this.facts = facts;
  }

  /// The groups that end at `last`; the last one is the node alone.
  List<NodeGroup> candidates(Node last) {
    List<NodeGroup> found = new ArrayList<>();
    LayerNormParts.find(last, facts).ifPresent(found::add);
    GeluParts.find(last, facts).ifPresent(found::add);
    ProductParts.find(last, facts).ifPresent(found::add);
    CastParts.find(last, facts).ifPresent(found::add);
    if (last.is("QuantizeLinear") && facts.scalarParams(last).isPresent()) {
      QuantParams params = facts.scalarParams(last).orElseThrow();
      before(last)
          .ifPresent(
              node -> {
                for (Body body : bodies(node)) {
                  levels(body, List.of(last), params).ifPresent(found::add);
                }
              });
    } else {
      for (Body body : bodies(last)) {
        levels(body, List.of(), null).ifPresent(found::add);
        if (body.absorbs()) {
          found.add(floats(body));
        }
      }
    }
    found.add(NodeGroup.single(last));
    return found;
  }

  /// A core with what the group absorbs behind it, without quantization.
  private record Body(Node core, Node add, String bias, FusedActivation activation) {
    boolean absorbs() {
      return add != null || activation != null;
    }

    List<Node> nodes() {
      List<Node> nodes = new ArrayList<>(List.of(core));
      if (add != null) {
        nodes.add(add);
      }
      if (activation != null) {
        nodes.add(activation.node());
      }
      return nodes;
    }
  }

  private List<Body> bodies(Node last) {
    List<Body> bodies = new ArrayList<>();
    FusedActivation activation = FusedActivation.of(facts.graph(), last).orElse(null);
    if (activation != null) {
      before(last).ifPresent(node -> addBodies(bodies, node, activation));
    }
    addBodies(bodies, last, null);
    return bodies;
  }

  private void addBodies(List<Body> bodies, Node last, FusedActivation activation) {
    if (last.is("Add")) {
      for (int side = 0; side < 2; side++) {
        String sum = last.input(side);
        String bias = last.input(1 - side);
        Node core = facts.graph().producer(sum).orElse(null);
        if (core != null && core.is("MatMul") && facts.isPrivate(sum) && facts.isConstant(bias)) {
          bodies.add(new Body(core, last, bias, activation));
        }
      }
    }
    bodies.add(new Body(last, null, null, activation));
  }

  /// The node before `last` whose first output, or whichever part of a split, only `last` reads.
  private Optional<Node> before(Node last) {
    String value = last.input(0);
    return facts
        .graph()
        .producer(value)
        .filter(
            node -> facts.isPrivate(value) && (node.output(0).equals(value) || node.is("Split")));
  }

  private static NodeGroup floats(Body body) {
    NodeGroup single = NodeGroup.single(body.core());
    List<Node> nodes = body.nodes();
    return new NodeGroup(
        body.core(),
        nodes,
        single.operands(),
        body.bias(),
        body.activation(),
        nodes.getLast().output(0),
        null);
  }

  /// The group that reads levels, empty where an operand that depends on input data is no
  /// dequantized value.
  private Optional<NodeGroup> levels(Body body, List<Node> behind, QuantParams outputParams) {
    List<Operand> operands = new ArrayList<>();
    boolean any = false;
    for (String input : body.core().inputs()) {
      if (input.isEmpty() || facts.isConstant(input)) {
        operands.add(new Operand(input, null));
        continue;
      }
      Operand operand = dequantized(input);
      if (operand == null) {
        return Optional.empty();
      }
      operands.add(operand);
      any = true;
    }
    if (!any) {
      return Optional.empty();
    }
    List<Node> nodes = body.nodes();
    nodes.addAll(behind);
    return Optional.of(
        new NodeGroup(
            body.core(),
            nodes,
            operands,
            body.bias(),
            body.activation(),
            nodes.getLast().output(0),
            outputParams));
  }

  private Operand dequantized(String value) {
    Node node = facts.graph().producer(value).orElse(null);
    if (node == null
        || !node.is("DequantizeLinear")
        || facts.traced(value).type() != DataType.FLOAT
        || !facts.isStored(node.input(0))) {
      return null;
    }
    return facts.scalarParams(node).map(params -> new Operand(node.input(0), params)).orElse(null);
  }
}
