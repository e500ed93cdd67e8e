package io.bytelane.tests.onnx;

import static io.bytelane.models.graph.Tensor.vector;
import static io.bytelane.tests.onnx.OpsetForm.form;
import static io.bytelane.tests.onnx.Samples.floats;
import static io.bytelane.tests.onnx.Samples.s32;
import static io.bytelane.tests.onnx.Samples.whole;

import io.bytelane.models.graph.Attribute;
import io.bytelane.models.graph.DataType;
import io.bytelane.models.graph.Tensor;
import java.util.ArrayList;
import java.util.List;

/// Forms of the operators that move elements or change shapes.
final class ShapeForms {
  private ShapeForms() {}

  static List<OpsetForm> all() {
    List<OpsetForm> forms = new ArrayList<>();
    squeezes(forms);
    splits(forms);
    slices(forms);
    pads(forms);
    others(forms);
    constants(forms);
    return forms;
  }

  private static void squeezes(List<OpsetForm> forms) {
    Tensor x = floats(1, 3, 1, 2);
    forms.add(form("Squeeze", 7, 12).list("axes", 0, 2).in(x));
    forms.add(form("Squeeze", 11, 12).list("axes", -2).in(x));
    forms.add(form("Squeeze", 7, 12).in(x));
    forms.add(form("Squeeze", 13, 21).in(x, vector(0, -2)));
    forms.add(form("Squeeze", 13, 21).in(x));
    forms.add(form("Squeeze", 13, 21).in(whole(DataType.S64, 0, 7, 1, 4), vector(0)));
    forms.add(form("Unsqueeze", 7, 12).list("axes", 2, 0).in(floats(3, 2)));
    forms.add(form("Unsqueeze", 11, 12).list("axes", -1, 0).in(floats(3, 2)));
    forms.add(form("Unsqueeze", 13, 21).in(floats(3, 2), vector(-1, 1)));
    forms.add(form("Flatten", 7, 8).with("axis", 2).in(floats(2, 3, 2)));
    forms.add(form("Flatten", 9, 21).with("axis", 0).in(whole(DataType.S32, 0, 7, 2, 3)));
    forms.add(form("Flatten", 11, 21).with("axis", -1).in(floats(2, 3, 2)));
    forms.add(form("Flatten", 7, 21).with("axis", 3).in(floats(2, 3, 2)));
    forms.add(form("Reshape", 7, 21).in(floats(2, 3, 2), vector(0, -1)));
    forms.add(form("Reshape", 14, 21).with("allowzero", 1).in(floats(0, 3), vector(3, 0)));
    forms.add(form("Transpose", 7, 21).in(floats(2, 3, 4)));
    forms.add(form("Transpose", 7, 21).list("perm", 1, 0, 2).in(floats(2, 3, 4)));
  }

  private static void splits(List<OpsetForm> forms) {
    Tensor x = floats(2, 6);
    forms.add(form("Split", 7, 12).with("axis", 1).outputs(3).in(x));
    forms.add(form("Split", 7, 12).with("axis", 1).list("split", 1, 5).outputs(2).in(x));
    forms.add(form("Split", 11, 12).with("axis", -1).list("split", 4, 2).outputs(2).in(x));
    forms.add(form("Split", 13, 17).with("axis", -1).outputs(2).in(x));
    forms.add(form("Split", 13, 21).with("axis", 1).outputs(3).in(x, vector(1, 3, 2)));
    forms.add(form("Split", 13, 21).with("axis", 1).outputs(3).in(x, vector(4, 0, 2)));
    forms.add(
        form("Split", 18, 21).with("axis", 1).with("num_outputs", 3).outputs(3).in(floats(2, 8)));
    forms.add(form("Split", 18, 21).with("num_outputs", 2).outputs(2).in(floats(3, 2)));
    forms.add(form("Split", 18, 21).with("num_outputs", 1).in(x));
  }

  private static void slices(List<OpsetForm> forms) {
    Tensor x = floats(4, 5, 3);
    forms.add(form("Slice", 7, 9).list("starts", 1, -2).list("ends", 9, 4).in(x));
    forms.add(
        form("Slice", 7, 9).list("axes", 2, 0).list("starts", 0, -3).list("ends", 2, -1).in(x));
    forms.add(form("Slice", 10, 21).in(x, vector(1, 0), vector(3, 100)));
    forms.add(form("Slice", 10, 21).in(x, vector(-1), vector(-100), vector(1), vector(-2)));
    forms.add(form("Slice", 10, 21).in(x, vector(0), vector(5), null, vector(2)));
    forms.add(form("Slice", 10, 21).in(x, s32(3), s32(0), s32(-2), s32(-1)));
    forms.add(form("Slice", 10, 21).in(x, vector(2), vector(2), vector(0)));
    forms.add(
        form("Slice", 13, 21)
            .in(
                whole(DataType.S64, -9, 40, 6),
                vector(Long.MAX_VALUE),
                vector(Long.MIN_VALUE),
                vector(0),
                vector(-1)));
  }

