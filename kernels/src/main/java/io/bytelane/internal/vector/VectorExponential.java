package io.bytelane.internal.vector;

import static io.bytelane.internal.kernel.FunctionTerms.*;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/// The exponential function, operation by operation that of `ScalarExponential`.
final class VectorExponential {
  private VectorExponential() {}

  /// e^x for any x.
  static FloatVector any(FloatVector x) {
    FloatVector clamped = Rounding.clamp(x, UNDERFLOW, OVERFLOW);
    FloatVector rounded = clamped.mul(LOG2_E).add(ROUND);
    FloatVector power = rest(clamped, rounded.sub(ROUND));
    IntVector n = rounded.reinterpretAsInts().sub(ROUND_BITS);
    IntVector half = n.lanewise(VectorOperators.ASHR, 1);
    return power.mul(powerOfTwo(half)).mul(powerOfTwo(n.sub(half)));
  }

  /// e^x for `x <= 0`, and 0 where it is below `e^-86`.
  static FloatVector ofNegative(FloatVector x) {
    VectorMask<Float> tooSmall = x.lt(SMALLEST_EXPONENT);
    FloatVector rounded = x.mul(LOG2_E).add(ROUND);
    FloatVector power = rest(x, rounded.sub(ROUND));
    // The shift drops what ROUND put into the upper bits.
    FloatVector factor =
        rounded
            .reinterpretAsInts()
            .lanewise(VectorOperators.LSHL, FRACTION)
            .add(ONE_BITS)
            .reinterpretAsFloats();
    return power.mul(factor).blend(0f, tooSmall);
  }

  /// e^x - 1 for `x <= 0`, without cancellation near 0.
  static FloatVector lessOne(FloatVector x) {
    VectorMask<Float> tooSmall = x.lt(SMALLEST_EXPONENT);
    FloatVector rounded = x.mul(LOG2_E).add(ROUND);
    FloatVector power = restLessOne(x, rounded.sub(ROUND));
    FloatVector factor =
        rounded
            .reinterpretAsInts()
            .lanewise(VectorOperators.LSHL, FRACTION)
            .add(ONE_BITS)
            .reinterpretAsFloats();
    return power.mul(factor).add(factor.sub(1f)).blend(-1f, tooSmall);
  }

  private static FloatVector powerOfTwo(IntVector n) {
    return n.add(EXPONENT_BIAS).lanewise(VectorOperators.LSHL, FRACTION).reinterpretAsFloats();
  }

  /// e^(x - n ln 2).
  private static FloatVector rest(FloatVector x, FloatVector n) {
    return restLessOne(x, n).add(1f);
  }

  private static FloatVector restLessOne(FloatVector x, FloatVector n) {
    FloatVector r = x.sub(n.mul(LN2_HIGH)).sub(n.mul(LN2_LOW));
    FloatVector p = r.mul(EXP_6).add(EXP_5);
    p = p.mul(r).add(EXP_4);
    p = p.mul(r).add(EXP_3);
    p = p.mul(r).add(EXP_2);
    p = p.mul(r).add(1f);
    return p.mul(r);
  }
}
