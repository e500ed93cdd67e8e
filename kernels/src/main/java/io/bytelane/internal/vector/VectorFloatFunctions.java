package io.bytelane.internal.vector;

import static io.bytelane.internal.kernel.FunctionTerms.*;

import io.bytelane.internal.kernel.FloatFunctions;
import io.bytelane.internal.scalar.ScalarFloatFunctions;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/// [FloatFunctions] on vectors of the chosen width, operation by operation the scalar form, which
/// computes the values that fill no vector.
final class VectorFloatFunctions implements FloatFunctions {
  private static final int SIGN = 0x80000000;

  /// From here on every float is whole.
  private static final float WHOLE = 0x1p23f;

  private final FloatFunctions tail = new ScalarFloatFunctions();

  @Override
  public void exp(float[] in, int inOffset, int length, float[] out, int outOffset) {
    int bound = Lanes.FLOAT.loopBound(length);
    for (int i = 0; i < bound; i += Lanes.COUNT) {
      FloatVector x = FloatVector.fromArray(Lanes.FLOAT, in, inOffset + i);
      VectorExponential.any(x).intoArray(out, outOffset + i);
    }
    tail.exp(in, inOffset + bound, length - bound, out, outOffset + bound);
  }

  @Override
  public void sigmoid(float[] in, int inOffset, int length, float[] out, int outOffset) {
    FloatVector one = FloatVector.broadcast(Lanes.FLOAT, 1f);
    int bound = Lanes.FLOAT.loopBound(length);
    for (int i = 0; i < bound; i += Lanes.COUNT) {
      FloatVector x = FloatVector.fromArray(Lanes.FLOAT, in, inOffset + i);
      one.div(VectorExponential.any(x.neg()).add(1f)).intoArray(out, outOffset + i);
    }
    tail.sigmoid(in, inOffset + bound, length - bound, out, outOffset + bound);
  }

  @Override
  public void tanh(float[] in, int inOffset, int length, float[] out, int outOffset) {
    int bound = Lanes.FLOAT.loopBound(length);
    for (int i = 0; i < bound; i += Lanes.COUNT) {
      FloatVector x = FloatVector.fromArray(Lanes.FLOAT, in, inOffset + i);
      IntVector sign = x.reinterpretAsInts().and(SIGN);
      FloatVector e = VectorExponential.lessOne(x.abs().mul(-2f));
      FloatVector magnitude = e.div(e.add(2f)).abs();
      magnitude.reinterpretAsInts().or(sign).reinterpretAsFloats().intoArray(out, outOffset + i);
    }
    tail.tanh(in, inOffset + bound, length - bound, out, outOffset + bound);
  }

  /// In two passes, as C2 inlines no more operations into one method. The first leaves small
  /// arguments as they are; no other result is as small as they.
  @Override
  public void erf(float[] in, int inOffset, int length, float[] out, int outOffset) {
    int bound = Lanes.FLOAT.loopBound(length);
    erfOfLarge(in, inOffset, bound, out, outOffset);
    erfOfSmall(out, outOffset, bound);
    tail.erf(in, inOffset + bound, length - bound, out, outOffset + bound);
  }

  private static void erfOfLarge(float[] in, int inOffset, int bound, float[] out, int outOffset) {
    FloatVector one = FloatVector.broadcast(Lanes.FLOAT, 1f);
    for (int i = 0; i < bound; i += Lanes.COUNT) {
      FloatVector x = FloatVector.fromArray(Lanes.FLOAT, in, inOffset + i);
      IntVector sign = x.reinterpretAsInts().and(SIGN);
      FloatVector z = x.abs();
      FloatVector large = one.sub(complement(z));
      large = large.reinterpretAsInts().or(sign).reinterpretAsFloats();
      large.blend(x, z.lt(ERF_SERIES)).intoArray(out, outOffset + i);
    }
  }

  private static void erfOfSmall(float[] out, int outOffset, int bound) {
    for (int i = 0; i < bound; i += Lanes.COUNT) {
      FloatVector x = FloatVector.fromArray(Lanes.FLOAT, out, outOffset + i);
      x.blend(erfSeries(x), x.abs().lt(ERF_SERIES)).intoArray(out, outOffset + i);
    }
  }

  private static FloatVector erfSeries(FloatVector x) {
    FloatVector u = x.mul(x);
    FloatVector p = u.mul(1f / 9360).sub(1f / 1320);
    p = p.mul(u).add(1f / 216);
    p = p.mul(u).sub(1f / 42);
    p = p.mul(u).add(1f / 10);
    p = p.mul(u).sub(1f / 3);
    return p.mul(u).add(1f).mul(x.mul(ERF_FACTOR));
  }

