package io.bytelane.internal.scalar;

import io.bytelane.internal.kernel.ElementwiseKernel;
import io.bytelane.internal.kernel.FixedProductTerms;
import io.bytelane.internal.kernel.FixedSumTerms;
import io.bytelane.internal.kernel.ProductTerms;
import io.bytelane.internal.kernel.SumTerms;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// [ElementwiseKernel] in plain loops; the vector form hands its last values here.
public final class ScalarElementwiseKernel implements ElementwiseKernel {
  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

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
    long[] aProducts = terms.aProducts();
    long[] bProducts = terms.bProducts();
    int right = terms.rightShift();
    long half = right == 0 ? 0 : 1L << (30 + right);
    long round = (1L << 30) + half;
    long towardsZero = right == 0 ? 0 : -1L << 31;
    int down = 31 + right;
    int low = terms.min() - terms.zeroPoint();
    int high = terms.max() - terms.zeroPoint();
    int zeroPoint = terms.zeroPoint();
    // One running index: with three, C2 runs out of registers and takes twice the time.
    int toB = bOffset - aOffset;
    int toOut = outOffset - aOffset;
    for (int i = aOffset; i < aOffset + length; i++) {
      long product = aProducts[a[i] & 0xFF] + bProducts[b[i + toB] & 0xFF];
      int scaled = (int) ((product + round + (product >> 63 & towardsZero)) >> down);
      out[i + toOut] = (byte) (Math.min(Math.max(scaled, low), high) + zeroPoint);
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
    // Four levels with one load, as loads and stores limit the loop; and C2 sees that
    // `x & (length - 1)` lies in an array of that length, and omits the range check.
    int mask = table.length - 1;
    int i = 0;
    for (; i <= length - 4; i += 4) {
      int levels = (int) INTS.get(in, inOffset + i);
      out[outOffset + i] = table[levels & mask];
      out[outOffset + i + 1] = table[levels >>> 8 & mask];
      out[outOffset + i + 2] = table[levels >>> 16 & mask];
      out[outOffset + i + 3] = table[levels >>> 24 & mask];
    }
    for (; i < length; i++) {
      out[outOffset + i] = table[in[inOffset + i] & mask];
    }
  }

  private static byte place(float value, int zeroPoint, int min, int max) {
    float clamped = Math.min(Math.max(value, min - zeroPoint), (float) (max - zeroPoint));
    return (byte) ((int) Math.rint(clamped) + zeroPoint);
  }
}
