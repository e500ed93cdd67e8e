package io.bytelane.models.calibration;

import io.bytelane.quant.LevelRange;

/// Which of the levels that n bits hold are used.
public enum LevelKind {
  /// All of them.
  FULL,
  /// Without the lowest signed one, so that the range is symmetric around 0.
  NARROW,
  /// Those of one bit less, as models for runtimes that saturate in 16 bits.
  REDUCED;

  /// Returns the levels.
  ///
  /// @param bits in [2, 8], for `REDUCED` in [3, 8]
  /// @param signed true for signed levels; unsigned levels have no narrow range
  /// @return the levels
  /// @throws io.bytelane.quant.QuantizationException `INVALID_RANGE`
  public LevelRange levels(int bits, boolean signed) {
    int used = this == REDUCED ? bits - 1 : bits;
    if (!signed) {
      return LevelRange.unsigned(used);
    }
    return this == NARROW ? LevelRange.narrow(used) : LevelRange.signed(used);
  }
}
