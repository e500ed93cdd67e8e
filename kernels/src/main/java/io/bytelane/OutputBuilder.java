package io.bytelane;

import io.bytelane.internal.check.Checks;
import io.bytelane.quant.ClampRange;
import io.bytelane.quant.FixedPointMultiplier;
import io.bytelane.quant.PerChannelQuantParams;
import io.bytelane.quant.QuantParams;
import io.bytelane.quant.QuantizationException;
import io.bytelane.quant.QuantizationException.Reason;
import io.bytelane.quant.RequantScheme;
import java.util.Objects;

/// Describes what becomes of the int32 sums of an int8 operator; what layers with weights and
/// [Int8Gemm] have in common.
///
/// The output is one of three: int8 after [#output(QuantParams)], the int32 accumulators after
/// [#outputInt32()], real values after [#outputFloat()]. A builder is mutable and meant for one
/// thread; the operators that it builds are immutable.
///
/// @param <B> the concrete builder
public abstract sealed class OutputBuilder<B extends OutputBuilder<B>>
    permits QuantizedLayerBuilder, Int8Gemm.Builder {

  /// What `run` writes.
  enum OutputKind {
    INT8,
    INT32,
    FLOAT32
  }

  String name = "layer";
  QuantParams input;
  PerChannelQuantParams weightParams;
  int[] bias;
  OutputKind outputKind;
  QuantParams output;
  ClampRange clamp;
  RequantScheme scheme = RequantScheme.FLOAT32;
  FixedPointMultiplier[] fixedPoint;
  float floatMin = Float.NEGATIVE_INFINITY;
  float floatMax = Float.POSITIVE_INFINITY;
  boolean wrap;

  OutputBuilder() {}

  abstract B self();

  /// Names the layer in error messages. Default: `layer`.
  public B name(String layerName) {
    name = Objects.requireNonNull(layerName, "name");
    return self();
  }

  /// Sets the int32 bias, one value for each output channel, at scale `input scale * weight scale`
  /// and zero point 0. Default, and null: no bias.
  public B bias(int[] values) {
    bias = values;
    return self();
  }

  /// Asks for int8 output, requantized by the scheme of the layer, by default `FLOAT32`:
  /// `clamp(rint(fl32(float(acc) * m)) + zero point, min, max)`, half to even, with
  /// `m = fl32(fl32(input scale * weight scale) / output scale)`.
  public B output(QuantParams params) {
    output = Objects.requireNonNull(params, "output");
    outputKind = OutputKind.INT8;
    return self();
  }

  /// Asks for the int32 accumulators, bias included.
  public B outputInt32() {
    output = null;
    outputKind = OutputKind.INT32;
    return self();
  }

  /// Asks for real values: `fl32(float(acc) * fl32(input scale * weight scale))`.
  public B outputFloat() {
    output = null;
    outputKind = OutputKind.FLOAT32;
    return self();
  }

  /// Sets the rule by which accumulators become int8 levels; its multipliers derive from the
  /// scales. Default: `FLOAT32`.
  public B scheme(RequantScheme rule) {
    scheme = Objects.requireNonNull(rule, "scheme");
    fixedPoint = null;
    return self();
  }

  /// Sets a fixed-point rule with multipliers that were given, as in a model file of TFLite or
  /// CMSIS-NN. The scales of input, weights and output are not used then; zero points and types
  /// are. Replaces, and is replaced by, [#scheme(RequantScheme)].
  ///
  /// @param rule `FIXED_DOUBLE` or `FIXED_SINGLE`
  /// @param multipliers one for all output channels, or one for each; not negative; copied
  /// @throws QuantizationException `UNSUPPORTED` for `FLOAT32`; `INVALID_MULTIPLIER` with the first
  ///     negative multiplier
  public B fixedPointMultipliers(RequantScheme rule, FixedPointMultiplier... multipliers) {
    if (Objects.requireNonNull(rule, "scheme") == RequantScheme.FLOAT32) {
      throw QuantizationException.of(
          Reason.UNSUPPORTED, "scheme", rule, "FIXED_DOUBLE or FIXED_SINGLE");
    }
    FixedPointMultiplier[] own = multipliers.clone();
    for (int c = 0; c < own.length; c++) {
      if (own[c].multiplier() < 0) {
        throw QuantizationException.at(
            Reason.INVALID_MULTIPLIER, "multipliers", c, own[c], "multiplier >= 0");
      }
    }
    scheme = rule;
    fixedPoint = own;
    return self();
  }

  /// Clamps int8 output to levels, as a fused activation does. Default: the range of the type.
  public B clamp(ClampRange range) {
    clamp = Objects.requireNonNull(range, "clamp");
    return self();
  }

  /// Clamps float output to real values. Default: no clamp.
  public B clamp(float min, float max) {
    Checks.that(min <= max, "min", min, "<= max = " + max);
    floatMin = min;
    floatMax = max;
    return self();
  }

  /// Lets sums beyond int32 wrap around, as ONNX MatMulInteger and ConvInteger do, instead of
  /// refusing operands that could overflow.
  public B wrapAccumulator() {
    wrap = true;
    return self();
  }

  /// Checks bias and output.
  void checkOutput(int channels) {
    if (bias != null) {
      Checks.length(name + ": bias", bias.length, channels);
    }
    Checks.that(
        outputKind != null, name + ": output", null, "set by output, outputInt32 or outputFloat");
    if (fixedPoint != null && fixedPoint.length != 1) {
      Checks.length(name + ": multipliers", fixedPoint.length, channels);
    }
    if (clamp != null) {
      Checks.that(
          output != null
              && output.type().contains(clamp.min())
              && output.type().contains(clamp.max()),
          name + ": clamp",
          clamp,
          "within the type of the int8 output");
    }
  }
}
