package io.bytelane.models.plan;

import io.bytelane.models.graph.Node;
import io.bytelane.models.pass.FusedActivation;
import io.bytelane.quant.QuantParams;
import java.util.List;

/// Nodes that become one step: an operator with the nodes around it that the step absorbs.
///
/// @param core the operator
/// @param nodes the core and what follows it, in order; dequantization before it is not listed
/// @param operands one per input of the core; null where an optional input is left out
/// @param bias the value that an Add after the core adds, null without one
/// @param activation the clamp after the core, null without one
/// @param output the value that the last node writes
/// @param outputParams how the output is quantized, null where it is not
/// @param fusion what the nodes compute together, null where the core says it
record NodeGroup(
    Node core,
    List<Node> nodes,
    List<Operand> operands,
    String bias,
    FusedActivation activation,
    String output,
    QuantParams outputParams,
    Fusion fusion) {
  NodeGroup {
    nodes = List.copyOf(nodes);
  }

  /// A group whose core says what is computed.
  NodeGroup(
      Node core,
      List<Node> nodes,
      List<Operand> operands,
      String bias,
      FusedActivation activation,
      String output,
      QuantParams outputParams) {
    this(core, nodes, operands, bias, activation, output, outputParams, null);
  }

  static NodeGroup single(Node node) {
    List<Operand> operands = node.inputs().stream().map(input -> new Operand(input, null)).toList();
    return new NodeGroup(node, List.of(node), operands, null, null, node.output(0), null);
  }

  boolean isCore(String operator) {
    return core.is(operator);
  }

  Operand operand(int index) {
    return operands.get(index);
  }

  /// Whether the operands that depend on input data are read as levels.
  boolean readsLevels() {
    return operands.getFirst().params() != null;
  }

  boolean writesLevels() {
    return outputParams != null;
  }

  /// Whether nothing but the core itself is in the group.
  boolean isSingle() {
    return nodes.size() == 1;
  }

  float low() {
    return activation == null ? Float.NEGATIVE_INFINITY : activation.low();
  }

  float high() {
    return activation == null ? Float.POSITIVE_INFINITY : activation.high();
  }
}
