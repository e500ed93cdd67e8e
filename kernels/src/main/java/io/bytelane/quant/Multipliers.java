package io.bytelane.quant;

import io.bytelane.quant.QuantizationException.Reason;

/// The real multiplier of requantization, `scale_in * scale_weight / scale_out`, in the precision
/// that each scheme prescribes.
public final class Multipliers {

  private Multipliers() {}

  /// Computes the multiplier of scheme `FLOAT32`: `fl32(fl32(input * weight) / output)`. It may
  /// exceed 1, be subnormal, or underflow to 0 (then every output is the zero point).
  ///
  /// @param inputScale scale of the input
  /// @param weightScale scale of the weights, of one channel
  /// @param outputScale scale of the output
  /// @return finite and not negative
  /// @throws QuantizationException `INVALID_MULTIPLIER` if the result is negative, NaN or infinite
  public static float float32(float inputScale, float weightScale, float outputScale) {
    return requireValid("multiplier", inputScale * weightScale / outputScale);
  }

  /// Computes the multiplier of scheme `FLOAT32` for every channel.
  ///
  /// @param input quantization of the input
  /// @param weights quantization of the weights
  /// @param output quantization of the output
  /// @return one multiplier per channel of the weights
  /// @throws QuantizationException `INVALID_MULTIPLIER` with the first channel
  public static float[] float32(
      QuantParams input, PerChannelQuantParams weights, QuantParams output) {
    float[] multipliers = new float[weights.channels()];
    for (int c = 0; c < multipliers.length; c++) {
      multipliers[c] = input.scale() * weights.scale(c) / output.scale();
      if (!isValid(multipliers[c])) {
        throw QuantizationException.at(
            Reason.INVALID_MULTIPLIER, "multiplier", c, multipliers[c], RULE);
      }
    }
    return multipliers;
  }

  /// Computes the multiplier of a fixed-point scheme, in double, and decomposes it.
  ///
  /// @param scheme `FIXED_DOUBLE` or `FIXED_SINGLE`
  /// @param inputScale scale of the input, finite and greater than 0
  /// @param weightScale scale of the weights, of one channel, finite and greater than 0
  /// @param outputScale scale of the output, finite and greater than 0
  /// @return the decomposition
  /// @throws QuantizationException `INVALID_MULTIPLIER` if it cannot be decomposed; `UNSUPPORTED`
  ///     for `FLOAT32`
  public static FixedPointMultiplier fixedPoint(
      RequantScheme scheme, float inputScale, float weightScale, float outputScale) {
    double real = (double) inputScale * weightScale / outputScale;
    return switch (scheme) {
      case FIXED_DOUBLE -> FixedPointMultiplier.of(real);
      case FIXED_SINGLE -> FixedPointMultiplier.saturating(real);
      case FLOAT32 ->
          throw QuantizationException.of(
              Reason.UNSUPPORTED, "scheme", scheme, "FIXED_DOUBLE or FIXED_SINGLE");
    };
  }

  /// Computes the multiplier of a fixed-point scheme for every channel.
  ///
  /// @param scheme `FIXED_DOUBLE` or `FIXED_SINGLE`
  /// @param input quantization of the input
  /// @param weights quantization of the weights
  /// @param output quantization of the output
  /// @return one decomposition per channel of the weights
  /// @throws QuantizationException as for one channel
  public static FixedPointMultiplier[] fixedPoint(
      RequantScheme scheme, QuantParams input, PerChannelQuantParams weights, QuantParams output) {
    FixedPointMultiplier[] multipliers = new FixedPointMultiplier[weights.channels()];
    for (int c = 0; c < multipliers.length; c++) {
      multipliers[c] = fixedPoint(scheme, input.scale(), weights.scale(c), output.scale());
    }
    return multipliers;
  }

  /// Checks a multiplier that was given rather than computed.
  ///
  /// @param name its name in the message
  /// @param multiplier the multiplier
  /// @return the multiplier
  /// @throws QuantizationException `INVALID_MULTIPLIER` if it is negative, NaN or infinite
  public static float requireValid(String name, float multiplier) {
    if (!isValid(multiplier)) {
      throw QuantizationException.of(Reason.INVALID_MULTIPLIER, name, multiplier, RULE);
    }
    return multiplier;
  }

  private static final String RULE = "finite and >= 0";

  private static boolean isValid(float multiplier) {
    return multiplier >= 0 && multiplier < Float.POSITIVE_INFINITY;
  }
}
