package io.bytelane.models.operator;

import java.util.Arrays;

/// Resampling along one axis.
///
/// @param plan the whole operation
/// @param axis the axis
/// @param length input size
/// @param cubic the coefficient a of the cubic kernel
/// @param excludeOutside whether taps outside the input are left out and the others rescaled
/// @param antialias whether the kernel is widened when the size shrinks
/// @param rounding the nearest_mode
record ResizeAxis(
    ResizePlan plan,
    int axis,
    int length,
    double cubic,
    boolean excludeOutside,
    boolean antialias,
    String rounding) {

  static ResizeAxis of(Invocation call, ResizePlan plan, int axis, int length) {
    boolean old = call.opset() < 11 || call.node().is("Upsample");
    // Before opset 11 without a choice: what ONNX Runtime does, and the cases of opset 10 show.
    String oldRounding = plan.scales()[axis] < 1 ? "ceil" : "floor";
    String rounding =
        old ? oldRounding : call.node().textAttribute("nearest_mode", "round_prefer_floor");
    switch (rounding) {
      case "floor", "ceil", "round_prefer_floor", "round_prefer_ceil" -> {}
      default ->
          throw call.invalid(
              "nearest_mode", rounding, "floor, ceil, round_prefer_floor or round_prefer_ceil");
    }
    switch (plan.coordinates()) {
      case "half_pixel",
          "half_pixel_symmetric",
          "pytorch_half_pixel",
          "align_corners",
          "asymmetric",
          "tf_crop_and_resize" -> {}
      default ->
          throw call.unsupported(
              "coordinate_transformation_mode",
              plan.coordinates(),
              "half_pixel, half_pixel_symmetric, pytorch_half_pixel, align_corners, asymmetric or"
                  + " tf_crop_and_resize");
    }
    return new ResizeAxis(
        plan,
        axis,
        length,
        call.node().floatAttribute("cubic_coeff_a", -0.75f),
        call.flag("exclude_outside", false),
        call.flag("antialias", false),
        rounding);
  }

  boolean isCropped() {
    return plan.coordinates().equals("tf_crop_and_resize");
  }

  boolean isIdentity() {
    return plan.scales()[axis] == 1 && plan.sizes()[axis] == length && !isCropped();
  }

  /// Where an output index lies in the input.
  private double coordinate(int index) {
    double scale = plan.scales()[axis];
    double width = scale * length;
    boolean single = plan.sizes()[axis] == 1;
    double start = plan.regionStart()[axis];
    double end = plan.regionEnd()[axis];
    return switch (plan.coordinates()) {
      case "asymmetric" -> index / scale;
      case "align_corners" -> index == 0 ? 0 : index * (length - 1) / (width - 1);
      case "pytorch_half_pixel" -> single ? 0 : (index + 0.5) / scale - 0.5;
      case "half_pixel_symmetric" ->
          length / 2.0 * (1 - plan.sizes()[axis] / width) + (index + 0.5) / scale - 0.5;
      case "tf_crop_and_resize" ->
          start * (length - 1)
              + (single
                  ? (end - start) * (length - 1) / 2
                  : index * (end - start) * (length - 1) / (width - 1));
      default -> (index + 0.5) / scale - 0.5;
    };
  }

  boolean isOutside(int index) {
    double x = coordinate(index);
    return isCropped() && (x < 0 || x > length - 1);
  }

  int nearest(int index) {
    double x = coordinate(index);
    double rounded =
        switch (rounding) {
          case "floor" -> Math.floor(x);
          case "ceil" -> Math.ceil(x);
          case "round_prefer_ceil" -> Math.floor(x + 0.5);
          default -> Math.ceil(x - 0.5);
        };
    return (int) Math.max(0, Math.min(length - 1, rounded));
  }

  /// The cell left of the coordinate; the one at it counts as right.
  private int left(int index) {
    return (int) Math.ceil(coordinate(index)) - 1;
  }

  /// Input index of the first weight; may lie outside, the edge is repeated there.
  int firstTap(int index, int taps) {
    return left(index) - (taps / 2 - 1);
  }

  double[] weights(int index) {
    double ratio = coordinate(index) - left(index);
    boolean linear = plan.mode().equals("linear");
    double shrink = antialias ? Math.min(plan.scales()[axis], 1) : 1;
    int reach = linear ? 1 : 2;
    int half = shrink == 1 ? reach : (int) -Math.floor(-reach / shrink);
    double[] weights = new double[2 * half];
    int first = firstTap(index, weights.length);
    for (int tap = 0; tap < weights.length; tap++) {
      double distance = Math.abs(tap - (half - 1) - ratio) * shrink;
      weights[tap] = linear ? Math.max(0, 1 - distance) : cubicKernel(distance);
      if (excludeOutside && (first + tap < 0 || first + tap >= length)) {
        weights[tap] = 0;
      }
    }
    if (excludeOutside || shrink != 1) {
      double sum = Arrays.stream(weights).sum();
      Arrays.setAll(weights, tap -> weights[tap] / sum);
    }
    return weights;
  }

  private double cubicKernel(double x) {
    if (x <= 1) {
      return ((cubic + 2) * x - (cubic + 3)) * x * x + 1;
    }
    return x < 2 ? ((cubic * x - 5 * cubic) * x + 8 * cubic) * x - 4 * cubic : 0;
  }
}
