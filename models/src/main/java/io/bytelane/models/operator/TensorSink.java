package io.bytelane.models.operator;

import io.bytelane.models.graph.DataType;
import io.bytelane.models.graph.Tensor;

/// Fills a new tensor element by element, whatever its type.
final class TensorSink {
  private final DataType type;
  private final int[] shape;
  private final Object array;

  /// Allocates the tensor, after the call has checked its size.
  TensorSink(Invocation call, DataType type, int... shape) {
    call.count(type, shape);
    this.type = type;
    this.shape = shape;
    this.array = Tensor.zeros(type, shape).array();
  }

  /// Stores a float of 4 or 8 bits, rounded half to even.
  void setNarrow(int index, double value, boolean saturate) {
    ((byte[]) array)[index] = type.narrowFloat().encode(value, saturate);
  }

  /// Stores an integer, reduced modulo 2^bits; bool becomes 0 or 1.
  void setLong(int index, long value) {
    switch (array) {
      case byte[] data -> data[index] = narrow(value);
      case short[] data -> data[index] = (short) value;
      case int[] data -> data[index] = (int) value;
      case long[] data -> data[index] = value;
      default -> setDouble(index, (double) value);
    }
  }

  private byte narrow(long value) {
    if (type == DataType.BOOL) {
      return (byte) (value != 0 ? 1 : 0);
    }
    int shift = 64 - type.bits();
    return (byte) (type.isUnsigned() ? value << shift >>> shift : value << shift >> shift);
  }

  /// Stores a float, rounded to the type half to even.
  void setDouble(int index, double value) {
    switch (type) {
      case FLOAT -> ((float[]) array)[index] = (float) value;
      case DOUBLE -> ((double[]) array)[index] = value;
      case FLOAT16 -> ((short[]) array)[index] = FloatFormat.toFloat16(value);
      case BFLOAT16 -> ((short[]) array)[index] = FloatFormat.toBfloat16(value);
      default -> throw new IllegalStateException("type: " + type + " (expected: a float type)");
    }
  }

  Tensor tensor() {
    return Tensor.ofArray(type, shape, array);
  }
}
