package io.bytelane.tests.onnx;

import static io.bytelane.tests.onnx.OpsetForm.form;
import static io.bytelane.tests.onnx.Samples.bools;
import static io.bytelane.tests.onnx.Samples.floats;
import static io.bytelane.tests.onnx.Samples.positive;
import static io.bytelane.tests.onnx.Samples.scalar;
import static io.bytelane.tests.onnx.Samples.vector;
import static io.bytelane.tests.onnx.Samples.whole;

import io.bytelane.models.graph.DataType;
import io.bytelane.models.graph.Tensor;
import java.util.ArrayList;
import java.util.List;

/// Forms of activations, arithmetic, comparisons and casts.
final class ElementForms {
  private ElementForms() {}

  static List<OpsetForm> all() {
    List<OpsetForm> forms = new ArrayList<>();
    clips(forms);
    activations(forms);
    arithmetic(forms);
    powers(forms);
    comparisons(forms);
    casts(forms);
    return forms;
  }

  private static void clips(List<OpsetForm> forms) {
    Tensor x = floats(3, 5);
    forms.add(form("Clip", 7, 10).with("min", 0f).with("max", 1.5f).in(x));
    forms.add(form("Clip", 7, 10).with("max", 0.5f).in(x));
    forms.add(form("Clip", 7, 10).in(x));
    forms.add(form("Clip", 11, 21).in(x, Tensor.scalar(0), Tensor.scalar(1.5f)));
    forms.add(form("Clip", 11, 21).in(x, null, Tensor.scalar(0.5f)));
    forms.add(form("Clip", 11, 21).in(x, Tensor.scalar(-0.5f)));
    forms.add(form("Clip", 11, 21).in(x));
    forms.add(form("Clip", 12, 21).in(x, Tensor.scalar(1.5f), Tensor.scalar(0)));
    for (DataType type : List.of(DataType.S8, DataType.U8, DataType.S64, DataType.S32)) {
      forms.add(form("Clip", 12, 21).in(whole(type, 1, 90, 7), scalar(type, 20), scalar(type, 70)));
    }
  }

  private static void activations(List<OpsetForm> forms) {
    Tensor x = floats(2, 3, 4);
    for (String operator :
        List.of(
            "Relu", "Sigmoid", "Tanh", "Elu", "LeakyRelu", "HardSigmoid", "Abs", "Neg", "Exp")) {
      forms.add(form(operator, 7, 21).in(x));
    }
    forms.add(form("Sqrt", 7, 21).in(positive(5)));
    forms.add(form("Log", 7, 21).in(positive(5)));
    forms.add(form("Erf", 9, 21).in(x));
    forms.add(form("Elu", 7, 21).with("alpha", 0.4f).in(x));
    forms.add(form("LeakyRelu", 7, 21).with("alpha", 0.4f).in(x));
    forms.add(form("HardSigmoid", 7, 21).with("alpha", 0.3f).with("beta", 0.4f).in(x));
    forms.add(form("HardSwish", 14, 21).in(x));
    forms.add(form("Gelu", 20, 21).in(x));
    forms.add(form("Gelu", 20, 21).with("approximate", "tanh").in(x));
    forms.add(form("PRelu", 7, 21).in(x, vector(0.1f, 0.2f, 0.3f, 0.4f)));
    forms.add(form("PRelu", 7, 21).in(x, positive(3, 1)));
    forms.add(form("PRelu", 7, 21).in(x, vector(0.25f)));
    forms.add(form("Relu", 14, 21).in(whole(DataType.S32, -9, 20, 6)));
    forms.add(form("Relu", 14, 21).in(whole(DataType.S8, -9, 20, 6)));
    for (DataType type : List.of(DataType.S32, DataType.S8, DataType.S64)) {
      forms.add(form("Abs", 7, 21).in(whole(type, -9, 20, 6)));
      forms.add(form("Neg", 7, 21).in(whole(type, -9, 20, 6)));
    }
  }

  private static void arithmetic(List<OpsetForm> forms) {
    Tensor x = floats(2, 3, 4);
    Tensor y = positive(3, 1);
    for (String operator : List.of("Add", "Sub", "Mul", "Div")) {
      forms.add(form(operator, 7, 21).in(x, y));
      for (DataType type : List.of(DataType.S32, DataType.S64)) {
        forms.add(form(operator, 7, 21).in(whole(type, -50, 90, 3, 2), whole(type, 1, 7, 2)));
      }
      for (DataType type : List.of(DataType.S8, DataType.U8)) {
        OpsetForm form = form(operator, 14, 21).in(whole(type, 20, 30, 6), whole(type, 1, 4, 6));
        forms.add(form.expect(byHand(operator, type)));
      }
    }
    for (String operator : List.of("Min", "Max")) {
      forms.add(form(operator, 7, 7).in(floats(4), positive(4)).expect(extreme(operator)));
      forms.add(form(operator, 8, 21).in(x, positive(4), floats(3, 1)));
      forms.add(form(operator, 8, 21).in(x));
      for (DataType type : List.of(DataType.S32, DataType.S64)) {
        forms.add(form(operator, 12, 21).in(whole(type, -50, 90, 3, 2), whole(type, -9, 17, 2)));
      }
      for (DataType type : List.of(DataType.S8, DataType.U8)) {
        forms.add(form(operator, 12, 21).in(whole(type, 0, 120, 3, 2), whole(type, 40, 9, 2)));
      }
    }
  }

  private static Tensor byHand(String operator, DataType type) {
    int[] results = new int[6];
    for (int i = 0; i < results.length; i++) {
      int a = 20 + i * 5 % 30;
      int b = 1 + i * 5 % 4;
      results[i] =
          switch (operator) {
            case "Add" -> a + b;
            case "Sub" -> a - b;
            case "Mul" -> a * b;
            default -> a / b;
          };
    }
    return Samples.tensor(type, new int[] {6}, results);
  }

