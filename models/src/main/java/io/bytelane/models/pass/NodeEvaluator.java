package io.bytelane.models.pass;

import io.bytelane.models.graph.Node;
import io.bytelane.models.graph.Tensor;
import java.util.List;

/// Computes one node. Thread-safe.
@FunctionalInterface
public interface NodeEvaluator {
  /// Computes the outputs of a node.
  ///
  /// @param node the node
  /// @param inputs its inputs in order; null where an optional one is left out
  /// @return its outputs in order
  /// @throws io.bytelane.models.graph.ModelException if the node is not supported, or its inputs do
  ///     not fit
  List<Tensor> evaluate(Node node, List<Tensor> inputs);
}
