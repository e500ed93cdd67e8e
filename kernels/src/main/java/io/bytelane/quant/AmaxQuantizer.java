package io.bytelane.quant;

import io.bytelane.internal.dispatch.Kernels;
import io.bytelane.quant.QuantizationException.Reason;
import java.util.Objects;

/// Quantization described by its absolute maximum ("amax") instead of a scale: `scale = amax /
/// qmax`, zero point 0, per tensor or for any shape of maxima that broadcasts.
///
/// A negative value under an unsigned range is refused, never clamped in silence. A maximum that
/// the floor calls dead gives level 0 and scale 1. Immutable and thread-safe; built by [#builder].
public final class AmaxQuantizer {

  private final LevelRange levels;
  private final QuantizeRule rule;
  private final ScaleFloor floor;
  private final float[] amax;

  private AmaxQuantizer(Builder builder) {
    levels = builder.levels;
    rule = builder.rule;
    floor = builder.floor;
    amax = new float[builder.amax.length];
    for (int c = 0; c < amax.length; c++) {
      float scaled = builder.amax[c] * builder.scaleAmax;
      if (!(scaled >= 0) || scaled == Float.POSITIVE_INFINITY) {
        throw QuantizationException.at(Reason.INVALID_RANGE, "amax", c, scaled, "finite and >= 0");
      }
      amax[c] = scaled;
    }
  }

  /// Starts the description of a quantizer.
  ///
  /// @param levels the levels to use, `LevelRange.narrow(8)` for the usual signed weights
  /// @param amax absolute maxima, one per parameter, each finite and not negative; copied
  /// @return a builder with rule `DIVIDE`, the default floor and factor 1
  public static Builder builder(LevelRange levels, float... amax) {
    return new Builder(levels, amax);
  }

  /// Options of an [AmaxQuantizer].
  public static final class Builder {
    private final LevelRange levels;
    private final float[] amax;
    private QuantizeRule rule = QuantizeRule.DIVIDE;
    private ScaleFloor floor = ScaleFloor.DEFAULT;
    private float scaleAmax = 1f;

    private Builder(LevelRange levels, float[] amax) {
      this.levels = Objects.requireNonNull(levels, "levels");
      this.amax = amax.clone();
    }

    /// Sets the rule of quantization.
    ///
    /// @param rule `DIVIDE` (the default), `RECIPROCAL`, `HALF_AWAY`, or `AMAX_MULTIPLY`
    /// @return this builder
    public Builder rule(QuantizeRule rule) {
      this.rule = Objects.requireNonNull(rule, "rule");
      return this;
    }

    /// Sets the lower limit of the scale.
    ///
    /// @param floor the rule
    /// @return this builder
    public Builder floor(ScaleFloor floor) {
      this.floor = Objects.requireNonNull(floor, "floor");
      return this;
    }

    /// Sets a factor on the maxima (`scale_amax`). It acts in the quantizer only: the maxima that
    /// were given never change, so using it twice gives the same result.
    ///
    /// @param factor finite and greater than 0
    /// @return this builder
    public Builder scaleAmax(float factor) {
      QuantParams.requireScale("scaleAmax", factor);
      scaleAmax = factor;
      return this;
    }

    /// Builds the quantizer.
    ///
    /// @return the quantizer
    /// @throws QuantizationException `INVALID_RANGE` with the first maximum that is negative, NaN
    ///     or infinite
    public AmaxQuantizer build() {
      return new AmaxQuantizer(this);
    }
  }

  /// Returns the scale of a parameter.
  ///
  /// @param parameter index in the maxima
  /// @return `amax / qmax` with the floor applied; 1 for a dead channel
  public float scale(int parameter) {
    return floor.symmetric(amax[parameter], levels.max());
  }

  /// Returns the factor by which NVIDIA's form multiplies.
  ///
  /// @param parameter index in the maxima
  /// @return `fl32(qmax / amax)`; 1 for a dead channel
  public float multiplier(int parameter) {
    return floor.isDead(amax[parameter]) ? 1f : levels.max() / amax[parameter];
  }

  /// Quantizes a tensor.
  ///
  /// @param x the tensor, row-major
  /// @param layout which maximum belongs to which element
  /// @return one level per element
  /// @throws QuantizationException `NEGATIVE_IN_UNSIGNED` with the first negative element, if the
  ///     levels are unsigned
  public byte[] quantize(float[] x, ChannelLayout layout) {
    check(x, layout);
    return arrays(layout).quantize(x, factors(), new float[amax.length]);
  }

  /// Quantizes and dequantizes. Under `AMAX_MULTIPLY` a level is divided by the multiplier,
  /// otherwise multiplied by the scale.
  ///
  /// @param x the tensor, row-major
  /// @param layout which maximum belongs to which element
  /// @return the real values of the levels
  /// @throws QuantizationException as `quantize`
  public float[] fake(float[] x, ChannelLayout layout) {
    check(x, layout);
    float[] back = new float[amax.length];
    for (int c = 0; c < back.length; c++) {
      back[c] = rule == QuantizeRule.AMAX_MULTIPLY ? multiplier(c) : scale(c);
    }
    return arrays(layout).fake(x, factors(), new float[amax.length], back);
  }

  private void check(float[] x, ChannelLayout layout) {
    layout.requireLength("x", x.length);
    layout.requireParameters("amax", amax.length);
    requireSigns(x);
  }

  private RuleArrays arrays(ChannelLayout layout) {
    return new RuleArrays(rule, levels, layout);
  }

  /// What the rule divides or multiplies by; in a dead channel what takes any value to 0 or NaN.
  private float[] factors() {
    float[] factors = new float[amax.length];
    for (int c = 0; c < amax.length; c++) {
      if (floor.isDead(amax[c])) {
        boolean divides = rule == QuantizeRule.DIVIDE || rule == QuantizeRule.HALF_AWAY;
        factors[c] = divides ? Float.POSITIVE_INFINITY : 0f;
      } else {
        factors[c] =
            rule == QuantizeRule.AMAX_MULTIPLY ? multiplier(c) : rule.factor(scale(c), levels);
      }
    }
    return factors;
  }

  private void requireSigns(float[] x) {
    if (levels.isSigned()) {
      return;
    }
    float[] range = new float[2];
    boolean finite = Kernels.active().elements().levels().extremes(x, 0, x.length, range);
    if (finite && range[0] >= 0) {
      return;
    }
    for (int i = 0; i < x.length; i++) {
      if (x[i] < 0) {
        throw QuantizationException.at(
            Reason.NEGATIVE_IN_UNSIGNED, "x", i, x[i], ">= 0 for unsigned levels");
      }
    }
  }
}
