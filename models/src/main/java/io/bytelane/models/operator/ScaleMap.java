package io.bytelane.models.operator;

import io.bytelane.models.graph.DataType;
import io.bytelane.models.graph.Tensor;
import java.util.Arrays;

/// Which scale and zero point belong to an element of QuantizeLinear and DequantizeLinear: one for
/// the tensor, one per index of an axis, or one per block of indices.
final class ScaleMap {
  private final Tensor scales;
  private final Tensor zeroPoints;
  private final int axisSize;
  private final int block;
  private final int blocks;
  private final int inner;
  private final boolean perBlock;

  private ScaleMap(
      Tensor scales, Tensor zeroPoints, int axisSize, int block, int inner, boolean perBlock) {
    this.scales = scales;
    this.zeroPoints = zeroPoints;
    this.axisSize = axisSize;
    this.block = block;
    this.blocks = Math.ceilDiv(axisSize, block);
    this.inner = inner;
    this.perBlock = perBlock;
  }

  /// Reads inputs 1 and 2 and the attributes.
  static ScaleMap of(Invocation call, Tensor x) {
    Tensor scales = call.typed(1, DataType.FLOAT, DataType.FLOAT16, DataType.BFLOAT16);
    Tensor zeroPoints = call.optional(2);
    if (zeroPoints != null && zeroPoints.size() != scales.size()) {
      throw call.invalid("zero point", zeroPoints, "the shape of the scale " + scales);
    }
    for (int i = 0; i < scales.size(); i++) {
      double scale = scales.doubleAt(i);
      if (!(scale > 0) || Double.isInfinite(scale)) {
        throw call.invalid("scale[" + i + "]", scale, "finite and > 0");
      }
    }
    requireZero(call, zeroPoints);
    int block = call.intAttribute("block_size", 0, 0, Integer.MAX_VALUE);
    if (block == 0 && scales.size() == 1 && scales.rank() <= 1) {
      return new ScaleMap(scales, zeroPoints, 1, 1, Math.max(1, x.size()), false);
    }
    if (call.opset() < 13) {
      throw call.invalid("scale", scales, "one element before opset 13");
    }
    int axis = call.axis(call.node().intAttribute("axis", 1), x.rank());
    int size = x.dimension(axis);
    int inner = Tensor.elementCount(Arrays.copyOfRange(x.shape(), axis + 1, x.rank()));
    if (block == 0) {
      if (scales.rank() != 1 || scales.size() != size) {
        throw call.invalid("scale", scales, size + " elements, one per index of axis " + axis);
      }
      return new ScaleMap(scales, zeroPoints, size, 1, inner, false);
    }
    int[] expected = x.shape();
    expected[axis] = Math.ceilDiv(size, block);
    if (!Arrays.equals(scales.shape(), expected)) {
      throw call.invalid("scale", scales, "shape " + Arrays.toString(expected));
    }
    return new ScaleMap(scales, zeroPoints, size, block, inner, true);
  }

  /// Levels that are floats know no zero point but 0.
  private static void requireZero(Invocation call, Tensor zeroPoints) {
    if (zeroPoints == null || zeroPoints.type().narrowFloat() == null) {
      return;
    }
    for (int i = 0; i < zeroPoints.size(); i++) {
      if (zeroPoints.doubleAt(i) != 0) {
        throw call.invalid("zero point[" + i + "]", zeroPoints.doubleAt(i), "0");
      }
    }
  }

  private int index(int element) {
    int along = element / inner % axisSize;
    if (!perBlock) {
      return along;
    }
    return (element / inner / axisSize * blocks + along / block) * inner + element % inner;
  }

  float scale(int element) {
    return (float) scales.doubleAt(index(element));
  }

  int zeroPoint(int element) {
    return zeroPoints == null ? 0 : (int) zeroPoints.longAt(index(element));
  }
}
