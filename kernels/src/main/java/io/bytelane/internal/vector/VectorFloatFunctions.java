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
    FloatVector one = FloatVector.broadcast(Lanes.FLOAT, 1f);
    int bound = Lanes.FLOAT.loopBound(length);
    for (int i = 0; i < bound; i += Lanes.COUNT) {
      FloatVector x = FloatVector.fromArray(Lanes.FLOAT, in, inOffset + i);
      IntVector sign = x.reinterpretAsInts().and(SIGN);
      FloatVector z = x.abs();
      VectorMask<Float> small = z.lt(TANH_SERIES);
      FloatVector e = VectorExponential.ofNegative(z.mul(-2f));
      FloatVector large = one.sub(e).div(e.add(1f));
      large = large.reinterpretAsInts().or(sign).reinterpretAsFloats();
      large.blend(tanhSeries(x), small).intoArray(out, outOffset + i);
    }
    tail.tanh(in, inOffset + bound, length - bound, out, outOffset + bound);
  }

  private static FloatVector tanhSeries(FloatVector x) {
    FloatVector u = x.mul(x);
    FloatVector p = u.mul((float) (-1382.0 / 155925)).add(62f / 2835);
    p = p.mul(u).sub(17f / 315);
    p = p.mul(u).add(2f / 15);
    p = p.mul(u).sub(1f / 3);
    return p.mul(u).mul(x).add(x);
  }

  @Override
  public void erf(float[] in, int inOffset, int length, float[] out, int outOffset) {
    FloatVector one = FloatVector.broadcast(Lanes.FLOAT, 1f);
    int bound = Lanes.FLOAT.loopBound(length);
    for (int i = 0; i < bound; i += Lanes.COUNT) {
      FloatVector x = FloatVector.fromArray(Lanes.FLOAT, in, inOffset + i);
      IntVector sign = x.reinterpretAsInts().and(SIGN);
      FloatVector z = x.abs();
      VectorMask<Float> small = z.lt(ERF_SERIES);
      FloatVector large = one.sub(complement(z));
      large = large.reinterpretAsInts().or(sign).reinterpretAsFloats();
      large.blend(erfSeries(x), small).intoArray(out, outOffset + i);
    }
    tail.erf(in, inOffset + bound, length - bound, out, outOffset + bound);
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
    int bound = Lanes.FLOAT.loopBound(length);
    for (int i = 0; i < bound; i += Lanes.COUNT) {
      FloatVector x = FloatVector.fromArray(Lanes.FLOAT, in, inOffset + i);
      FloatVector inner = x.mul(x).mul(GELU_CUBE).add(1f).mul(x).mul(-GELU_TANH);
      x.div(VectorExponential.any(inner).add(1f)).intoArray(out, outOffset + i);
    }
    tail.geluTanh(in, inOffset + bound, length - bound, out, outOffset + bound);
  }
}