  private static void pads(List<OpsetForm> forms) {
    Tensor x = floats(2, 3, 4);
    for (String mode : List.of("constant", "edge", "reflect")) {
      forms.add(form("Pad", 7, 10).with("mode", mode).list("pads", 0, 1, 2, 1, 2, 0).in(x));
      forms.add(form("Pad", 11, 21).with("mode", mode).in(x, vector(0, 1, 2, 1, 2, 3)));
    }
    forms.add(form("Pad", 7, 10).list("pads", 0, -1, 2, 1, 2, -1).with("value", 2.5f).in(x));
    forms.add(form("Pad", 11, 21).in(x, vector(0, -1, 2, 1, 2, -1), Tensor.scalar(-2)));
    forms.add(
        form("Pad", 13, 21)
            .in(
                whole(DataType.S64, 0, 50, 2, 3),
                vector(1, 0, 0, 2),
                Tensor.of(DataType.S64, new int[0], new long[] {7})));
    forms.add(form("Pad", 18, 21).in(x, vector(1, 2, 0, 1), Tensor.scalar(3), vector(-1, 0)));
    forms.add(form("Pad", 18, 21).in(x, vector(2, 1), null, vector(1)));
    forms.add(form("Pad", 18, 21).with("mode", "edge").in(x, vector(2, 1), null, vector(-2)));
    forms.add(form("Pad", 19, 21).with("mode", "wrap").in(x, vector(1, 0, 3, 0, 2, 4)));
  }

  private static void others(List<OpsetForm> forms) {
    forms.add(form("Expand", 8, 21).in(floats(3, 1), vector(2, 1, 4)));
    forms.add(form("Expand", 8, 21).in(floats(3, 4), vector(1)));
    forms.add(form("Expand", 8, 21).in(whole(DataType.S64, 0, 9, 2, 1), vector(2, 3)));
    forms.add(form("Concat", 7, 21).with("axis", 1).in(floats(2, 3), floats(2, 1), floats(2, 2)));
    forms.add(form("Concat", 11, 21).with("axis", -2).in(floats(2, 3), floats(1, 3)));
    Tensor x = floats(4, 3);
    forms.add(form("Gather", 7, 21).in(x, vector(3, 0)));
    forms.add(
        form("Gather", 7, 21)
            .with("axis", 1)
            .in(x, Tensor.of(DataType.S64, new int[] {1, 2}, new long[] {2, 0})));
    forms.add(form("Gather", 11, 21).with("axis", -1).in(x, s32(-1, 1)));
    forms.add(form("Shape", 7, 21).in(floats(2, 3, 4)));
    forms.add(form("Shape", 15, 21).with("start", -2).in(floats(2, 3, 4)));
    forms.add(form("Shape", 15, 21).with("start", 1).with("end", -1).in(floats(2, 3, 4)));
    forms.add(form("Shape", 15, 21).with("start", 2).with("end", -9).in(floats(2, 3, 4)));
    forms.add(form("Identity", 7, 21).in(floats(2, 3)));
    Tensor mask = Tensor.of(new int[] {2, 2}, new float[] {1, 1, 1, 1});
    forms.add(
        form("Dropout", 7, 9)
            .with("ratio", 0.3f)
            .outputs(2)
            .in(floats(2, 2))
            .expect(floats(2, 2), mask));
    forms.add(form("Dropout", 7, 11).with("ratio", 0.3f).in(floats(2, 2)));
    // ONNX Runtime makes a mask of zeros there, as if everything were dropped.
    forms.add(
        form("Dropout", 10, 11)
            .with("ratio", 0.3f)
            .outputs(2)
            .in(floats(2, 2))
            .expect(floats(2, 2), Samples.tensor(DataType.BOOL, new int[] {2, 2}, 1, 1, 1, 1)));
    forms.add(form("Dropout", 12, 21).outputs(2).in(floats(2, 2)));
    Tensor off = Tensor.of(DataType.BOOL, new int[0], new byte[] {0});
    Tensor on = Tensor.of(DataType.BOOL, new int[0], new byte[] {1});
    forms.add(form("Dropout", 12, 21).with("seed", 3).in(floats(2, 2), Tensor.scalar(0.7f), off));
    forms.add(form("Dropout", 12, 21).outputs(2).in(floats(2, 2), Tensor.scalar(0), on));
    forms.add(
        form("Dropout", 12, 21)
            .in(floats(2, 2), Tensor.scalar(0.5f), on)
            .refused("training mode: on"));
  }

  private static void constants(List<OpsetForm> forms) {
    forms.add(form("ConstantOfShape", 9, 21).in(vector(2, 3)));
    forms.add(form("ConstantOfShape", 9, 21).in(vector(2, 0)));
    forms.add(form("ConstantOfShape", 9, 21).in(vector()));
    for (DataType type : List.of(DataType.S64, DataType.S32, DataType.U8, DataType.BOOL)) {
      Tensor value = Samples.tensor(type, new int[] {1}, 1);
      forms.add(form("ConstantOfShape", 9, 21).with("value", Attribute.of(value)).in(vector(3)));
    }
    Attribute table = Attribute.of(floats(2, 3));
    forms.add(form("Constant", 7, 21).with("value", table));
    forms.add(form("Constant", 12, 21).with("value_float", 1.5f));
    forms.add(form("Constant", 12, 21).with("value_int", 7));
    forms.add(form("Constant", 12, 21).list("value_ints", 7, 8));
    forms.add(form("Constant", 12, 21).with("value_floats", Samples.reals(1, 2.5f)));
  }
}
