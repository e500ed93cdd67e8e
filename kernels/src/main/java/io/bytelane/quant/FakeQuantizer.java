package io.bytelane.quant;

import io.bytelane.internal.dispatch.Kernels;
import io.bytelane.internal.kernel.FloatArithmetic;
import io.bytelane.quant.QuantizationException.Reason;

/// Fake quantization of single values, and the scaling that may precede it: what a float network
/// computes to imitate an integer one.
public final class FakeQuantizer {

  private FakeQuantizer() {}

  /// Quantizes and dequantizes one value: `fl32(float(q - zeroPoint) * scale)`, with `q` by the
  /// default rule.
  ///
  /// @param x any float
  /// @param params scale and zero point
  /// @param levels the levels to use, within the type of `params`
  /// @return the value that the level of `x` stands for
  public static float affine(float x, QuantParams params, LevelRange levels) {
    int zeroPoint = params.zeroPoint();
    return params.dequantize(
        QuantParams.quantize(x, params.scale(), zeroPoint, levels.min(), levels.max()));
  }

  /// Quantizes and dequantizes by NVIDIA's affine form, whose range is not widened to hold 0: `step
  /// = (max - min) / (2^bits - 1)`, `offset = rint(min / step) + 2^(bits - 1)`, `y = (sat(rint(x /
  /// step) - offset) + offset) * step`.
  ///
  /// @param x the values; a NaN among them is taken for 0
  /// @param min smallest value of the range, finite
  /// @param max largest value of the range, finite and greater than `min`
  /// @param bits in [2, 8]
  /// @return one value per element
  /// @throws QuantizationException `INVALID_RANGE`
  public static float[] nvidiaAffine(float[] x, float min, float max, int bits) {
    LevelRange levels = LevelRange.signed(bits);
    float step = (max - min) / levels.steps();
    if (!(step > 0) || Float.isInfinite(step)) {
      throw QuantizationException.of(
          Reason.INVALID_RANGE, "max", max, "finite, with a finite step above min = " + min);
    }
    double offset = Math.rint(min / step) - levels.min();
    float[] y = new float[x.length];
    for (int i = 0; i < x.length; i++) {
      double level = Float.isNaN(x[i]) ? -offset : Math.rint(x[i] / step) - offset;
      y[i] = (float) (Math.clamp(level, levels.min(), levels.max()) + offset) * step;
    }
    return y;
  }

  /// Multiplies a tensor by its pre-scale (`pre_quant_scale`), as happens before quantization and
  /// also where quantization is switched off.
  ///
  /// @param x the tensor, row-major
  /// @param factors one per parameter of the layout, each finite and greater than 0
  /// @param layout which factor belongs to which element
  /// @return `fl32(x * factor)` for each element
  /// @throws QuantizationException `INVALID_SCALE` with the first factor that breaks the rule
  public static float[] preScale(float[] x, float[] factors, ChannelLayout layout) {
    layout.requireLength("x", x.length);
    layout.requireParameters("factors", factors.length);
    for (int c = 0; c < factors.length; c++) {
      if (!(factors[c] > 0) || factors[c] == Float.POSITIVE_INFINITY) {
        throw QuantizationException.at(
            Reason.INVALID_SCALE, "factors", c, factors[c], "finite and > 0");
      }
    }
    float[] scaled = new float[x.length];
    FloatArithmetic arithmetic = Kernels.active().elements().floats().arithmetic();
    new ParameterBlocks(layout, factors)
        .forEach(
            (from, length, spread) ->
                arithmetic.multiply(x, from, spread[0], 0, length, scaled, from));
    return scaled;
  }
}
