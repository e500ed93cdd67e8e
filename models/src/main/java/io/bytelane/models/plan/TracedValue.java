package io.bytelane.models.plan;

import io.bytelane.models.graph.DataType;
import io.bytelane.models.graph.Tensor;

/// What is known of a value before a run.
///
/// @param type element type
/// @param shape its shape for the traced input shapes
/// @param content its elements where they do not depend on input data, otherwise null
/// @param perBatch whether the leading dimension grows with the batch and nothing else does
@SuppressWarnings("ArrayRecordComponent") // not compared, not shared beyond the package
record TracedValue(DataType type, int[] shape, Tensor content, boolean perBatch) {
  static TracedValue constant(Tensor tensor) {
    return new TracedValue(tensor.type(), tensor.shape(), tensor, false);
  }

  static TracedValue of(DataType type, int... shape) {
    return new TracedValue(type, shape, null, true);
  }

  boolean isConstant() {
    return content != null;
  }

  int rank() {
    return shape.length;
  }

  /// Bytes of a tensor of this type and shape.
  ///
  /// @throws io.bytelane.models.graph.InvalidModelException if it has too many elements
  long bytes() {
    return (long) Tensor.elementCount(shape) * Math.max(8, type.bits()) / 8;
  }

  /// The elements, zeros where they are not known.
  Tensor sample() {
    return content != null ? content : Tensor.zeros(type, shape);
  }
}
