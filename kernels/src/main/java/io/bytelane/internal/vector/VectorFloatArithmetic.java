package io.bytelane.internal.vector;

import io.bytelane.internal.kernel.FloatArithmetic;
import io.bytelane.internal.scalar.ScalarFloatArithmetic;
import jdk.incubator.vector.FloatVector;

/// [FloatArithmetic] on vectors of the chosen width. Values that fill no vector are left to the
/// scalar form.
final class VectorFloatArithmetic implements FloatArithmetic {
  private final FloatArithmetic tail = new ScalarFloatArithmetic();

  @Override
  public void add(
      float[] a, int aOffset, float[] b, int bOffset, int length, float[] out, int outOffset) {
    int bound = Lanes.FLOAT.loopBound(length);
    for (int i = 0; i < bound; i += Lanes.COUNT) {
      FloatVector.fromArray(Lanes.FLOAT, a, aOffset + i)
          .add(FloatVector.fromArray(Lanes.FLOAT, b, bOffset + i))
          .intoArray(out, outOffset + i);
    }
    tail.add(a, aOffset + bound, b, bOffset + bound, length - bound, out, outOffset + bound);
  }

  @Override
  public void subtract(
      float[] a, int aOffset, float[] b, int bOffset, int length, float[] out, int outOffset) {
    int bound = Lanes.FLOAT.loopBound(length);
    for (int i = 0; i < bound; i += Lanes.COUNT) {
      FloatVector.fromArray(Lanes.FLOAT, a, aOffset + i)
          .sub(FloatVector.fromArray(Lanes.FLOAT, b, bOffset + i))
          .intoArray(out, outOffset + i);
    }
    tail.subtract(a, aOffset + bound, b, bOffset + bound, length - bound, out, outOffset + bound);
  }

  @Override
  public void multiply(
      float[] a, int aOffset, float[] b, int bOffset, int length, float[] out, int outOffset) {
    int bound = Lanes.FLOAT.loopBound(length);
    for (int i = 0; i < bound; i += Lanes.COUNT) {
      FloatVector.fromArray(Lanes.FLOAT, a, aOffset + i)
          .mul(FloatVector.fromArray(Lanes.FLOAT, b, bOffset + i))
          .intoArray(out, outOffset + i);
    }
    tail.multiply(a, aOffset + bound, b, bOffset + bound, length - bound, out, outOffset + bound);
  }

  @Override
  public void divide(
      float[] a, int aOffset, float[] b, int bOffset, int length, float[] out, int outOffset) {
    int bound = Lanes.FLOAT.loopBound(length);
    for (int i = 0; i < bound; i += Lanes.COUNT) {
      FloatVector.fromArray(Lanes.FLOAT, a, aOffset + i)
          .div(FloatVector.fromArray(Lanes.FLOAT, b, bOffset + i))
          .intoArray(out, outOffset + i);
    }
    tail.divide(a, aOffset + bound, b, bOffset + bound, length - bound, out, outOffset + bound);
  }

  @Override
  public void min(
      float[] a, int aOffset, float[] b, int bOffset, int length, float[] out, int outOffset) {
    int bound = Lanes.FLOAT.loopBound(length);
    for (int i = 0; i < bound; i += Lanes.COUNT) {
      FloatVector.fromArray(Lanes.FLOAT, a, aOffset + i)
          .min(FloatVector.fromArray(Lanes.FLOAT, b, bOffset + i))
          .intoArray(out, outOffset + i);
    }
    tail.min(a, aOffset + bound, b, bOffset + bound, length - bound, out, outOffset + bound);
  }

  @Override
  public void max(
      float[] a, int aOffset, float[] b, int bOffset, int length, float[] out, int outOffset) {
    int bound = Lanes.FLOAT.loopBound(length);
    for (int i = 0; i < bound; i += Lanes.COUNT) {
      FloatVector.fromArray(Lanes.FLOAT, a, aOffset + i)
          .max(FloatVector.fromArray(Lanes.FLOAT, b, bOffset + i))
          .intoArray(out, outOffset + i);
    }
    tail.max(a, aOffset + bound, b, bOffset + bound, length - bound, out, outOffset + bound);
  }

