package io.bytelane.models.ptq;

import io.bytelane.models.graph.Node;
import java.util.List;

/// A node that is to compute on levels, with what it reads and writes.
///
/// @param node the node
/// @param layer its weights and bias, null where it has none
/// @param inputs the values that it reads as levels
/// @param last the last node of what it is fused with: its bias, its activation, or the node itself
/// @param keepsParams whether the output has the parameters of the first input
record QuantizedNode(
    Node node, LinearLayer layer, List<String> inputs, Node last, boolean keepsParams) {
  String output() {
    return last.output(0);
  }
}
