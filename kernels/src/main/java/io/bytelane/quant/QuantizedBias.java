package io.bytelane.quant;

/// A bias on the int32 scale of the accumulator. Immutable; arrays are copied on the way out.
public final class QuantizedBias {

  private final int[] levels;
  private final float[] scales;
  private final int[] saturatedChannels;

  QuantizedBias(int[] levels, float[] scales, int[] saturatedChannels) {
    this.levels = levels;
    this.scales = scales;
    this.saturatedChannels = saturatedChannels;
  }

  /// Returns a copy of the levels.
  ///
  /// @return one int32 per output channel
  public int[] levels() {
    return levels.clone();
  }

  /// Returns a copy of the scales.
  ///
  /// @return `fl32(input scale * weight scale)` per output channel
  public float[] scales() {
    return scales.clone();
  }

  /// Returns the channels whose bias lies beyond int32 and was saturated, ascending.
  ///
  /// @return a copy; empty if none
  public int[] saturatedChannels() {
    return saturatedChannels.clone();
  }

  /// Returns the levels with the constant zero-point term of the accumulator folded in: `level -
  /// inputZeroPoint * (sum of the weights of the channel)`.
  ///
  /// @param inputZeroPoint zero point of the layer's input
  /// @param weightSums sum of the quantized weights of each output channel
  /// @return a new array
  /// @throws QuantizationException `ACCUMULATOR_OVERFLOW` with the first channel that leaves int32
  public int[] withInputZeroPoint(int inputZeroPoint, int[] weightSums) {
    if (weightSums.length != levels.length) {
      throw new IllegalArgumentException(
          "weightSums.length: " + weightSums.length + " (expected: " + levels.length + ")");
    }
    int[] folded = new int[levels.length];
    for (int o = 0; o < folded.length; o++) {
      long value = levels[o] - (long) inputZeroPoint * weightSums[o];
      if (value != (int) value) {
        throw QuantizationException.at(
            QuantizationException.Reason.ACCUMULATOR_OVERFLOW,
            "folded bias",
            o,
            value,
            "in [-2147483648, 2147483647]");
      }
      folded[o] = (int) value;
    }
    return folded;
  }
}
