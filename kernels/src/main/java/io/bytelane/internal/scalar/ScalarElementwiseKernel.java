package io.bytelane.internal.scalar;

import io.bytelane.internal.kernel.ElementwiseKernel;
import io.bytelane.internal.kernel.FixedProductTerms;
import io.bytelane.internal.kernel.FixedSumTerms;
import io.bytelane.internal.kernel.ProductTerms;
import io.bytelane.internal.kernel.SumTerms;

/// [ElementwiseKernel] in plain loops; the vector form hands its last values here.
public final class ScalarElementwiseKernel implements ElementwiseKernel {
  /// Creates the stateless instance.
  public ScalarElementwiseKernel() {}

  @Override
  public void add(
      byte[] a,
      int aOffset,
      byte[] b,
      int bOffset,
      int length,
      SumTerms terms,
      byte[] out,
      int outOffset) {
    for (int i = 0; i < length; i++) {
      int x = (byte) (a[aOffset + i] ^ terms.aFlip()) - terms.aZeroPoint();
      int y = (byte) (b[bOffset + i] ^ terms.bFlip()) - terms.bZeroPoint();
      float sum = x * terms.aMultiplier() + y * terms.bMultiplier();
      out[outOffset + i] = place(sum, terms.zeroPoint(), terms.min(), terms.max());
    }
  }

  @Override
  public void multiply(
      byte[] a,
      int aOffset,
      byte[] b,
      int bOffset,
      int length,
      ProductTerms terms,
      byte[] out,
      int outOffset) {
    for (int i = 0; i < length; i++) {
      int x = (byte) (a[aOffset + i] ^ terms.aFlip()) - terms.aZeroPoint();
      int y = (byte) (b[bOffset + i] ^ terms.bFlip()) - terms.bZeroPoint();
      float product = x * y * terms.multiplier();
      out[outOffset + i] = place(product, terms.zeroPoint(), terms.min(), terms.max());
    }
  }

  @Override
  public void addFixedDouble(
      byte[] a,
      int aOffset,
      byte[] b,
      int bOffset,
      int length,
      FixedSumTerms terms,
      byte[] out,
      int outOffset) {
    int[] aScaled = terms.aScaled();
    int[] bScaled = terms.bScaled();
    int low = terms.min() - terms.zeroPoint();
    int high = terms.max() - terms.zeroPoint();
    for (int i = 0; i < length; i++) {
      int sum = aScaled[a[aOffset + i] & 0xFF] + bScaled[b[bOffset + i] & 0xFF];
      int scaled = FixedPoint.scaleDouble(sum, terms.multiplier(), terms.shift());
      out[outOffset + i] = (byte) (Math.min(Math.max(scaled, low), high) + terms.zeroPoint());
    }
  }

  @Override
  public void multiplyFixedDouble(
      byte[] a,
      int aOffset,
      byte[] b,
      int bOffset,
      int length,
      FixedProductTerms terms,
      byte[] out,
      int outOffset) {
    for (int i = 0; i < length; i++) {
      int x = (byte) (a[aOffset + i] ^ terms.aFlip()) - terms.aZeroPoint();
      int y = (byte) (b[bOffset + i] ^ terms.bFlip()) - terms.bZeroPoint();
      long level =
          (long) FixedPoint.scaleDouble(x * y, terms.multiplier(), terms.shift())
              + terms.zeroPoint();
      out[outOffset + i] = (byte) Math.clamp(level, terms.min(), terms.max());
    }
  }

  @Override
  public void extremum(
      byte[] a,
      int aOffset,
      byte[] b,
      int bOffset,
      int length,
      SumTerms terms,
      boolean largest,
      byte[] out,
      int outOffset) {
    for (int i = 0; i < length; i++) {
      int x = (byte) (a[aOffset + i] ^ terms.aFlip()) - terms.aZeroPoint();
      int y = (byte) (b[bOffset + i] ^ terms.bFlip()) - terms.bZeroPoint();
      float realX = x * terms.aMultiplier();
      float realY = y * terms.bMultiplier();
      float taken = largest ? Math.max(realX, realY) : Math.min(realX, realY);
      out[outOffset + i] = place(taken, terms.zeroPoint(), terms.min(), terms.max());
    }
  }

  @Override
  public void extremum(
      byte[] a,
      int aOffset,
      byte[] b,
      int bOffset,
      int length,
      byte flip,
      boolean largest,
      byte[] out,
      int outOffset) {
    for (int i = 0; i < length; i++) {
      byte x = a[aOffset + i];
      byte y = b[bOffset + i];
      boolean smaller = (byte) (x ^ flip) < (byte) (y ^ flip);
      out[outOffset + i] = smaller == largest ? y : x;
    }
  }

  @Override
  public void lookUp(byte[] table, byte[] in, int inOffset, int length, byte[] out, int outOffset) {
    for (int i = 0; i < length; i++) {
      out[outOffset + i] = table[in[inOffset + i] & 0xFF];
    }
  }

  private static byte place(float value, int zeroPoint, int min, int max) {
    float clamped = Math.min(Math.max(value, min - zeroPoint), (float) (max - zeroPoint));
    return (byte) ((int) Math.rint(clamped) + zeroPoint);
  }
}