  private static Tensor extreme(String operator) {
    float[] a = floats(4).floats();
    float[] b = positive(4).floats();
    float[] results = new float[4];
    for (int i = 0; i < results.length; i++) {
      results[i] = (a[i] < b[i]) == operator.equals("Min") ? a[i] : b[i];
    }
    return vector(results);
  }

  private static void powers(List<OpsetForm> forms) {
    Tensor x = positive(2, 3);
    forms.add(form("Pow", 7, 21).in(x, floats(3)));
    forms.add(form("Pow", 7, 21).in(floats(2, 3), Tensor.scalar(2)));
    forms.add(form("Pow", 7, 21).in(floats(2, 3), Tensor.scalar(3)));
    forms.add(form("Pow", 7, 21).in(x, Tensor.scalar(0.5f)));
    for (DataType type : List.of(DataType.S32, DataType.S64)) {
      Tensor whole = whole(type, -4, 9, 2, 3);
      forms.add(form("Pow", 12, 21).in(x, whole(type, -2, 5, 3)));
      forms.add(form("Pow", 12, 21).in(whole, whole(DataType.S64, 0, 4, 3)));
      forms.add(form("Pow", 12, 21).in(whole, whole(DataType.S32, 0, 4, 3)));
      forms.add(form("Pow", 12, 21).in(whole, vector(2)));
    }
    forms.add(form("Pow", 12, 21).in(Tensor.of(new int[] {2}, new double[] {1.5, 3}), vector(2)));
  }

  private static void comparisons(List<OpsetForm> forms) {
    Tensor x = whole(DataType.S32, 0, 7, 3, 4);
    for (DataType type : List.of(DataType.FLOAT, DataType.S32, DataType.S64)) {
      Tensor a = Samples.tensor(type, x.shape(), x.ints());
      Tensor b = whole(type, 1, 4, 4);
      forms.add(form("Equal", type == DataType.FLOAT ? 11 : 7, 21).in(a, b));
      forms.add(form("Less", type == DataType.FLOAT ? 7 : 9, 21).in(a, b));
      forms.add(form("Greater", type == DataType.FLOAT ? 7 : 9, 21).in(a, b));
      forms.add(form("LessOrEqual", 12, 21).in(a, b));
      forms.add(form("GreaterOrEqual", 12, 21).in(a, b));
    }
    forms.add(form("Equal", 7, 21).in(bools(2, 3), bools(3)));
    forms.add(form("And", 7, 21).in(bools(2, 3), bools(3)));
    forms.add(form("Or", 7, 21).in(bools(2, 3), bools(3)));
    forms.add(form("Xor", 7, 21).in(bools(2, 3), bools(3)));
    forms.add(form("Not", 7, 21).in(bools(2, 3)));
    for (DataType type :
        List.of(DataType.FLOAT, DataType.S32, DataType.S64, DataType.U8, DataType.S8)) {
      OpsetForm form = form("Where", 9, 21);
      form.in(bools(2, 3), whole(type, 1, 9, 3), scalar(type, 20));
      forms.add(
          type == DataType.S8
              ? form.expect(Samples.tensor(type, new int[] {2, 3}, 1, 20, 20, 1, 20, 20))
              : form);
    }
  }

  private static void casts(List<OpsetForm> forms) {
    Tensor x = vector(-2.7f, -1, -0.3f, 0, 0.5f, 1, 3.99f, 100);
    for (DataType type :
        List.of(DataType.S32, DataType.S64, DataType.S8, DataType.BOOL, DataType.DOUBLE)) {
      forms.add(form("Cast", 7, 21).with("to", type.code()).in(x));
      forms.add(form("Cast", 7, 21).with("to", 1).in(whole(type, 0, 2, 5)));
    }
    for (DataType type : List.of(DataType.U8, DataType.S16, DataType.FLOAT16)) {
      forms.add(form("Cast", 7, 21).with("to", type.code()).in(positive(6)));
    }
    forms.add(
        form("Cast", 7, 21).with("to", DataType.U8.code()).in(whole(DataType.S32, 250, 20, 9)));
    forms.add(
        form("Cast", 7, 21).with("to", DataType.S8.code()).in(whole(DataType.S64, 120, 20, 9)));
    forms.add(form("Cast", 7, 21).with("to", 1).in(bools(5)));
    Tensor wide = vector(-1000, -0.3f, 0.013f, 1.07f, 3.3f, 447, 449, 1e6f, Float.NaN);
    for (DataType type :
        List.of(
            DataType.FLOAT8E4M3FN,
            DataType.FLOAT8E4M3FNUZ,
            DataType.FLOAT8E5M2,
            DataType.FLOAT8E5M2FNUZ)) {
      for (int saturate = 0; saturate <= 1; saturate++) {
        forms.add(
            form("Cast", 19, 21)
                .with("to", type.code())
                .with("saturate", saturate)
                .in(wide)
                .cast(DataType.FLOAT));
      }
    }
    forms.add(
        form("Cast", 13, 21).with("to", DataType.BFLOAT16.code()).in(wide).cast(DataType.FLOAT));
    forms.add(
        form("Cast", 21, 21)
            .with("to", DataType.S4.code())
            .in(vector(-8, -3.6f, 0, 2.2f, 7))
            .cast(DataType.FLOAT)
            .expect(vector(-8, -3, 0, 2, 7)));
    forms.add(
        form("Cast", 21, 21)
            .with("to", DataType.U4.code())
            .in(vector(0, 3.6f, 15))
            .cast(DataType.FLOAT)
            .expect(vector(0, 3, 15)));
  }
}
