package io.bytelane.reference;

/// Dynamic quantization: parameters from the data of one call (section 6 of the numeric contract).
public final class ReferenceDynamic {
  private ReferenceDynamic() {}

  /// Returns the parameters of `x[offset .. offset + length)`: with the range widened to hold 0,
  /// `s = fl32(fl32(hi - lo) / 255)`, u8 `z = rint(sat(fl32(0 - fl32(lo / s)), 0, 255))`, s8
  /// `z = sat(rint(-128 - lo / s))`. A range of 0 gives s = 1, z = 0.
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
    float scale = (hi - lo) / 255f;
    if (scale == 0) {
      return new ReferenceQuantParams(1f, 0);
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
