package io.bytelane.tests.onnx;

import static io.bytelane.models.graph.Tensor.vector;
import static io.bytelane.tests.onnx.OpsetForm.form;
import static io.bytelane.tests.onnx.Samples.floats;

import io.bytelane.models.graph.DataType;
import io.bytelane.models.graph.Tensor;
import java.util.ArrayList;
import java.util.List;

/// Forms of Upsample and Resize.
final class ResizeForms {
  private static final Tensor X = floats(1, 2, 4, 5);
  private static final Tensor LARGER = Samples.vector(1, 1, 2, 1.5f);
  private static final Tensor SMALLER = Samples.vector(1, 1, 0.6f, 0.5f);

  private ResizeForms() {}

  static List<OpsetForm> all() {
    List<OpsetForm> forms = new ArrayList<>();
    for (String mode : List.of("nearest", "linear")) {
      forms.add(
          form("Upsample", 7, 8)
              .with("mode", mode)
              .with("scales", Samples.reals(1, 1, 2, 3))
              .in(X));
      forms.add(form("Upsample", 9, 9).with("mode", mode).in(X, Samples.vector(1, 1, 2, 3)));
      forms.add(form("Resize", 10, 10).with("mode", mode).in(X, LARGER));
      forms.add(form("Resize", 10, 10).with("mode", mode).in(X, SMALLER));
    }
    Tensor none = Samples.vector();
    for (String mode : List.of("nearest", "linear", "cubic")) {
      forms.add(form("Resize", 11, 12).with("mode", mode).in(X, none, LARGER));
      forms.add(form("Resize", 11, 12).with("mode", mode).in(X, none, none, vector(1, 2, 3, 8)));
      forms.add(form("Resize", 13, 21).with("mode", mode).in(X, null, SMALLER));
      forms.add(form("Resize", 13, 21).with("mode", mode).in(X, null, null, vector(1, 2, 7, 3)));
    }
    coordinates(forms);
    since18(forms);
    return forms;
  }

  private static void coordinates(List<OpsetForm> forms) {
    for (String mode : List.of("nearest", "linear", "cubic")) {
      for (String rule : List.of("pytorch_half_pixel", "align_corners", "asymmetric")) {
        forms.add(
            form("Resize", 11, 21)
                .with("mode", mode)
                .with("coordinate_transformation_mode", rule)
                .in(X, Samples.vector(), Samples.vector(1, 1, 2, 3)));
      }
      forms.add(
          form("Resize", 19, 21)
              .with("mode", mode)
              .with("coordinate_transformation_mode", "half_pixel_symmetric")
              .in(X, null, LARGER));
    }
    for (String rounding : List.of("floor", "ceil", "round_prefer_ceil")) {
      forms.add(
          form("Resize", 11, 21)
              .with("nearest_mode", rounding)
              .in(X, Samples.vector(), Samples.vector(1, 1, 1.5f, 2.5f)));
    }
    forms.add(
        form("Resize", 11, 21)
            .with("mode", "cubic")
            .with("cubic_coeff_a", -0.5f)
            .with("exclude_outside", 1)
            .in(X, Samples.vector(), LARGER));
    Tensor region = Samples.vector(0, 0, 0.2f, 0.4f, 1, 1, 0.8f, 1.3f);
    forms.add(
        form("Resize", 11, 21)
            .with("mode", "linear")
            .with("coordinate_transformation_mode", "tf_crop_and_resize")
            .with("extrapolation_value", 9f)
            .in(X, region, Samples.vector(1, 1, 0.75f, 0.8f)));
  }

  private static void since18(List<OpsetForm> forms) {
    forms.add(form("Resize", 18, 21).list("axes", 2, 3).in(X, null, null, vector(8, 3)));
    forms.add(
        form("Resize", 18, 21)
            .with("mode", "linear")
            .list("axes", 3, 2)
            .in(X, null, Samples.vector(2, 0.5f)));
    for (String policy : List.of("stretch", "not_larger", "not_smaller")) {
      forms.add(
          form("Resize", 18, 21)
              .with("mode", "linear")
              .with("keep_aspect_ratio_policy", policy)
              .list("axes", 2, 3)
              .in(X, null, null, vector(7, 8)));
    }
    for (String mode : List.of("linear", "cubic")) {
      forms.add(
          form("Resize", 18, 21).with("mode", mode).with("antialias", 1).in(X, null, SMALLER));
      forms.add(form("Resize", 18, 21).with("mode", mode).with("antialias", 1).in(X, null, LARGER));
    }
    Tensor levels = Samples.whole(DataType.U8, 3, 200, 1, 1, 3, 4);
    forms.add(form("Resize", 13, 21).in(levels, null, LARGER));
    forms.add(form("Resize", 10, 10).in(levels, LARGER));
  }
}
