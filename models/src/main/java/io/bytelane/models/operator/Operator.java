package io.bytelane.models.operator;

import io.bytelane.models.graph.Tensor;
import java.util.List;

/// Computes the outputs of one node from its inputs. Stateless and thread-safe.
@FunctionalInterface
public interface Operator {
  /// Evaluates a node.
  ///
  /// @param call the node with its inputs
  /// @return the outputs in the node's order; may be longer than the node's list
  List<Tensor> evaluate(Invocation call);
}
