package io.bytelane.models.pass;

import io.bytelane.models.graph.Graph;
import io.bytelane.models.operator.GraphInterpreter;
import java.util.List;

/// The sequences of passes in use.
public final class GraphPasses {
  private static final List<GraphPass> SIMPLIFICATION =
      List.of(
          new ConstantFolding(GraphInterpreter::evaluate),
          new IdentityRemoval(),
          new ReshapeSimplification(),
          new BatchNormFolding(),
          new ClampBeforeMaxPool());

  private GraphPasses() {}

  /// Simplifies a graph for planning and quantization: constants, nodes that do nothing, computed
  /// shapes, batch normalization.
  ///
  /// @param graph the graph; not changed
  /// @param log takes remarks on what was left alone
  /// @return an equivalent graph
  public static Graph simplify(Graph graph, PassLog log) {
    Graph simple = graph;
    for (GraphPass pass : SIMPLIFICATION) {
      simple = pass.apply(simple, log);
    }
    return simple;
  }
}
