package io.bytelane.internal.requant;

import io.bytelane.internal.dispatch.Kernels;
import io.bytelane.internal.kernel.QuantizeKernel;
import io.bytelane.quant.QuantizationException;
import io.bytelane.quant.QuantizationException.Reason;
import io.bytelane.quant.QuantizedType;

/// Dynamic quantization of the rows of a matrix: each row gets the scale and zero point of its own
/// range, so that it does not depend on the rows beside it.
///
/// With the range widened to hold 0, `scale = fl32(fl32(high - low) / 255)` and
/// `zeroPoint = rint(sat(fl32(min - fl32(low / scale))))`, `min` the smallest level; a row of zeros
/// has scale 1 and zero point 0. A matrix of one row is the rule of ONNX DynamicQuantizeLinear.
/// Immutable.
public final class RowQuantizer {
  private static final int STEPS = 255;

  private final QuantizedType type;
  private final QuantizeKernel kernel = Kernels.active().elements().quantize();

  /// Creates a quantizer to levels of `type`.
  public RowQuantizer(QuantizedType type) {
    this.type = type;
  }

  /// Chooses the parameters of `rows` rows of `columns` values, `stride` apart.
  ///
  /// @throws QuantizationException `NON_FINITE_DATA` with the first row that holds NaN or an
  ///     infinity; nothing is written then
  public void choose(
      float[] in,
      int inOffset,
      int rows,
      int columns,
      int stride,
      float[] scales,
      int scalesOffset,
      int[] zeroPoints,
      int zeroPointsOffset) {
    for (int i = 0; i < rows; i++) {
      requireFinite(in, inOffset + i * stride, columns, i);
    }
    for (int i = 0; i < rows; i++) {
      int row = inOffset + i * stride;
      float low = kernel.low(in, row, columns);
      float scale = scale(low, kernel.high(in, row, columns));
      scales[scalesOffset + i] = scale == 0 ? 1f : scale;
      zeroPoints[zeroPointsOffset + i] = scale == 0 ? 0 : zeroPoint(low, scale);
    }
  }

  /// Quantizes `columns` values with chosen parameters.
  public void quantize(
      float[] in,
      int inOffset,
      int columns,
      float scale,
      int zeroPoint,
      byte[] out,
      int outOffset) {
    kernel.quantize(
        in, inOffset, columns, scale, zeroPoint, type.min(), type.max(), out, outOffset);
  }

  /// The range of finite floats may be infinite; then the division is made in double.
  private static float scale(float low, float high) {
    float range = high - low;
    return range == Float.POSITIVE_INFINITY
        ? (float) (((double) high - low) / STEPS)
        : range / STEPS;
  }

  private int zeroPoint(float low, float scale) {
    float zeroPoint = type.min() - low / scale;
    return (int) Math.rint(Math.clamp(zeroPoint, type.min(), (float) type.max()));
  }

  private void requireFinite(float[] in, int offset, int columns, int row) {
    if (kernel.isFinite(in, offset, columns)) {
      return;
    }
    int j = 0;
    while (Float.isFinite(in[offset + j])) {
      j++;
    }
    throw new QuantizationException(
        Reason.NON_FINITE_DATA,
        "input[" + row + "][" + j + "]: " + in[offset + j] + " (expected: finite)",
        row,
        1);
  }
}
