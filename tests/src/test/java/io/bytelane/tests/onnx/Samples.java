package io.bytelane.tests.onnx;

import io.bytelane.models.graph.Attribute;
import io.bytelane.models.graph.DataType;
import io.bytelane.models.graph.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/// Small tensors with values that differ from each other, for examples of operators.
final class Samples {
  private Samples() {}

  /// Floats between -3 and 3, none of them twice in a row.
  static Tensor floats(int... shape) {
    float[] data = new float[Tensor.elementCount(shape)];
    for (int i = 0; i < data.length; i++) {
      data[i] = (i * 37 % 101 - 50) * 0.06f;
    }
    return Tensor.of(shape, data);
  }

  /// Floats between 0.5 and 3.5.
  static Tensor positive(int... shape) {
    float[] data = floats(shape).floats().clone();
    for (int i = 0; i < data.length; i++) {
      data[i] = 2 + data[i] / 2;
    }
    return Tensor.of(shape, data);
  }

  /// Integers from `low` on, `span` different ones in turn, of any type.
  static Tensor whole(DataType type, int low, int span, int... shape) {
    int[] values = new int[Tensor.elementCount(shape)];
    Arrays.setAll(values, i -> low + i * 5 % span);
    return tensor(type, shape, values);
  }

  static Tensor vector(float... values) {
    return Tensor.of(new int[] {values.length}, values);
  }

  /// A tensor of any type from integers.
  static Tensor tensor(DataType type, int[] shape, int... values) {
    Tensor wide = Tensor.of(DataType.S32, shape, values);
    return type == DataType.S32
        ? wide
        : Evaluation.one("Cast", 19, Map.of("to", Attribute.of(type.code())), wide);
  }

  static Tensor s32(int... values) {
    return Tensor.of(DataType.S32, new int[] {values.length}, values);
  }

  static Tensor scalar(DataType type, int value) {
    return tensor(type, new int[0], value);
  }

  static Tensor bools(int... shape) {
    byte[] data = new byte[Tensor.elementCount(shape)];
    for (int i = 0; i < data.length; i++) {
      data[i] = (byte) (i % 3 == 0 ? 1 : 0);
    }
    return Tensor.of(DataType.BOOL, shape, data);
  }

  /// A list of real attributes.
  static Attribute reals(float... values) {
    List<Float> list = new ArrayList<>();
    for (float value : values) {
      list.add(value);
    }
    return new Attribute.Reals(list);
  }
}
