package io.bytelane.quant;

import io.bytelane.internal.dispatch.ElementKernels;
import io.bytelane.internal.dispatch.Kernels;
import io.bytelane.internal.kernel.FloatArithmetic;
import io.bytelane.internal.kernel.LevelKernel;
import io.bytelane.internal.pack.SignFlip;

/// Quantization of whole arrays under any rule: the ratios of a block, their rounding, and the way
/// to levels or back to real values, each by a kernel.
final class RuleArrays {
  private final LevelKernel levelKernel;
  private final FloatArithmetic arithmetic;
  private final QuantizeRule rule;
  private final LevelRange levels;
  private final ChannelLayout layout;

  RuleArrays(QuantizeRule rule, LevelRange levels, ChannelLayout layout) {
    ElementKernels kernels = Kernels.active().elements();
    levelKernel = kernels.levels();
    arithmetic = kernels.floats().arithmetic();
    this.rule = rule;
    this.levels = levels;
    this.layout = layout;
  }

  /// Quantizes.
  ///
  /// @param factors one per parameter, from the rule; 0 or infinity makes every level the zero
  /// point
  /// @param zeroPoints one per parameter, within the levels
  byte[] quantize(float[] x, float[] factors, float[] zeroPoints) {
    byte[] q = new byte[x.length];
    float[] rounded = new float[ParameterBlocks.BLOCK];
    new ParameterBlocks(layout, factors, zeroPoints)
        .forEach(
            (from, length, spread) -> {
              round(x, from, length, spread[0], spread[1], rounded, 0);
              levelKernel.store(rounded, 0, length, spread[1], 0, q, from);
            });
    return q;
  }

  /// Quantizes and dequantizes. Under `AMAX_MULTIPLY` scales are what a level is divided by.
  float[] fake(float[] x, float[] factors, float[] zeroPoints, float[] scales) {
    float[] y = new float[x.length];
    new ParameterBlocks(layout, factors, zeroPoints, scales)
        .forEach(
            (from, length, spread) -> {
              round(x, from, length, spread[0], spread[1], y, from);
              if (rule == QuantizeRule.AMAX_MULTIPLY) {
                arithmetic.divide(y, from, spread[2], 0, length, y, from);
              } else {
                arithmetic.multiply(y, from, spread[2], 0, length, y, from);
              }
            });
    return y;
  }

  /// Dequantizes.
  float[] dequantize(byte[] q, float[] zeroPoints, float[] scales) {
    QuantizedType type = levels.type();
    float[] signed = new float[zeroPoints.length];
    for (int c = 0; c < signed.length; c++) {
      signed[c] = SignFlip.zeroPoint((int) zeroPoints[c], type);
    }
    byte flip = SignFlip.mask(type);
    float[] x = new float[q.length];
    new ParameterBlocks(layout, signed, scales)
        .forEach(
            (from, length, spread) -> {
              levelKernel.centre(q, from, length, flip, spread[0], 0, x, from);
              arithmetic.multiply(x, from, spread[1], 0, length, x, from);
            });
    return x;
  }

  private void round(
      float[] x,
      int from,
      int length,
      float[] factors,
      float[] zeroPoints,
      float[] out,
      int outOffset) {
    boolean divides = rule == QuantizeRule.DIVIDE || rule == QuantizeRule.HALF_AWAY;
    if (divides) {
      arithmetic.divide(x, from, factors, 0, length, out, outOffset);
    } else {
      arithmetic.multiply(x, from, factors, 0, length, out, outOffset);
    }
    levelKernel.round(
        out,
        outOffset,
        length,
        zeroPoints,
        0,
        levels.min(),
        levels.max(),
        rule == QuantizeRule.HALF_AWAY);
  }
}
