package io.bytelane.models.operator;

import io.bytelane.models.graph.DataType;
import io.bytelane.models.graph.Tensor;
import java.util.Arrays;

/// What a Resize node asks for, in every opset and form.
final class ResizePlan {
  private final String mode;
  private final String coordinates;
  private final double[] scales;
  private final int[] sizes;
  private final double[] regionStart;
  private final double[] regionEnd;
  private final double extrapolation;

  private ResizePlan(
      String mode,
      String coordinates,
      double[] scales,
      int[] sizes,
      double[] regionStart,
      double[] regionEnd,
      double extrapolation) {
    this.mode = mode;
    this.coordinates = coordinates;
    this.scales = scales;
    this.sizes = sizes;
    this.regionStart = regionStart;
    this.regionEnd = regionEnd;
    this.extrapolation = extrapolation;
  }

  static ResizePlan of(Invocation call, Tensor x) {
    boolean old = call.opset() < 11 || call.node().is("Upsample");
    String mode = call.node().textAttribute("mode", "nearest");
    mode = mode.equals("bilinear") ? "linear" : mode;
    if (!mode.equals("nearest") && !mode.equals("linear") && !mode.equals("cubic")) {
      throw call.invalid("mode", mode, "nearest, linear or cubic");
    }
    String coordinates =
        old
            ? "asymmetric"
            : call.node().textAttribute("coordinate_transformation_mode", "half_pixel");
    int rank = x.rank();
    int[] axes = axes(call, rank);
    ResizePlan plan =
        new ResizePlan(
            mode,
            coordinates,
            new double[rank],
            x.shape(),
            new double[rank],
            new double[rank],
            call.node().floatAttribute("extrapolation_value", 0));
    Arrays.fill(plan.scales, 1);
    Arrays.fill(plan.regionEnd, 1);
    Tensor sizes = old ? null : filled(call, 3);
    if (sizes != null) {
      plan.takeSizes(call, x, axes, call.integers(3));
    } else {
      plan.takeScales(call, x, axes, scales(call, old));
    }
    if (coordinates.equals("tf_crop_and_resize")) {
      plan.takeRegion(call, axes);
    }
    for (int axis = 0; axis < rank; axis++) {
      if (x.dimension(axis) == 0 && plan.sizes[axis] != 0) {
        throw call.invalid("input", x, "not empty along axis " + axis);
      }
    }
    return plan;
  }

  /// An optional input, where an empty tensor counts as left out.
  private static Tensor filled(Invocation call, int index) {
    Tensor tensor = call.optional(index);
    return tensor == null || tensor.size() == 0 ? null : tensor;
  }

  private static int[] axes(Invocation call, int rank) {
    long[] declared = call.node().intsAttribute("axes", null);
    if (declared == null) {
      return IndexedCopy.offsets(rank, i -> i);
    }
    call.axisSet(declared, rank);
    return Arrays.stream(declared).mapToInt(axis -> call.axis(axis, rank)).toArray();
  }

  private static float[] scales(Invocation call, boolean old) {
    if (call.opset() < 9 && call.node().hasAttribute("scales")) {
      return call.node().floatsAttribute("scales", null);
    }
    return call.typed(old ? 1 : 2, DataType.FLOAT).floats();
  }

  private void takeScales(Invocation call, Tensor x, int[] axes, float[] values) {
    if (values.length != axes.length) {
      throw call.invalid("scales", values.length + " values", axes.length + " values");
    }
    for (int i = 0; i < axes.length; i++) {
      if (!(values[i] > 0) || Float.isInfinite(values[i])) {
        throw call.invalid("scales", values[i], "finite and > 0");
      }
      scales[axes[i]] = values[i];
      double size = Math.floor(x.dimension(axes[i]) * (double) values[i]);
      sizes[axes[i]] = call.toInt("output size", (long) size, 0, Integer.MAX_VALUE);
    }
  }

  private void takeSizes(Invocation call, Tensor x, int[] axes, long[] values) {
    if (values.length != axes.length) {
      throw call.invalid("sizes", Arrays.toString(values), axes.length + " values");
    }
    String policy = call.node().textAttribute("keep_aspect_ratio_policy", "stretch");
    double common = policy.equals("not_larger") ? Double.POSITIVE_INFINITY : 0;
    for (int i = 0; i < axes.length; i++) {
      int axis = axes[i];
      sizes[axis] = call.toInt("sizes", values[i], 0, Integer.MAX_VALUE);
      scales[axis] = x.dimension(axis) == 0 ? 1 : values[i] / (double) x.dimension(axis);
      common =
          policy.equals("not_larger")
              ? Math.min(common, scales[axis])
              : Math.max(common, scales[axis]);
    }
    if (policy.equals("stretch")) {
      return;
    }
    if (!policy.equals("not_larger") && !policy.equals("not_smaller")) {
      throw call.invalid("keep_aspect_ratio_policy", policy, "stretch, not_larger or not_smaller");
    }
    for (int axis : axes) {
      scales[axis] = common;
      double size = Math.floor(common * x.dimension(axis) + 0.5);
      sizes[axis] = call.toInt("output size", (long) size, 0, Integer.MAX_VALUE);
    }
  }

  private void takeRegion(Invocation call, int[] axes) {
    Tensor region = call.real(1);
    if (region.size() != 2 * axes.length) {
      throw call.invalid("roi", region, 2 * axes.length + " values");
    }
    for (int i = 0; i < axes.length; i++) {
      regionStart[axes[i]] = region.doubleAt(i);
      regionEnd[axes[i]] = region.doubleAt(axes.length + i);
    }
  }

  /// Nearest, linear or cubic.
  String mode() {
    return mode;
  }

  /// The coordinate_transformation_mode.
  String coordinates() {
    return coordinates;
  }

  /// Output size over input size, per axis.
  double[] scales() {
    return scales;
  }

  /// Output sizes.
  int[] sizes() {
    return sizes;
  }

  /// Start of the region of interest per axis, in parts of the input.
  double[] regionStart() {
    return regionStart;
  }

  /// End of the region of interest.
  double[] regionEnd() {
    return regionEnd;
  }

  /// Value outside the region of interest.
  double extrapolation() {
    return extrapolation;
  }
}