  @Override
  public void gelu(float[] in, int inOffset, int length, float[] out, int outOffset) {
    int bound = Lanes.FLOAT.loopBound(length);
    for (int i = 0; i < bound; i += Lanes.COUNT) {
      FloatVector x = FloatVector.fromArray(Lanes.FLOAT, in, inOffset + i);
      FloatVector magnitude = x.abs();
      FloatVector z =
          magnitude.blend(GELU_LIMIT, magnitude.compare(VectorOperators.GT, GELU_LIMIT));
      FloatVector share = complement(z.mul(SQRT_HALF)).mul(z.mul(0.5f));
      x.blend(0f, x.lt(0f)).sub(share).intoArray(out, outOffset + i);
    }
    tail.gelu(in, inOffset + bound, length - bound, out, outOffset + bound);
  }

  /// 1 - erf(z) for `z >= 0`.
  private static FloatVector complement(FloatVector z) {
    FloatVector t = FloatVector.broadcast(Lanes.FLOAT, 1f).div(z.mul(ERF_P).add(1f));
    FloatVector p = t.mul(ERF_5).add(ERF_4);
    p = p.mul(t).add(ERF_3);
    p = p.mul(t).add(ERF_2);
    p = p.mul(t).add(ERF_1);
    return p.mul(t).mul(VectorExponential.ofNegative(z.mul(z.neg())));
  }

  @Override
  public void geluTanh(float[] in, int inOffset, int length, float[] out, int outOffset) {
    FloatVector one = FloatVector.broadcast(Lanes.FLOAT, 1f);
    int bound = Lanes.FLOAT.loopBound(length);
    for (int i = 0; i < bound; i += Lanes.COUNT) {
      FloatVector x = FloatVector.fromArray(Lanes.FLOAT, in, inOffset + i);
      FloatVector inner = x.mul(x).mul(GELU_CUBE).add(1f).mul(x).mul(GELU_TANH);
      FloatVector e = VectorExponential.ofNegative(inner.abs().neg());
      one.blend(e, inner.lt(0f)).div(e.add(1f)).mul(x).intoArray(out, outOffset + i);
    }
    tail.geluTanh(in, inOffset + bound, length - bound, out, outOffset + bound);
  }

  @Override
  public void abs(float[] in, int inOffset, int length, float[] out, int outOffset) {
    int bound = Lanes.FLOAT.loopBound(length);
    for (int i = 0; i < bound; i += Lanes.COUNT) {
      FloatVector.fromArray(Lanes.FLOAT, in, inOffset + i).abs().intoArray(out, outOffset + i);
    }
    tail.abs(in, inOffset + bound, length - bound, out, outOffset + bound);
  }

  @Override
  public void negate(float[] in, int inOffset, int length, float[] out, int outOffset) {
    int bound = Lanes.FLOAT.loopBound(length);
    for (int i = 0; i < bound; i += Lanes.COUNT) {
      FloatVector.fromArray(Lanes.FLOAT, in, inOffset + i).neg().intoArray(out, outOffset + i);
    }
    tail.negate(in, inOffset + bound, length - bound, out, outOffset + bound);
  }

  @Override
  public void sqrt(float[] in, int inOffset, int length, float[] out, int outOffset) {
    int bound = Lanes.FLOAT.loopBound(length);
    for (int i = 0; i < bound; i += Lanes.COUNT) {
      FloatVector.fromArray(Lanes.FLOAT, in, inOffset + i).sqrt().intoArray(out, outOffset + i);
    }
    tail.sqrt(in, inOffset + bound, length - bound, out, outOffset + bound);
  }

  @Override
  public void reciprocal(float[] in, int inOffset, int length, float[] out, int outOffset) {
    FloatVector one = FloatVector.broadcast(Lanes.FLOAT, 1f);
    int bound = Lanes.FLOAT.loopBound(length);
    for (int i = 0; i < bound; i += Lanes.COUNT) {
      one.div(FloatVector.fromArray(Lanes.FLOAT, in, inOffset + i)).intoArray(out, outOffset + i);
    }
    tail.reciprocal(in, inOffset + bound, length - bound, out, outOffset + bound);
  }

  @Override
  public void floor(float[] in, int inOffset, int length, float[] out, int outOffset) {
    int bound = Lanes.FLOAT.loopBound(length);
    for (int i = 0; i < bound; i += Lanes.COUNT) {
      FloatVector x = FloatVector.fromArray(Lanes.FLOAT, in, inOffset + i);
      floor(x).intoArray(out, outOffset + i);
    }
    tail.floor(in, inOffset + bound, length - bound, out, outOffset + bound);
  }

