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

/// Forms at the edges: no elements, no dimensions, one element, more dimensions than images have,
/// zero points and scales for each row or column.
final class EdgeForms {
  private EdgeForms() {}

  static List<OpsetForm> all() {
    List<OpsetForm> forms = new ArrayList<>();
    empty(forms);
    scalars(forms);
    dimensions(forms);
    resizes(forms);
    zeroPoints(forms);
    outputTypes(forms);
    return forms;
  }

  private static void empty(List<OpsetForm> forms) {
    forms.add(form("Add", 7, 21).in(floats(0, 3), floats(3)));
    forms.add(form("Relu", 7, 21).in(floats(2, 0)));
    forms.add(form("Softmax", 13, 21).in(floats(0, 3)));
    forms.add(form("Concat", 7, 21).with("axis", 1).in(floats(2, 0), floats(2, 3)));
    forms.add(form("Transpose", 7, 21).in(floats(2, 0, 3)));
    forms.add(form("MatMul", 9, 21).in(floats(0, 3), floats(3, 2)));
    forms.add(form("Gather", 7, 21).in(floats(4, 3), Tensor.zeros(DataType.S64, 0)));
    forms.add(form("Expand", 8, 21).in(floats(1, 3), Tensor.vector(0, 3)));
    forms.add(form("ReduceSum", 13, 21).with("keepdims", 0).in(floats(0, 3), Tensor.vector(0)));
    forms.add(form("Slice", 10, 21).in(floats(3, 4), Tensor.vector(2), Tensor.vector(2)));
    forms.add(form("Cast", 9, 21).with("to", DataType.S32.code()).in(floats(0)));
  }

  private static void scalars(List<OpsetForm> forms) {
    Tensor one = Tensor.scalar(-1.5f);
    for (String operator : List.of("Relu", "Sigmoid", "Abs", "Exp", "Neg", "Identity")) {
      forms.add(form(operator, 7, 21).in(one));
    }
    forms.add(form("Mul", 7, 21).in(one, Tensor.scalar(3)));
    forms.add(form("Mul", 7, 21).in(one, floats(2, 3)));
    forms.add(form("Unsqueeze", 13, 21).in(one, Tensor.vector(0, 1)));
    forms.add(form("Reshape", 7, 21).in(floats(1, 1), Tensor.vector()));
    forms.add(form("ReduceMax", 18, 21).with("keepdims", 0).in(floats(2, 3)));
    forms.add(form("ReduceMean", 18, 21).with("keepdims", 0).in(floats(5)));
    forms.add(form("ReduceSum", 13, 21).with("noop_with_empty_axes", 1).in(floats(2, 3)));
    forms.add(form("ArgMax", 13, 21).with("keepdims", 0).in(floats(5)));
    forms.add(form("MatMul", 9, 21).in(floats(4), floats(4)));
    forms.add(form("Gather", 11, 21).in(floats(4), scalar(DataType.S64, -1)));
    forms.add(form("Flatten", 9, 21).with("axis", 0).in(floats(3)));
    forms.add(form("Where", 9, 21).in(scalar(DataType.BOOL, 1), floats(2), floats(3, 1)));
    forms.add(form("Clip", 13, 21).in(one, Tensor.scalar(-1), Tensor.scalar(1)));
    forms.add(form("Equal", 11, 21).in(one, floats(3)));
  }

  private static void dimensions(List<OpsetForm> forms) {
    Tensor volume = floats(1, 2, 4, 5, 3);
    forms.add(form("MaxPool", 10, 21).list("kernel_shape", 2, 2, 2).in(volume));
    forms.add(
        form("AveragePool", 10, 21)
            .list("kernel_shape", 2, 3, 2)
            .list("strides", 2, 1, 1)
            .list("pads", 1, 0, 0, 0, 1, 1)
            .in(volume));
    forms.add(form("GlobalAveragePool", 7, 21).in(volume));
    forms.add(form("GlobalAveragePool", 7, 21).in(floats(2, 3, 5)));
    forms.add(form("GlobalMaxPool", 7, 21).in(floats(2, 3, 5)));
    forms.add(
        form("ConvTranspose", 7, 21)
            .list("strides", 2, 1, 2)
            .in(floats(1, 2, 2, 3, 2), floats(2, 3, 2, 2, 3), floats(3)));
    forms.add(
        form("Conv", 7, 21)
            .with("auto_pad", "SAME_LOWER")
            .list("strides", 2)
            .in(floats(2, 3, 7), floats(4, 3, 4), floats(4)));
    forms.add(
        form("Conv", 7, 21)
            .with("group", 2)
            .list("dilations", 2, 3)
            .list("pads", 2, 3, 0, 4)
            .in(floats(2, 4, 7, 8), floats(6, 2, 3, 2), floats(6)));
    forms.add(form("Gemm", 9, 21).in(floats(3, 4), floats(4, 5), floats(1, 5)));
    forms.add(
        form("AveragePool", 10, 21)
            .list("kernel_shape", 3, 3)
            .list("strides", 3, 2)
            .with("ceil_mode", 1)
            .in(floats(1, 2, 7, 6)));
    forms.add(
        form("BatchNormalization", 9, 21)
            .in(volume, floats(2), floats(2), floats(2), Samples.positive(2)));
  }

