package io.bytelane.models.pass;

import io.bytelane.models.graph.Node;
import java.util.ArrayList;
import java.util.List;

/// Collects what passes have to say about nodes they left alone. Mutable, for one thread.
public final class PassLog {
  private final List<String> remarks = new ArrayList<>();

  /// Starts an empty log.
  public PassLog() {
    // Nothing to prepare.
  }

  /// Adds a remark.
  ///
  /// @param node the node that was left as it is
  /// @param reason why, in a few words
  public void left(Node node, String reason) {
    remarks.add(node.label() + ": left as it is: " + reason);
  }

  /// Returns the remarks.
  ///
  /// @return one sentence each, in the order in which they were made
  public List<String> remarks() {
    return List.copyOf(remarks);
  }
}
