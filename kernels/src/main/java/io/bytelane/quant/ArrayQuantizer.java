package io.bytelane.quant;

import java.util.Objects;

/// Quantizes and dequantizes row-major arrays with one parameter per tensor, per axis, or per any
/// shape that broadcasts, under any [QuantizeRule] and range of levels.
///
/// For weights and for parameters that the operators do not take. Works on vectors, with the bits
/// of [QuantizeRule#level] for each element. Immutable and thread-safe.
///
/// @param rule how a float becomes a level
/// @param levels the levels to use; a byte holds the low 8 bits of one
public record ArrayQuantizer(QuantizeRule rule, LevelRange levels) {

  /// Checks that both parts are present.
  public ArrayQuantizer {
    Objects.requireNonNull(rule, "rule");
    Objects.requireNonNull(levels, "levels");
  }

  /// Returns the quantizer of the contract, `DIVIDE`.
  ///
  /// @param levels the levels to use
  /// @return the quantizer
  public static ArrayQuantizer of(LevelRange levels) {
    return new ArrayQuantizer(QuantizeRule.DIVIDE, levels);
  }

  /// Quantizes a tensor with parameters of its own scale and zero point per channel.
  ///
  /// @param x the tensor
  /// @param params one per parameter of the layout; for `AMAX_MULTIPLY` the absolute maxima stand
  ///     in place of the scales
  /// @param layout which parameter belongs to which element
  /// @return one level per element
  /// @throws QuantizationException `INVALID_SCALE`, `INVALID_RANGE`, or `INVALID_ZERO_POINT` if a
  ///     zero point lies outside the levels
  public byte[] quantize(float[] x, PerChannelQuantParams params, ChannelLayout layout) {
    layout.requireLength("x", x.length);
    float[] factors = factors(params, layout);
    return arrays(layout).quantize(x, factors, zeroPoints(params));
  }

  /// Quantizes and dequantizes: the values that the levels stand for.
  ///
  /// @param x the tensor
  /// @param params one per parameter of the layout
  /// @param layout which parameter belongs to which element
  /// @return `fl32(float(level - zeroPoint) * scale)` for each element
  /// @throws QuantizationException as `quantize`; `UNSUPPORTED` for `AMAX_MULTIPLY`, which
  ///     [AmaxQuantizer] dequantizes by its own rule
  public float[] fake(float[] x, PerChannelQuantParams params, ChannelLayout layout) {
    if (rule == QuantizeRule.AMAX_MULTIPLY) {
      throw QuantizationException.of(
          QuantizationException.Reason.UNSUPPORTED,
          "rule",
          rule,
          "DIVIDE, RECIPROCAL or HALF_AWAY; AmaxQuantizer.fake otherwise");
    }
    layout.requireLength("x", x.length);
    float[] factors = factors(params, layout);
    return arrays(layout).fake(x, factors, zeroPoints(params), params.scales());
  }

  /// Dequantizes a tensor: `fl32(float(level - zeroPoint) * scale)`.
  ///
  /// @param q one level per element, signed or unsigned as `levels` are
  /// @param params one per parameter of the layout
  /// @param layout which parameter belongs to which element
  /// @return the real values
  public float[] dequantize(byte[] q, PerChannelQuantParams params, ChannelLayout layout) {
    layout.requireLength("q", q.length);
    layout.requireParameters("params", params.channels());
    return arrays(layout).dequantize(q, zeroPoints(params), params.scales());
  }

  private RuleArrays arrays(ChannelLayout layout) {
    return new RuleArrays(rule, levels, layout);
  }

  private static float[] zeroPoints(PerChannelQuantParams params) {
    float[] zeroPoints = new float[params.channels()];
    for (int c = 0; c < zeroPoints.length; c++) {
      zeroPoints[c] = params.zeroPoint(c);
    }
    return zeroPoints;
  }

  private float[] factors(PerChannelQuantParams params, ChannelLayout layout) {
    layout.requireParameters("params", params.channels());
    float[] factors = new float[params.channels()];
    for (int c = 0; c < factors.length; c++) {
      int zeroPoint = params.zeroPoint(c);
      if (zeroPoint < levels.min() || zeroPoint > levels.max()) {
        throw QuantizationException.at(
            QuantizationException.Reason.INVALID_ZERO_POINT,
            "zeroPoints",
            c,
            zeroPoint,
            "in [" + levels.min() + ", " + levels.max() + "]");
      }
      factors[c] = rule.factor(params.scale(c), levels);
    }
    return factors;
  }
}
