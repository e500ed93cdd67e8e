package io.bytelane.reference;

/// Elementwise operators on single 8-bit levels (section 5.4 of the numeric contract). Levels and
/// results lie in [low, high] of the types meant.
public final class ReferenceElementwise {
  private ReferenceElementwise() {}

  /// Add: `sat(rint(fl32(fl32(a' * m_a) + fl32(b' * m_b))) + z_c)` with `a' = a - z_a` and
  /// `m_a = fl32(s_a / s_c)`.
  public static int add(
      int a,
      ReferenceQuantParams pa,
      int b,
      ReferenceQuantParams pb,
      ReferenceQuantParams out,
      int low,
      int high) {
    float x = (a - pa.zeroPoint()) * (pa.scale() / out.scale());
    float y = (b - pb.zeroPoint()) * (pb.scale() / out.scale());
    return place(x + y, out, low, high);
  }

  /// Sub: as [#add], the second term subtracted.
  public static int sub(
      int a,
      ReferenceQuantParams pa,
      int b,
      ReferenceQuantParams pb,
      ReferenceQuantParams out,
      int low,
      int high) {
    float x = (a - pa.zeroPoint()) * (pa.scale() / out.scale());
    float y = (b - pb.zeroPoint()) * (pb.scale() / out.scale());
    return place(x - y, out, low, high);
  }

  /// Mul: `sat(rint(fl32(float(a' * b') * fl32(fl32(s_a * s_b) / s_c))) + z_c)`.
  public static int mul(
      int a,
      ReferenceQuantParams pa,
      int b,
      ReferenceQuantParams pb,
      ReferenceQuantParams out,
      int low,
      int high) {
    int product = (a - pa.zeroPoint()) * (b - pb.zeroPoint());
    float m = pa.scale() * pb.scale() / out.scale();
    return place((float) product * m, out, low, high);
  }

  /// Rescale, for operators that move bytes between different parameters (Concat, Pad, Min ...):
  /// `sat(rint(fl32((q - z_i) * fl32(s_i / s_c))) + z_c)`; equal parameters copy, except levels
  /// that
  /// the type of the output does not have.
  public static int rescale(
      int q, ReferenceQuantParams in, ReferenceQuantParams out, int low, int high) {
    return in.equals(out)
        ? ReferenceRequantize.saturate(q, low, high)
        : place((q - in.zeroPoint()) * (in.scale() / out.scale()), out, low, high);
  }

  private static int place(float v, ReferenceQuantParams out, int low, int high) {
    return ReferenceRequantize.saturate(Math.rint((double) v) + out.zeroPoint(), low, high);
  }
}
