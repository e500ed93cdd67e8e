package io.bytelane.reference;

/// Dynamic quantization: parameters from the data of one call (section 6 of the numeric contract).
public final class ReferenceDynamic {
  private ReferenceDynamic() {}

  /// Returns the parameters of `x[offset .. offset + length)`: with the range widened to hold 0,
  /// `s = fl32(fl32(hi - lo) / 255)`, u8 `z = rint(sat(fl32(0 - fl32(lo / s)), 0, 255))`, s8
  /// `z = sat(rint(-128 - lo / s))`. A range beyond float32 is divided in double. Where the scale
  /// would be 0 (all-zero or subnormal data) s = 1 and z is the lowest level, 0 or -128, so that
  /// the levels of zeros are 0 as ONNX Runtime's are, or -128.
  ///
  /// @param unsigned u8 or s8
  /// @param row named in the refusal
  /// @throws ReferenceRefusal `NonFiniteData` with the row
  public static ReferenceQuantParams parameters(
      float[] x, int offset, int length, boolean unsigned, int row) {
    float lo = 0;
    float hi = 0;
    for (int i = offset; i < offset + length; i++) {
      if (!Float.isFinite(x[i])) {
        throw new ReferenceRefusal("NonFiniteData", row, "x[" + i + "]: " + x[i] + " (finite)");
      }
      lo = Math.min(lo, x[i]);
      hi = Math.max(hi, x[i]);
    }
    boolean wide = hi - lo == Float.POSITIVE_INFINITY;
    float scale = wide ? (float) (((double) hi - lo) / 255) : (hi - lo) / 255f;
    if (scale == 0) {
      return new ReferenceQuantParams(1f, unsigned ? 0 : -128);
    }
    int z =
        unsigned
            ? (int) Math.rint(Math.max(0, Math.min(255, (double) (0f - lo / scale))))
            : ReferenceRequantize.saturate(Math.rint((double) (-128f - lo / scale)), -128, 127);
    return new ReferenceQuantParams(scale, z);
  }

  /// Returns the float32 output `fl32(float(acc) * fl32(inputScale * weightScale)) + bias`.
  public static float output(int acc, float inputScale, float weightScale, float bias) {
    return (float) acc * (inputScale * weightScale) + bias;
  }
}
