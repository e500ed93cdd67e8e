package io.bytelane.models.plan;

import io.bytelane.Operator;
import io.bytelane.models.graph.Node;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/// Operators with packed weights, kept so that the plans of one network for several input shapes
/// share them. Thread-safe.
final class PreparedOperators {
  private final Map<Key, Operator> operators = new ConcurrentHashMap<>();

  /// What an operator depends on beside the network: the node, and the order of its input.
  private record Key(String node, StorageOrder order) {}

  /// The operator of a node, made at the first call.
  <T extends Operator> T get(Class<T> type, Node node, StorageOrder order, Supplier<T> maker) {
    return type.cast(operators.computeIfAbsent(new Key(node.name(), order), key -> maker.get()));
  }
}
