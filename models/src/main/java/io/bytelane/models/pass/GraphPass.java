package io.bytelane.models.pass;

import io.bytelane.models.graph.Graph;

/// A rewrite of a graph that keeps what the graph computes. Stateless and thread-safe.
@FunctionalInterface
public interface GraphPass {
  /// Rewrites a graph.
  ///
  /// @param graph the graph; not changed
  /// @param log takes remarks on what was left alone
  /// @return the rewritten graph, or the same one where there was nothing to do
  /// @throws io.bytelane.models.graph.InvalidModelException if the graph breaks a rule of the
  ///     operators that the pass looks at
  Graph apply(Graph graph, PassLog log);
}
