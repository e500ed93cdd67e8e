package io.bytelane.models.pass;

import io.bytelane.models.graph.Graph;
import io.bytelane.models.graph.GraphBuilder;
import io.bytelane.models.graph.Node;
import io.bytelane.models.graph.Tensor;
import io.bytelane.models.graph.UnsupportedModelException;
import io.bytelane.models.operator.MemoryBudget;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Computes nodes that depend on constants alone, once.
///
/// DequantizeLinear stays: the int8 constant before it is what a plan wants, and four times
/// smaller. Nodes that draw random numbers stay as well.
public final class ConstantFolding implements GraphPass {
  private static final Set<String> KEPT =
      Set.of(
          "DequantizeLinear",
          "RandomNormal",
          "RandomUniform",
          "RandomNormalLike",
          "RandomUniformLike",
          "Multinomial",
          "Bernoulli");

  private final NodeEvaluator evaluator;

  /// Creates the pass.
  ///
  /// @param evaluator computes the nodes
  public ConstantFolding(NodeEvaluator evaluator) {
    this.evaluator = evaluator;
  }

  @Override
  public Graph apply(Graph graph, PassLog log) {
    GraphBuilder builder = graph.toBuilder();
    boolean changed = false;
    MemoryBudget budget = new MemoryBudget();
    // The order of the graph: what one node folds to is constant for the next.
    for (Node node : graph.nodes()) {
      if (!isConstant(builder, node)) {
        continue;
      }
      try {
        replace(builder, node, evaluator.evaluate(node, constants(builder, node)), budget);
        changed = true;
      } catch (UnsupportedModelException e) {
        // Whoever runs the graph reports it, if the node is needed at all.
        log.left(node, e.getMessage());
      }
    }
    return changed ? builder.removeDead().build() : graph;
  }

  private static boolean isConstant(GraphBuilder graph, Node node) {
    return node.domain().isEmpty()
        && !KEPT.contains(node.operator())
        && node.inputs().stream()
            .allMatch(input -> input.isEmpty() || graph.constant(input).isPresent());
  }

  private static List<Tensor> constants(GraphBuilder graph, Node node) {
    List<Tensor> tensors = new ArrayList<>();
    for (String input : node.inputs()) {
      tensors.add(input.isEmpty() ? null : graph.constant(input).orElseThrow());
    }
    return tensors;
  }

  private static void replace(
      GraphBuilder graph, Node node, List<Tensor> results, MemoryBudget budget) {
    for (int i = 0; i < node.outputs().size(); i++) {
      budget.keep(node, results.get(i));
    }
    graph.remove(node);
    for (int i = 0; i < node.outputs().size(); i++) {
      if (!node.output(i).isEmpty()) {
        graph.initializer(node.output(i), results.get(i));
      }
    }
  }
}
