package io.bytelane.models.plan;

import io.bytelane.models.graph.DataType;
import io.bytelane.models.graph.Tensor;

/// A value of the graph with its place in memory.
///
/// @param name the value's name
/// @param type its element type
/// @param shape its shape at batch size 1; in a region that grows with the batch the leading
///     dimension does too
/// @param order how its elements lie
/// @param region where they lie; several values may share one, as a reshaped value does
@SuppressWarnings("ArrayRecordComponent") // not compared, not shared beyond the package
record PlannedValue(String name, DataType type, int[] shape, StorageOrder order, Region region) {
  int leading() {
    return shape.length == 0 ? 1 : shape[0];
  }

  int unitSize() {
    return Tensor.elementCount(shape);
  }

  /// The first element in the arrays of a frame.
  int at(Frame frame) {
    return region.offset() * frame.batch();
  }

  /// The shape at the batch size of a frame.
  int[] shapeAt(Frame frame) {
    int[] actual = shape.clone();
    if (actual.length > 0) {
      actual[0] *= frame.batch();
    }
    return actual;
  }
}
