package io.bytelane.models.operator;

import io.bytelane.models.graph.Node;
import io.bytelane.models.graph.Shape;
import io.bytelane.models.graph.Tensor;
import io.bytelane.models.graph.UnsupportedModelException;
import java.util.IdentityHashMap;

/// Bounds the memory that evaluating a network may take, so that a broken or hostile file ends in
/// an error that names the node instead of exhausting the heap.
///
/// One tensor may have [#OUTPUT_RATIO] times the bytes of the node's inputs and always
/// [#FREE_OUTPUT_BYTES], but no more than 1 GiB or a quarter of the heap. All tensors alive at once
/// may have half the heap. Mutable, for one thread.
public final class MemoryBudget {
  private static final long HEAP_BYTES = Runtime.getRuntime().maxMemory();

  /// Bytes of the largest tensor that a node makes or that lies outside a model's file.
  public static final long MAX_TENSOR_BYTES = Math.min(1L << 30, HEAP_BYTES / 4);

  /// Bytes that a node may make out of nothing.
  static final long FREE_OUTPUT_BYTES = 1L << 28;

  /// Bytes that a node may make of one byte of its inputs beyond that: more than any network
  /// enlarges an image or repeats a row.
  static final int OUTPUT_RATIO = 64;

  /// Bytes of all tensors alive at once, and of all constants of a file.
  public static final long MAX_LIVE_BYTES = HEAP_BYTES / 2;

  /// Bytes of a file that is read as a whole; what is made of it needs its bytes twice more.
  public static final long MAX_FILE_BYTES = Math.min(Integer.MAX_VALUE - 8L, HEAP_BYTES / 3);

  private final IdentityHashMap<Object, Integer> owners = new IdentityHashMap<>();
  private long liveBytes;

  /// Creates an empty budget.
  public MemoryBudget() {}

  /// Returns the bytes that an output may have.
  ///
  /// @param inputBytes bytes of all inputs of the node
  static long outputLimit(long inputBytes) {
    return Math.min(MAX_TENSOR_BYTES, Math.max(FREE_OUTPUT_BYTES, OUTPUT_RATIO * inputBytes));
  }

  /// Returns the bytes of a tensor on the heap.
  ///
  /// @param tensor any tensor
  static long bytes(Tensor tensor) {
    return (long) tensor.size() * Math.max(8, tensor.type().bits()) / 8;
  }

  /// Counts a result as alive; tensors over one array count once.
  ///
  /// @param node the node that made it
  /// @param tensor the result
  /// @throws UnsupportedModelException if all that is alive takes more than half the heap
  public void keep(Node node, Tensor tensor) {
    if (owners.merge(tensor.array(), 1, Integer::sum) == 1) {
      liveBytes += bytes(tensor);
    }
    if (liveBytes > MAX_LIVE_BYTES) {
      throw UnsupportedModelException.at(
          node,
          "bytes of all values",
          liveBytes + " with output " + Shape.of(tensor.shape()),
          "at most half the heap, " + MAX_LIVE_BYTES);
    }
  }

  /// Counts a result as let go.
  ///
  /// @param tensor a tensor that was kept; null or any other is ignored
  void release(Tensor tensor) {
    if (tensor == null || !owners.containsKey(tensor.array())) {
      return;
    }
    if (owners.merge(tensor.array(), -1, Integer::sum) == 0) {
      owners.remove(tensor.array());
      liveBytes -= bytes(tensor);
    }
  }
}
