package io.bytelane.tests.onnx;

import static io.bytelane.tests.onnx.OpsetForm.form;
import static io.bytelane.tests.onnx.Samples.floats;
import static io.bytelane.tests.onnx.Samples.scalar;
import static io.bytelane.tests.onnx.Samples.vector;
import static io.bytelane.tests.onnx.Samples.whole;

import io.bytelane.models.graph.DataType;
import io.bytelane.models.graph.Tensor;
import java.util.ArrayList;
import java.util.List;

/// Forms of QuantizeLinear, DequantizeLinear, DynamicQuantizeLinear and the QLinear operators.
final class QuantizationForms {
  private static final Tensor X = floats(3, 4, 2);

  private QuantizationForms() {}

  static List<OpsetForm> all() {
    List<OpsetForm> forms = new ArrayList<>();
    for (DataType type : List.of(DataType.S8, DataType.U8)) {
      perTensor(forms, type, 10);
      perAxis(forms, type, 13);
      perBlock(forms, type);
    }
    for (DataType type : List.of(DataType.S16, DataType.U16, DataType.S4, DataType.U4)) {
      perTensor(forms, type, 21);
      perAxis(forms, type, 21);
      perBlock(forms, type);
    }
    for (DataType type : List.of(DataType.FLOAT8E4M3FN, DataType.FLOAT8E5M2)) {
      perTensor(forms, type, 19);
    }
    rest(forms);
    layers(forms);
    return forms;
  }

  private static Tensor zeroPoint(DataType type, int... shape) {
    if (type.narrowFloat() != null) {
      return Samples.tensor(type, shape, new int[Tensor.elementCount(shape)]);
    }
    return whole(type, type.isUnsigned() ? 3 : -2, 4, shape);
  }

  private static Tensor levels(DataType type, int... shape) {
    int bits = Math.min(type.bits(), 8);
    int low = type.isUnsigned() || type.narrowFloat() != null ? 0 : -1 << (bits - 1);
    return whole(type, low, 1 << bits, shape);
  }

  private static float step(DataType type) {
    return type.bits() == 4 ? 0.3f : type.bits() == 16 ? 0.0003f : 0.02f;
  }

  private static void perTensor(List<OpsetForm> forms, DataType type, int since) {
    Tensor scale = Tensor.scalar(step(type));
    Tensor zero = zeroPoint(type);
    forms.add(form("QuantizeLinear", since, 21).in(X, scale, zero).dequantized());
    forms.add(form("DequantizeLinear", since, 21).in(levels(type, 3, 4, 2), scale, zero));
    forms.add(form("DequantizeLinear", since, 21).in(levels(type, 3, 4, 2), scale));
  }

  private static void perAxis(List<OpsetForm> forms, DataType type, int since) {
    float step = step(type);
    Tensor four = vector(step, 2 * step, 3 * step, 1.5f * step);
    forms.add(form("QuantizeLinear", since, 21).in(X, four, zeroPoint(type, 4)).dequantized());
    forms.add(
        form("QuantizeLinear", since, 21)
            .with("axis", -1)
            .in(X, vector(step, 2 * step), zeroPoint(type, 2))
            .dequantized());
    forms.add(
        form("DequantizeLinear", since, 21).in(levels(type, 3, 4, 2), four, zeroPoint(type, 4)));
    forms.add(
        form("DequantizeLinear", since, 21)
            .with("axis", 0)
            .in(levels(type, 3, 4, 2), vector(step, 2 * step, step), zeroPoint(type, 3)));
  }

  private static void perBlock(List<OpsetForm> forms, DataType type) {
    Tensor scale = Tensor.of(new int[] {3, 2, 2}, blockScales(step(type)));
    for (int block = 2; block <= 3; block++) {
      forms.add(
          form("QuantizeLinear", 21, 21)
              .with("axis", 1)
              .with("block_size", block)
              .in(X, scale, zeroPoint(type, 3, 2, 2))
              .dequantized());
      forms.add(
          form("DequantizeLinear", 21, 21)
              .with("axis", 1)
              .with("block_size", block)
              .in(levels(type, 3, 4, 2), scale, zeroPoint(type, 3, 2, 2)));
    }
  }

  private static float[] blockScales(float step) {
    float[] scales = new float[12];
    for (int i = 0; i < scales.length; i++) {
      scales[i] = step * (1 + i % 5);
    }
    return scales;
  }

  private static void rest(List<OpsetForm> forms) {
    Tensor scale = Tensor.scalar(0.03f);
    forms.add(form("QuantizeLinear", 10, 21).in(X, scale));
    for (DataType type : List.of(DataType.S8, DataType.U8)) {
      forms.add(form("QuantizeLinear", 21, 21).with("output_dtype", type.code()).in(X, scale));
    }
    forms.add(form("DequantizeLinear", 10, 21).in(whole(DataType.S32, -999, 2000, 7), scale));
    forms.add(
        form("DequantizeLinear", 13, 21)
            .with("axis", 0)
            .in(whole(DataType.S32, -999, 2000, 2, 5), vector(0.1f, 0.3f)));
    forms.add(
        form("QuantizeLinear", 19, 21)
            .in(
                Samples.tensor(DataType.FLOAT16, new int[] {4}, -20, 3, 5, 400),
                scalar(DataType.FLOAT16, 2),
                scalar(DataType.U8, 100))
            // ONNX Runtime rounds halves of float16 down.
            .expect(Samples.tensor(DataType.U8, new int[] {4}, 90, 102, 102, 255)));
    forms.add(
        form("DequantizeLinear", 19, 21)
            .in(levels(DataType.U8, 5), scalar(DataType.FLOAT16, 2), scalar(DataType.U8, 100)));
    forms.add(form("DynamicQuantizeLinear", 11, 21).outputs(3).in(X));
  }

  private static void layers(List<OpsetForm> forms) {
    Tensor step = Tensor.scalar(0.05f);
    Tensor zero = scalar(DataType.U8, 120);
    Tensor weightZero = Samples.tensor(DataType.S8, new int[] {2}, 0, 0);
    forms.add(
        form("QLinearConv", 10, 21)
            .list("pads", 1, 1, 1, 1)
            .in(
                levels(DataType.U8, 1, 3, 5, 5),
                step,
                zero,
                whole(DataType.S8, -60, 120, 2, 3, 3, 3),
                vector(0.02f, 0.01f),
                weightZero,
                Tensor.scalar(0.3f),
                scalar(DataType.U8, 99),
                Samples.s32(100, -200)));
    Tensor right = whole(DataType.S8, -60, 120, 4, 2);
    forms.add(
        form("QLinearMatMul", 10, 21)
            .in(
                levels(DataType.U8, 3, 4),
                step,
                zero,
                right,
                Tensor.scalar(0.02f),
                scalar(DataType.S8, 0),
                Tensor.scalar(0.3f),
                scalar(DataType.U8, 99)));
  }
}
