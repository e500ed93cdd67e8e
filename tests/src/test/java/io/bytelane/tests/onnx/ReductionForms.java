package io.bytelane.tests.onnx;

import static io.bytelane.models.graph.Tensor.vector;
import static io.bytelane.tests.onnx.OpsetForm.form;
import static io.bytelane.tests.onnx.Samples.floats;
import static io.bytelane.tests.onnx.Samples.positive;
import static io.bytelane.tests.onnx.Samples.whole;

import io.bytelane.models.graph.DataType;
import io.bytelane.models.graph.Tensor;
import java.util.ArrayList;
import java.util.List;

/// Forms of Reduce operators, ArgMax, Softmax and LogSoftmax.
final class ReductionForms {
  private static final List<String> REDUCTIONS =
      List.of(
          "ReduceSum",
          "ReduceMean",
          "ReduceMax",
          "ReduceMin",
          "ReduceProd",
          "ReduceL1",
          "ReduceL2",
          "ReduceSumSquare",
          "ReduceLogSum",
          "ReduceLogSumExp");

  private ReductionForms() {}

  static List<OpsetForm> all() {
    List<OpsetForm> forms = new ArrayList<>();
    REDUCTIONS.forEach(operator -> reductions(forms, operator));
    wholeNumbers(forms);
    arg(forms);
    softmax(forms);
    return forms;
  }

  private static void reductions(List<OpsetForm> forms, String operator) {
    Tensor x = positive(2, 3, 4);
    int last = operator.equals("ReduceSum") ? 12 : 17;
    forms.add(form(operator, 7, last).list("axes", 1).in(x));
    forms.add(form(operator, 7, last).list("axes", 2, 0).with("keepdims", 0).in(x));
    forms.add(form(operator, 11, last).list("axes", -1).in(x));
    forms.add(form(operator, 7, last).in(x));
    forms.add(form(operator, 7, last).with("keepdims", 0).in(x));
    int next = last + 1;
    forms.add(form(operator, next, 21).in(x, vector(1)));
    forms.add(form(operator, next, 21).with("keepdims", 0).in(x, vector(-1, 0)));
    forms.add(form(operator, next, 21).in(x));
    forms.add(form(operator, next, 21).in(x, vector()));
    forms.add(form(operator, next, 21).with("keepdims", 0).in(x));
    forms.add(form(operator, next, 21).with("noop_with_empty_axes", 1).in(x, vector(1)));
    for (Tensor axes : new Tensor[] {null, vector()}) {
      OpsetForm form = form(operator, next, 21).with("noop_with_empty_axes", 1);
      forms.add(axes == null ? form.in(x) : form.in(x, axes));
    }
  }

  private static void wholeNumbers(List<OpsetForm> forms) {
    for (String operator :
        List.of("ReduceSum", "ReduceMean", "ReduceMax", "ReduceMin", "ReduceProd")) {
      Tensor x = whole(DataType.S32, -4, 9, 3, 4);
      boolean sum = operator.equals("ReduceSum");
      forms.add(form(operator, 7, sum ? 12 : 17).list("axes", 1).in(x));
      forms.add(form(operator, sum ? 13 : 18, 21).in(x, vector(0)));
    }
    for (DataType type : List.of(DataType.S8, DataType.U8)) {
      for (String operator : List.of("ReduceMax", "ReduceMin")) {
        forms.add(form(operator, 12, 17).list("axes", 1).in(whole(type, 1, 90, 3, 4)));
        forms.add(form(operator, 18, 21).in(whole(type, 1, 90, 3, 4), vector(1)));
      }
    }
    Tensor answers = Tensor.of(DataType.BOOL, new int[] {3, 2}, new byte[] {0, 0, 0, 1, 1, 1});
    forms.add(form("ReduceMax", 20, 21).with("keepdims", 0).in(answers, vector(1)));
    forms.add(form("ReduceMin", 20, 21).with("keepdims", 0).in(answers, vector(1)));
  }

  private static void arg(List<OpsetForm> forms) {
    Tensor x = Tensor.of(new int[] {2, 4}, new float[] {1, 3, 3, 0, -2, -5, -5, -2});
    for (String operator : List.of("ArgMax", "ArgMin")) {
      forms.add(form(operator, 7, 21).in(x));
      forms.add(form(operator, 7, 21).with("axis", 1).with("keepdims", 0).in(x));
      forms.add(form(operator, 11, 21).with("axis", -1).in(x));
      forms.add(form(operator, 12, 21).with("axis", 1).with("select_last_index", 1).in(x));
      forms.add(form(operator, 7, 21).with("axis", 1).in(whole(DataType.S32, -4, 9, 3, 4)));
      forms.add(form(operator, 13, 21).with("axis", 1).in(whole(DataType.U8, 4, 9, 3, 4)));
    }
  }

  private static void softmax(List<OpsetForm> forms) {
    Tensor x = floats(2, 3, 4);
    for (String operator : List.of("Softmax", "LogSoftmax")) {
      forms.add(form(operator, 7, 12).in(x));
      forms.add(form(operator, 7, 12).with("axis", 0).in(x));
      forms.add(form(operator, 7, 12).with("axis", 2).in(x));
      forms.add(form(operator, 11, 12).with("axis", -2).in(x));
      forms.add(form(operator, 13, 21).in(x));
      forms.add(form(operator, 13, 21).with("axis", 0).in(x));
      forms.add(form(operator, 13, 21).with("axis", 1).in(x));
      forms.add(form(operator, 13, 21).with("axis", -2).in(x));
    }
  }
}
