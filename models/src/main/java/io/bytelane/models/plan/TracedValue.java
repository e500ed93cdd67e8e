package io.bytelane.models.plan;

import io.bytelane.models.graph.DataType;
import io.bytelane.models.graph.Tensor;
import java.util.Arrays;

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

  /// The elements. Where they are not known floats are one, which scales and variances may be, and
  /// integers zero, which indices may be.
  ///
  /// @param divisor whether integers are one as well
  Tensor sample(boolean divisor) {
    if (content != null) {
      return content;
    }
    Tensor zeros = Tensor.zeros(type, shape);
    switch (zeros.array()) {
      case float[] data -> Arrays.fill(data, 1);
      case double[] data -> Arrays.fill(data, 1);
      case short[] data when type == DataType.FLOAT16 || type == DataType.BFLOAT16 ->
          Arrays.fill(data, (short) (type == DataType.FLOAT16 ? 0x3C00 : 0x3F80));
      case byte[] data when divisor -> Arrays.fill(data, (byte) 1);
      case short[] data when divisor -> Arrays.fill(data, (short) 1);
      case int[] data when divisor -> Arrays.fill(data, 1);
      case long[] data when divisor -> Arrays.fill(data, 1);
      default -> {}
    }
    return zeros;
  }
}
