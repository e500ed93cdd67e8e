package io.bytelane.models.graph;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Orders nodes so that each comes after the nodes it needs; keeps the given order where it can.
final class TopologicalOrder {
  private TopologicalOrder() {}

  /// Orders nodes; depth first over an explicit stack, so that long chains do not exhaust the
  /// thread's own.
  static List<Node> of(Collection<Node> nodes, Map<String, Node> producers) {
    Map<String, Node> done = LinkedHashMap.newLinkedHashMap(nodes.size());
    Set<String> open = new HashSet<>();
    for (Node root : nodes) {
      Deque<Node> stack = new ArrayDeque<>();
      stack.push(root);
      while (!stack.isEmpty()) {
        Node node = stack.peek();
        if (done.containsKey(node.name())) {
          stack.pop();
        } else if (open.add(node.name())) {
          pushMissing(node, producers, done, open, stack);
        } else {
          open.remove(node.name());
          done.put(stack.pop().name(), node);
        }
      }
    }
    return new ArrayList<>(done.values());
  }

  private static void pushMissing(
      Node node,
      Map<String, Node> producers,
      Map<String, Node> done,
      Set<String> open,
      Deque<Node> stack) {
    for (String input : node.inputs().reversed()) {
      Node needed = producers.get(input);
      if (needed == null || done.containsKey(needed.name())) {
        continue;
      }
      if (open.contains(needed.name())) {
        throw InvalidModelException.at(
            node, "input", input, "no cycle; it needs this node's own output");
      }
      stack.push(needed);
    }
  }
}
