package io.bytelane.models.operator;

import io.bytelane.models.graph.DataType;
import io.bytelane.models.graph.Tensor;
import java.util.Arrays;
import java.util.List;

/// Resize and Upsample: nearest neighbour, linear, cubic, along any axes.
///
/// Interpolation is separable, so each axis is resampled on its own, in double.
final class ResizeOperator {
  private ResizeOperator() {}

  static List<Tensor> resize(Invocation call) {
    Tensor x = call.required(0);
    ResizePlan plan = ResizePlan.of(call, x);
    ResizeAxis[] axes = new ResizeAxis[x.rank()];
    for (int axis = 0; axis < axes.length; axis++) {
      axes[axis] = ResizeAxis.of(call, plan, axis, x.dimension(axis));
    }
    if (plan.mode().equals("nearest")) {
      return List.of(nearest(call, x, plan, axes));
    }
    return List.of(interpolated(call, x, plan, axes));
  }

  private static Tensor nearest(Invocation call, Tensor x, ResizePlan plan, ResizeAxis[] axes) {
    int[] strides = IndexedCopy.strides(x.shape());
    int[][] offsets = new int[axes.length][];
    call.count(x.type(), plan.sizes());
    for (int axis = 0; axis < axes.length; axis++) {
      ResizeAxis one = axes[axis];
      int stride = strides[axis];
      offsets[axis] =
          IndexedCopy.offsets(
              plan.sizes()[axis],
              i -> one.isOutside(i) ? IndexedCopy.FILL : one.nearest(i) * stride);
    }
    Tensor fill =
        CastOperators.convert(call, Tensor.scalar((float) plan.extrapolation()), x.type());
    return IndexedCopy.copy(call, x, plan.sizes(), offsets, fill);
  }

  private static Tensor interpolated(
      Invocation call, Tensor x, ResizePlan plan, ResizeAxis[] axes) {
    int[] shape = x.shape();
    double[] data = new double[x.size()];
    Arrays.setAll(data, x::doubleAt);
    for (int axis = 0; axis < axes.length; axis++) {
      if (!axes[axis].isIdentity()) {
        int[] next = shape.clone();
        next[axis] = plan.sizes()[axis];
        call.count(DataType.DOUBLE, next);
        data = resample(data, shape, axis, axes[axis], next[axis]);
        shape = next;
      }
    }
    boolean[] outside = outside(axes, shape);
    TensorSink sink = new TensorSink(call, x.type(), shape);
    for (int i = 0; i < data.length; i++) {
      double value = outside != null && outside[i] ? plan.extrapolation() : data[i];
      if (x.type().isFloat()) {
        sink.setDouble(i, value);
      } else {
        sink.setLong(i, (long) value);
      }
    }
    return sink.tensor();
  }

  private static double[] resample(
      double[] data, int[] shape, int axis, ResizeAxis rule, int size) {
    int inner = Tensor.elementCount(Arrays.copyOfRange(shape, axis + 1, shape.length));
    int outer = Tensor.elementCount(Arrays.copyOf(shape, axis));
    double[] out = new double[outer * size * inner];
    for (int i = 0; i < size; i++) {
      double[] weights = rule.weights(i);
      int first = rule.firstTap(i, weights.length);
      for (int tap = 0; tap < weights.length; tap++) {
        int source = Math.max(0, Math.min(shape[axis] - 1, first + tap));
        for (int row = 0; row < outer; row++) {
          for (int j = 0; j < inner; j++) {
            out[(row * size + i) * inner + j] +=
                weights[tap] * data[(row * shape[axis] + source) * inner + j];
          }
        }
      }
    }
    return out;
  }

  /// Which elements lie outside the region of interest along some axis; null where none can.
  private static boolean[] outside(ResizeAxis[] axes, int[] shape) {
    if (Arrays.stream(axes).noneMatch(ResizeAxis::isCropped)) {
      return null;
    }
    boolean[] outside = new boolean[Tensor.elementCount(shape)];
    int[] strides = IndexedCopy.strides(shape);
    for (int i = 0; i < outside.length; i++) {
      for (int axis = 0; axis < shape.length; axis++) {
        outside[i] |= axes[axis].isOutside(i / strides[axis] % shape[axis]);
      }
    }
    return outside;
  }
}
