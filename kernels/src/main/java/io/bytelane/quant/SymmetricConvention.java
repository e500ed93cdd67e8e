package io.bytelane.quant;

/// By what the absolute maximum of a tensor is divided to give its symmetric scale, and which
/// levels are then used.
public enum SymmetricConvention {
  /// Divides by the largest level (127 for 8 bits) and uses the narrow range, so that `q(-x) =
  /// -q(x)`. The default for weights.
  NARROW_127,
  /// Divides by the largest level and allows the lowest one (-128), which only values beyond the
  /// absolute maximum reach.
  FULL_127,
  /// Divides by half the number of steps (127.5 for 8 bits) and uses the full range. Not odd:
  /// `q(-x)` may differ from `-q(x)`. Reproduces PyTorch observers.
  FULL_127_5;

  /// Returns the signed levels of the convention.
  ///
  /// @param bits in [2, 8]
  /// @return the narrow range for `NARROW_127`, else the full one
  public LevelRange levels(int bits) {
    return this == NARROW_127 ? LevelRange.narrow(bits) : LevelRange.signed(bits);
  }

  /// Returns the number by which the absolute maximum is divided.
  ///
  /// @param levels the levels in use
  /// @return `levels.max()`, or half of `levels.steps()` for `FULL_127_5`
  public float divisor(LevelRange levels) {
    return this == FULL_127_5 ? levels.steps() / 2f : levels.max();
  }
}