  private static void resizes(List<OpsetForm> forms) {
    Tensor none = vector();
    for (String mode : List.of("nearest", "linear")) {
      forms.add(
          form("Resize", 13, 21).with("mode", mode).in(floats(1, 2, 5), none, vector(1, 1, 1.6f)));
      forms.add(
          form("Resize", 13, 21)
              .with("mode", mode)
              .with("coordinate_transformation_mode", "align_corners")
              .in(floats(1, 2, 4, 5), null, null, Tensor.vector(1, 2, 1, 3)));
      forms.add(
          form("Resize", 13, 21)
              .with("mode", mode)
              .with("coordinate_transformation_mode", "pytorch_half_pixel")
              .in(floats(1, 1, 4, 5), null, null, Tensor.vector(1, 1, 1, 7)));
      forms.add(
          form("Resize", 13, 21)
              .with("mode", mode)
              .in(floats(1, 1, 2, 3, 2), none, vector(1, 1, 2, 1.5f, 3)));
      forms.add(form("Resize", 13, 21).with("mode", mode).in(floats(3, 4), none, vector(2, 0.5f)));
    }
    forms.add(
        form("Resize", 13, 21)
            .with("mode", "cubic")
            .with("coordinate_transformation_mode", "align_corners")
            .in(floats(1, 1, 4, 5), null, null, Tensor.vector(1, 1, 7, 3)));
  }

  private static void zeroPoints(List<OpsetForm> forms) {
    Tensor left = whole(DataType.U8, 0, 250, 3, 4);
    Tensor right = whole(DataType.S8, -60, 120, 4, 2);
    forms.add(
        form("MatMulInteger", 10, 21)
            .in(left, right, scalar(DataType.U8, 7), whole(DataType.S8, -5, 9, 2)));
    forms.add(
        form("QLinearMatMul", 10, 21)
            .in(
                whole(DataType.S8, -100, 200, 2, 3, 4),
                Tensor.scalar(0.05f),
                scalar(DataType.S8, -9),
                right,
                vector(0.02f, 0.03f),
                whole(DataType.S8, 0, 1, 2),
                Tensor.scalar(0.3f),
                scalar(DataType.S8, 11)));
    forms.add(
        form("QLinearConv", 10, 21)
            .with("auto_pad", "SAME_UPPER")
            .with("group", 2)
            .list("strides", 2, 2)
            .in(
                whole(DataType.U8, 0, 250, 1, 4, 5, 6),
                Tensor.scalar(0.05f),
                scalar(DataType.U8, 120),
                whole(DataType.U8, 0, 200, 2, 2, 3, 3),
                Tensor.scalar(0.01f),
                scalar(DataType.U8, 99),
                Tensor.scalar(0.3f),
                scalar(DataType.U8, 3)));
    forms.add(
        form("ConvInteger", 10, 21)
            .with("auto_pad", "SAME_LOWER")
            .in(
                whole(DataType.U8, 0, 250, 1, 2, 5, 4),
                whole(DataType.U8, 0, 99, 2, 2, 2, 2),
                scalar(DataType.U8, 9),
                scalar(DataType.U8, 4)));
    Tensor constant = Tensor.of(new int[] {3}, new float[] {2, 2, 2});
    forms.add(form("DynamicQuantizeLinear", 11, 21).outputs(3).in(constant));
    forms.add(form("DynamicQuantizeLinear", 11, 21).outputs(3).in(vector(-3, -1)));
    forms.add(form("DynamicQuantizeLinear", 11, 21).outputs(3).in(vector(0, 0)));
  }

  /// Without a zero point the attribute alone names the type.
  private static void outputTypes(List<OpsetForm> forms) {
    Tensor x = floats(3, 4);
    for (DataType type : List.of(DataType.S16, DataType.U16, DataType.S4, DataType.U4)) {
      forms.add(
          form("QuantizeLinear", 21, 21)
              .with("output_dtype", type.code())
              .in(x, Tensor.scalar(type.bits() == 4 ? 0.3f : 0.0003f))
              .dequantized());
    }
  }
}