  @Override
  public void ceil(float[] in, int inOffset, int length, float[] out, int outOffset) {
    int bound = Lanes.FLOAT.loopBound(length);
    for (int i = 0; i < bound; i += Lanes.COUNT) {
      FloatVector x = FloatVector.fromArray(Lanes.FLOAT, in, inOffset + i);
      floor(x.neg()).neg().intoArray(out, outOffset + i);
    }
    tail.ceil(in, inOffset + bound, length - bound, out, outOffset + bound);
  }

  @Override
  public void round(float[] in, int inOffset, int length, float[] out, int outOffset) {
    int bound = Lanes.FLOAT.loopBound(length);
    for (int i = 0; i < bound; i += Lanes.COUNT) {
      FloatVector x = FloatVector.fromArray(Lanes.FLOAT, in, inOffset + i);
      round(x).intoArray(out, outOffset + i);
    }
    tail.round(in, inOffset + bound, length - bound, out, outOffset + bound);
  }

  /// The nearest whole numbers: where the magnitude plus 2^23 has no fraction left. Larger lanes
  /// are whole; they and NaN stay.
  private static FloatVector round(FloatVector x) {
    IntVector sign = x.reinterpretAsInts().and(SIGN);
    FloatVector magnitude = x.abs();
    FloatVector whole = magnitude.add(WHOLE).sub(WHOLE);
    FloatVector signed = whole.reinterpretAsInts().or(sign).reinterpretAsFloats();
    return x.blend(signed, magnitude.lt(WHOLE));
  }

  private static FloatVector floor(FloatVector x) {
    FloatVector nearest = round(x);
    return nearest.blend(nearest.sub(1f), nearest.compare(VectorOperators.GT, x));
  }

  @Override
  public void sign(float[] in, int inOffset, int length, float[] out, int outOffset) {
    int bound = Lanes.FLOAT.loopBound(length);
    for (int i = 0; i < bound; i += Lanes.COUNT) {
      FloatVector x = FloatVector.fromArray(Lanes.FLOAT, in, inOffset + i);
      sign(x).intoArray(out, outOffset + i);
    }
    tail.sign(in, inOffset + bound, length - bound, out, outOffset + bound);
  }

  private static FloatVector sign(FloatVector x) {
    IntVector one = x.reinterpretAsInts().and(SIGN).or(ONE_BITS);
    return x.blend(one.reinterpretAsFloats(), x.abs().compare(VectorOperators.GT, 0f));
  }

  @Override
  public void softsign(float[] in, int inOffset, int length, float[] out, int outOffset) {
    int bound = Lanes.FLOAT.loopBound(length);
    for (int i = 0; i < bound; i += Lanes.COUNT) {
      FloatVector x = FloatVector.fromArray(Lanes.FLOAT, in, inOffset + i);
      x.div(x.abs().add(1f)).intoArray(out, outOffset + i);
    }
    tail.softsign(in, inOffset + bound, length - bound, out, outOffset + bound);
  }

  @Override
  public void log(float[] in, int inOffset, int length, float[] out, int outOffset) {
    int bound = Lanes.FLOAT.loopBound(length);
    for (int i = 0; i < bound; i += Lanes.COUNT) {
      FloatVector x = FloatVector.fromArray(Lanes.FLOAT, in, inOffset + i);
      VectorMask<Float> tiny = x.lt(SMALLEST_NORMAL);
      IntVector bits = x.blend(x.mul(0x1p23f), tiny).reinterpretAsInts().sub(SQRT_HALF_BITS);
      FloatVector n =
          (FloatVector)
              bits.lanewise(VectorOperators.ASHR, FRACTION).convert(VectorOperators.I2F, 0);
      n = n.blend(n.sub(FRACTION), tiny);
      FloatVector f = bits.and(FRACTION_MASK).add(SQRT_HALF_BITS).reinterpretAsFloats().sub(1f);
      FloatVector y = n.mul(LN2_HIGH).add(n.mul(LN2_LOW).add(logSeries(f)));
      y = y.blend(x, x.eq(Float.POSITIVE_INFINITY));
      y = y.blend(Float.NEGATIVE_INFINITY, x.eq(0f));
      y.blend(Float.NaN, x.lt(0f).or(x.test(VectorOperators.IS_NAN))).intoArray(out, outOffset + i);
    }
    tail.log(in, inOffset + bound, length - bound, out, outOffset + bound);
  }

