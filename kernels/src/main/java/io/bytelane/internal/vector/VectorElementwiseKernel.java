package io.bytelane.internal.vector;

import io.bytelane.internal.kernel.ElementwiseKernel;
import io.bytelane.internal.kernel.FixedProductTerms;
import io.bytelane.internal.kernel.FixedSumTerms;
import io.bytelane.internal.kernel.ProductTerms;
import io.bytelane.internal.kernel.SumTerms;
import io.bytelane.internal.scalar.ScalarElementwiseKernel;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/// [ElementwiseKernel] on vectors of the chosen width. Values that fill no vector are left to the
/// scalar form.
final class VectorElementwiseKernel implements ElementwiseKernel {
  private final ElementwiseKernel tail = new ScalarElementwiseKernel();

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
    float low = terms.min() - terms.zeroPoint();
    float high = terms.max() - terms.zeroPoint();
    int i = 0;
    for (; i <= length - Lanes.QUARTER_LENGTH; i += Lanes.COUNT) {
      IntVector x = Lanes.signed(a, aOffset + i, terms.aFlip()).sub(terms.aZeroPoint());
      IntVector y = Lanes.signed(b, bOffset + i, terms.bFlip()).sub(terms.bZeroPoint());
      FloatVector sum =
          toFloat(x).mul(terms.aMultiplier()).add(toFloat(y).mul(terms.bMultiplier()));
      IntVector level = Rounding.halfEven(Rounding.clamp(sum, low, high)).add(terms.zeroPoint());
      Lanes.storeBytes(level, out, outOffset + i);
    }
    tail.add(a, aOffset + i, b, bOffset + i, length - i, terms, out, outOffset + i);
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
    float low = terms.min() - terms.zeroPoint();
    float high = terms.max() - terms.zeroPoint();
    int i = 0;
    for (; i <= length - Lanes.QUARTER_LENGTH; i += Lanes.COUNT) {
      IntVector x = Lanes.signed(a, aOffset + i, terms.aFlip()).sub(terms.aZeroPoint());
      IntVector y = Lanes.signed(b, bOffset + i, terms.bFlip()).sub(terms.bZeroPoint());
      // The product of the floats is the float of the product: below 2^16, exact.
      FloatVector product = toFloat(x).mul(toFloat(y)).mul(terms.multiplier());
      IntVector level =
          Rounding.halfEven(Rounding.clamp(product, low, high)).add(terms.zeroPoint());
      Lanes.storeBytes(level, out, outOffset + i);
    }
    tail.multiply(a, aOffset + i, b, bOffset + i, length - i, terms, out, outOffset + i);
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
    // Two look-ups and one rounding a value: three scalings in vectors are more operations than C2
    // inlines into one method, and were slower than the loop that they replaced.
    tail.addFixedDouble(a, aOffset, b, bOffset, length, terms, out, outOffset);
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
    int i =
        terms.isSmall()
            ? VectorFixedPoint.products(a, aOffset, b, bOffset, length, terms, out, outOffset)
            : 0;
    tail.multiplyFixedDouble(a, aOffset + i, b, bOffset + i, length - i, terms, out, outOffset + i);
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
    float low = terms.min() - terms.zeroPoint();
    float high = terms.max() - terms.zeroPoint();
    int i = 0;
    for (; i <= length - Lanes.QUARTER_LENGTH; i += Lanes.COUNT) {
      IntVector x = Lanes.signed(a, aOffset + i, terms.aFlip()).sub(terms.aZeroPoint());
      IntVector y = Lanes.signed(b, bOffset + i, terms.bFlip()).sub(terms.bZeroPoint());
      FloatVector realX = toFloat(x).mul(terms.aMultiplier());
      FloatVector realY = toFloat(y).mul(terms.bMultiplier());
      VectorMask<Float> takeY = largest ? realX.lt(realY) : realY.lt(realX);
      FloatVector taken = Rounding.clamp(realX.blend(realY, takeY), low, high);
      Lanes.storeBytes(Rounding.halfEven(taken).add(terms.zeroPoint()), out, outOffset + i);
    }
    tail.extremum(a, aOffset + i, b, bOffset + i, length - i, terms, largest, out, outOffset + i);
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
    // The order of complements is reversed: the smaller is the complement of the larger complement.
    byte mask = (byte) (largest ? flip : ~flip);
    int i = 0;
    for (; i <= length - Lanes.BYTE.length(); i += Lanes.BYTE.length()) {
      ByteVector x = ByteVector.fromArray(Lanes.BYTE, a, aOffset + i);
      ByteVector y = ByteVector.fromArray(Lanes.BYTE, b, bOffset + i);
      x.lanewise(VectorOperators.XOR, mask)
          .max(y.lanewise(VectorOperators.XOR, mask))
          .lanewise(VectorOperators.XOR, mask)
          .intoArray(out, outOffset + i);
    }
    tail.extremum(a, aOffset + i, b, bOffset + i, length - i, flip, largest, out, outOffset + i);
  }

  @Override
  public void lookUp(byte[] table, byte[] in, int inOffset, int length, byte[] out, int outOffset) {
    int shuffled = ByteShuffle.AVAILABLE ? length - length % ByteShuffle.STEP : 0;
    if (shuffled > 0) {
      ByteShuffle.lookUp(table, in, inOffset, shuffled, out, outOffset);
    }
    tail.lookUp(table, in, inOffset + shuffled, length - shuffled, out, outOffset + shuffled);
  }

  private static FloatVector toFloat(IntVector values) {
    return (FloatVector) values.convert(VectorOperators.I2F, 0);
  }
}