  @Override
  public void add(float[] a, int aOffset, float b, int length, float[] out, int outOffset) {
    int bound = Lanes.FLOAT.loopBound(length);
    for (int i = 0; i < bound; i += Lanes.COUNT) {
      FloatVector.fromArray(Lanes.FLOAT, a, aOffset + i).add(b).intoArray(out, outOffset + i);
    }
    tail.add(a, aOffset + bound, b, length - bound, out, outOffset + bound);
  }

  @Override
  public void multiply(float[] a, int aOffset, float b, int length, float[] out, int outOffset) {
    int bound = Lanes.FLOAT.loopBound(length);
    for (int i = 0; i < bound; i += Lanes.COUNT) {
      FloatVector.fromArray(Lanes.FLOAT, a, aOffset + i).mul(b).intoArray(out, outOffset + i);
    }
    tail.multiply(a, aOffset + bound, b, length - bound, out, outOffset + bound);
  }

  @Override
  public void divide(float[] a, int aOffset, float b, int length, float[] out, int outOffset) {
    int bound = Lanes.FLOAT.loopBound(length);
    for (int i = 0; i < bound; i += Lanes.COUNT) {
      FloatVector.fromArray(Lanes.FLOAT, a, aOffset + i).div(b).intoArray(out, outOffset + i);
    }
    tail.divide(a, aOffset + bound, b, length - bound, out, outOffset + bound);
  }

  @Override
  public void clamp(
      float[] a, int aOffset, float low, float high, int length, float[] out, int outOffset) {
    int bound = Lanes.FLOAT.loopBound(length);
    for (int i = 0; i < bound; i += Lanes.COUNT) {
      FloatVector.fromArray(Lanes.FLOAT, a, aOffset + i)
          .max(low)
          .min(high)
          .intoArray(out, outOffset + i);
    }
    tail.clamp(a, aOffset + bound, low, high, length - bound, out, outOffset + bound);
  }

  @Override
  public void prelu(
      float[] a, int aOffset, float[] b, int bOffset, int length, float[] out, int outOffset) {
    int bound = Lanes.FLOAT.loopBound(length);
    for (int i = 0; i < bound; i += Lanes.COUNT) {
      FloatVector x = FloatVector.fromArray(Lanes.FLOAT, a, aOffset + i);
      FloatVector scaled = x.mul(FloatVector.fromArray(Lanes.FLOAT, b, bOffset + i));
      x.blend(scaled, x.lt(0f)).intoArray(out, outOffset + i);
    }
    tail.prelu(a, aOffset + bound, b, bOffset + bound, length - bound, out, outOffset + bound);
  }

  @Override
  public void prelu(float[] a, int aOffset, float b, int length, float[] out, int outOffset) {
    int bound = Lanes.FLOAT.loopBound(length);
    for (int i = 0; i < bound; i += Lanes.COUNT) {
      FloatVector x = FloatVector.fromArray(Lanes.FLOAT, a, aOffset + i);
      x.blend(x.mul(b), x.lt(0f)).intoArray(out, outOffset + i);
    }
    tail.prelu(a, aOffset + bound, b, length - bound, out, outOffset + bound);
  }

  @Override
  public void mix(
      float[] in,
      int first,
      float firstWeight,
      int second,
      float secondWeight,
      int length,
      float[] out,
      int outOffset) {
    int bound = Lanes.FLOAT.loopBound(length);
    for (int i = 0; i < bound; i += Lanes.COUNT) {
      FloatVector a = FloatVector.fromArray(Lanes.FLOAT, in, first + i).mul(firstWeight);
      FloatVector b = FloatVector.fromArray(Lanes.FLOAT, in, second + i).mul(secondWeight);
      a.add(b).intoArray(out, outOffset + i);
    }
    tail.mix(
        in,
        first + bound,
        firstWeight,
        second + bound,
        secondWeight,
        length - bound,
        out,
        outOffset + bound);
  }

  @Override
  public void addScaled(
      float[] in, int inOffset, float weight, int length, float[] out, int outOffset) {
    int bound = Lanes.FLOAT.loopBound(length);
    for (int i = 0; i < bound; i += Lanes.COUNT) {
      FloatVector.fromArray(Lanes.FLOAT, in, inOffset + i)
          .mul(weight)
          .add(FloatVector.fromArray(Lanes.FLOAT, out, outOffset + i))
          .intoArray(out, outOffset + i);
    }
    tail.addScaled(in, inOffset + bound, weight, length - bound, out, outOffset + bound);
  }
}