  /// ln(1 + f) for 1 + f in sqrt(1/2) .. sqrt(2).
  private static FloatVector logSeries(FloatVector f) {
    FloatVector s = f.div(f.add(2f));
    FloatVector u = s.mul(s);
    FloatVector p = u.mul(1f / 9).add(1f / 7);
    p = p.mul(u).add(1f / 5);
    p = p.mul(u).add(1f / 3);
    return p.mul(u).add(1f).mul(s.mul(2f));
  }

  @Override
  public void softplus(float[] in, int inOffset, int length, float[] out, int outOffset) {
    int bound = Lanes.FLOAT.loopBound(length);
    for (int i = 0; i < bound; i += Lanes.COUNT) {
      FloatVector x = FloatVector.fromArray(Lanes.FLOAT, in, inOffset + i);
      FloatVector t = VectorExponential.ofNegative(x.abs().neg());
      FloatVector s = t.div(t.add(2f));
      FloatVector u = s.mul(s);
      FloatVector p = u.mul(1f / 13).add(1f / 11);
      p = p.mul(u).add(1f / 9);
      p = p.mul(u).add(1f / 7);
      p = p.mul(u).add(1f / 5);
      p = p.mul(u).add(1f / 3);
      FloatVector series = p.mul(u).add(1f).mul(s.mul(2f));
      series.add(x.blend(0f, x.lt(0f))).intoArray(out, outOffset + i);
    }
    tail.softplus(in, inOffset + bound, length - bound, out, outOffset + bound);
  }

  @Override
  public void mish(float[] in, int inOffset, int length, float[] out, int outOffset) {
    int bound = Lanes.FLOAT.loopBound(length);
    for (int i = 0; i < bound; i += Lanes.COUNT) {
      FloatVector x = FloatVector.fromArray(Lanes.FLOAT, in, inOffset + i);
      FloatVector limited = x.blend(MISH_LIMIT, x.compare(VectorOperators.GT, MISH_LIMIT));
      FloatVector t = VectorExponential.any(limited);
      FloatVector n = t.add(2f).mul(t);
      n.div(n.add(2f)).mul(x).intoArray(out, outOffset + i);
    }
    tail.mish(in, inOffset + bound, length - bound, out, outOffset + bound);
  }

  @Override
  public void above(
      float[] in, int inOffset, int length, float threshold, float[] out, int outOffset) {
    FloatVector zero = FloatVector.zero(Lanes.FLOAT);
    int bound = Lanes.FLOAT.loopBound(length);
    for (int i = 0; i < bound; i += Lanes.COUNT) {
      FloatVector x = FloatVector.fromArray(Lanes.FLOAT, in, inOffset + i);
      zero.blend(x, x.compare(VectorOperators.GT, threshold)).intoArray(out, outOffset + i);
    }
    tail.above(in, inOffset + bound, length - bound, threshold, out, outOffset + bound);
  }

  @Override
  public void hardSigmoid(
      float[] in, int inOffset, int length, float slope, float shift, float[] out, int outOffset) {
    int bound = Lanes.FLOAT.loopBound(length);
    for (int i = 0; i < bound; i += Lanes.COUNT) {
      FloatVector x = FloatVector.fromArray(Lanes.FLOAT, in, inOffset + i);
      Rounding.clamp(x.mul(slope).add(shift), 0f, 1f).intoArray(out, outOffset + i);
    }
    tail.hardSigmoid(in, inOffset + bound, length - bound, slope, shift, out, outOffset + bound);
  }

  @Override
  public void hardSwish(float[] in, int inOffset, int length, float[] out, int outOffset) {
    int bound = Lanes.FLOAT.loopBound(length);
    for (int i = 0; i < bound; i += Lanes.COUNT) {
      FloatVector x = FloatVector.fromArray(Lanes.FLOAT, in, inOffset + i);
      Rounding.clamp(x.mul(SIXTH).add(0.5f), 0f, 1f).mul(x).intoArray(out, outOffset + i);
    }
    tail.hardSwish(in, inOffset + bound, length - bound, out, outOffset + bound);
  }

  @Override
  public void elu(
      float[] in,
      int inOffset,
      int length,
      float inner,
      float negative,
      float positive,
      float[] out,
      int outOffset) {
    int bound = Lanes.FLOAT.loopBound(length);
    for (int i = 0; i < bound; i += Lanes.COUNT) {
      FloatVector x = FloatVector.fromArray(Lanes.FLOAT, in, inOffset + i);
      FloatVector below = VectorExponential.lessOne(x.mul(inner)).mul(negative);
      x.mul(positive).blend(below, x.lt(0f)).intoArray(out, outOffset + i);
    }
    tail.elu(
        in, inOffset + bound, length - bound, inner, negative, positive, out, outOffset + bound);
  }
}
