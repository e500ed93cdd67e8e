package io.bytelane.reference;

import java.util.function.DoubleUnaryOperator;

/// Unary operators on 8-bit levels as tables of 256 entries, all arithmetic in double.
public final class ReferenceLookup {
  private ReferenceLookup() {}

  /// Returns the table `T[q] = sat(rint(f((q - z_in) * s_in) / s_out) + z_out)`. Entry 0 belongs to
  /// the smallest input level: -128, or 0 if `unsignedInput`.
  ///
  /// @param f the real function
  /// @param in input parameters
  /// @param unsignedInput whether input levels are 0..255
  /// @param out output parameters
  /// @param low smallest output level
  /// @param high largest output level
  public static int[] table(
      DoubleUnaryOperator f,
      ReferenceQuantParams in,
      boolean unsignedInput,
      ReferenceQuantParams out,
      int low,
      int high) {
    int[] table = new int[256];
    for (int i = 0; i < 256; i++) {
      int q = i + ReferenceByte.min(unsignedInput);
      double y = f.applyAsDouble((q - in.zeroPoint()) * (double) in.scale());
      table[i] =
          ReferenceRequantize.saturate(
              Math.rint(y / (double) out.scale()) + out.zeroPoint(), low, high);
    }
    return table;
  }
}
