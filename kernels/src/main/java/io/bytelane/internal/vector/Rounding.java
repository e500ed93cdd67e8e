package io.bytelane.internal.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/// Rounding of float lanes to integers, half to even.
final class Rounding {
  /// 1.5 * 2^23: a float of this size has a unit in the last place of 1, so adding it rounds to an
  /// integer by the half-to-even rule of the addition.
  private static final float MAGIC = 12582912f;

  private static final int MAGIC_BITS = 0x4B400000;

  private Rounding() {}

  /// Clamps lanes that are not NaN. Comparison and blend: `FloatVector.max` has to care for NaN and
  /// the sign of zero, which costs several instructions.
  static FloatVector clamp(FloatVector value, float low, float high) {
    FloatVector raised = value.blend(low, value.lt(low));
    return raised.blend(high, raised.compare(VectorOperators.GT, high));
  }

  /// Rounds lanes, none of them NaN, half to even and clamps them to `low .. high`, both below 2^21
  /// in magnitude. The lower 16 bits of a lane are those of the result, the others have no meaning.
  ///
  /// Clamping comes last, in integer lanes: the order of the bit patterns is that of the sums, also
  /// of sums that are too large to be rounded, and integer minima cost one instruction.
  static IntVector levels(FloatVector value, int low, int high) {
    return value.add(MAGIC).reinterpretAsInts().max(MAGIC_BITS + low).min(MAGIC_BITS + high);
  }

  /// Rounds lanes with `abs(value) < 2^22`; other lanes, NaN included, give undefined integers.
  static IntVector halfEven(FloatVector value) {
    return value.add(MAGIC).reinterpretAsInts().sub(MAGIC_BITS);
  }
}
