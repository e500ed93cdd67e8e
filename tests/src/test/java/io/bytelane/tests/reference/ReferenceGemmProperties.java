package io.bytelane.tests.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bytelane.reference.ReferenceBias;
import io.bytelane.reference.ReferenceByte;
import io.bytelane.reference.ReferenceDot;
import io.bytelane.reference.ReferenceFloat;
import io.bytelane.reference.ReferenceGemm;
import io.bytelane.reference.ReferenceMatrix;
import io.bytelane.tests.support.BytePattern;
import io.bytelane.tests.support.Shapes;
import java.math.BigInteger;
import java.util.Arrays;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class ReferenceGemmProperties {
  @Provide
  Arbitrary<Shapes.Gemm> shapes() {
    return Shapes.gemms();
  }

  @Property
  void theFourTermExpansionGivesTheSameSum(
      @ForAll BytePattern pattern,
      @ForAll @IntRange(max = 200) int k,
      @ForAll boolean aUnsigned,
      @ForAll boolean bUnsigned,
      @ForAll @IntRange(min = -128, max = 255) int za,
      @ForAll @IntRange(min = -128, max = 255) int zb,
      @ForAll long seed) {
    byte[] a = pattern.bytes(k, aUnsigned, seed);
    byte[] b = BytePattern.RANDOM.bytes(k, bUnsigned, ~seed);
    BigInteger ab = BigInteger.ZERO;
    BigInteger sumA = BigInteger.ZERO;
    BigInteger sumB = BigInteger.ZERO;
    for (int i = 0; i < k; i++) {
      BigInteger x = BigInteger.valueOf(ReferenceByte.value(a[i], aUnsigned));
      BigInteger y = BigInteger.valueOf(ReferenceByte.value(b[i], bUnsigned));
      ab = ab.add(x.multiply(y));
      sumA = sumA.add(x);
      sumB = sumB.add(y);
    }
    BigInteger expected =
        ab.subtract(sumA.multiply(BigInteger.valueOf(zb)))
            .subtract(sumB.multiply(BigInteger.valueOf(za)))
            .add(BigInteger.valueOf((long) k * za * zb));
    int[] acc =
        ReferenceGemm.accumulators(
            1,
            1,
            k,
            ReferenceMatrix.rowMajor(a, 0, k, aUnsigned),
            za,
            ReferenceMatrix.rowMajor(b, 0, 1, bUnsigned),
            new int[] {zb},
            null);
    assertThat(acc[0]).isEqualTo(expected.intValueExact());
    assertThat(ReferenceDot.dot(a, 0, aUnsigned, b, 0, bUnsigned, k)).isEqualTo(ab.intValueExact());
  }

  @Property
  void offsetsAndStridesSelectTheSameMatrix(
      @ForAll("shapes") Shapes.Gemm s, @ForAll @IntRange(max = 9) int offset, @ForAll long seed) {
    int lda = Shapes.primeAbove(s.k());
    int ldb = Shapes.primeAbove(s.k() + 1);
    byte[] a = BytePattern.RANDOM.bytes(offset + s.m() * lda, false, seed);
    byte[] b = BytePattern.EXTREMES.bytes(offset + s.n() * ldb, false, seed + 1);
    int[] bias = new int[s.n()];
    Arrays.setAll(bias, j -> 1000 * j - 7);
    int[] zb = new int[s.n()];
    Arrays.setAll(zb, j -> j % 5 - 2);
    int[] acc =
        ReferenceGemm.accumulators(
            s.m(),
            s.n(),
            s.k(),
            ReferenceMatrix.rowMajor(a, offset, lda, false),
            3,
            ReferenceMatrix.columnMajor(b, offset, ldb, false),
            s.n() == 0 ? new int[] {0} : zb,
            bias);
    for (int i = 0; i < s.m(); i++) {
      for (int j = 0; j < s.n(); j++) {
        int expected = bias[j];
        for (int p = 0; p < s.k(); p++) {
          expected += (a[offset + i * lda + p] - 3) * (b[offset + j * ldb + p] - zb[j]);
        }
        assertThat(acc[i * s.n() + j]).isEqualTo(expected);
      }
    }
  }

  @Property
  void accumulatorsStayWithinTheBoundAndReachIt(
      @ForAll @IntRange(min = 1, max = 60) int k,
      @ForAll @IntRange(min = -128, max = 127) int z,
      @ForAll @IntRange(min = -9, max = 9) int zw,
      @ForAll long seed) {
    byte[] w = BytePattern.RANDOM.bytes(k, false, seed);
    int[] weights = new int[k];
    Arrays.setAll(weights, i -> w[i]);
    long[] bounds = ReferenceBias.bounds(weights, zw, z, -128, 127, 55);
    byte[] smallest = new byte[k];
    byte[] largest = new byte[k];
    for (int i = 0; i < k; i++) {
      smallest[i] = (byte) (w[i] - zw > 0 ? -128 : 127);
      largest[i] = (byte) (w[i] - zw > 0 ? 127 : -128);
    }
    assertThat((long) column(smallest, z, w, zw)).isEqualTo(bounds[0]);
    assertThat((long) column(largest, z, w, zw)).isEqualTo(bounds[1]);
    assertThat((long) column(BytePattern.RANDOM.bytes(k, false, ~seed), z, w, zw))
        .isBetween(bounds[0], bounds[1]);
  }

  private static int column(byte[] x, int z, byte[] w, int zw) {
    return ReferenceGemm.accumulators(
        1,
        1,
        x.length,
        ReferenceMatrix.rowMajor(x, 0, x.length, false),
        z,
        ReferenceMatrix.columnMajor(w, 0, x.length, false),
        new int[] {zw},
        new int[] {55})[0];
  }

  @Property
  void theFloatTwinGivesTheSameIntegers(@ForAll("shapes") Shapes.Gemm s, @ForAll long seed) {
    byte[] a = BytePattern.RANDOM.bytes(s.m() * s.k(), false, seed);
    byte[] b = BytePattern.RANDOM.bytes(s.n() * s.k(), false, seed + 1);
    float[] af = new float[a.length];
    float[] bf = new float[b.length];
    for (int i = 0; i < a.length; i++) {
      af[i] = a[i];
    }
    for (int i = 0; i < b.length; i++) {
      bf[i] = b[i];
    }
    float[] product = ReferenceFloat.gemm(s.m(), s.n(), s.k(), af, 0, s.k(), bf, 0, s.k(), null);
    int[] acc =
        ReferenceGemm.accumulators(
            s.m(),
            s.n(),
            s.k(),
            ReferenceMatrix.rowMajor(a, 0, s.k(), false),
            0,
            ReferenceMatrix.columnMajor(b, 0, s.k(), false),
            new int[] {0},
            null);
    for (int i = 0; i < acc.length; i++) {
      assertThat(product[i]).isEqualTo((float) acc[i]);
    }
  }

  @Example
  void zeroPointsAloneGiveTheConstantTerm() {
    byte[] zeros = new byte[7];
    int[] acc =
        ReferenceGemm.accumulators(
            1,
            1,
            7,
            ReferenceMatrix.rowMajor(zeros, 0, 7, false),
            3,
            ReferenceMatrix.columnMajor(zeros, 0, 7, false),
            new int[] {-5},
            null);
    assertThat(acc).containsExactly(-105);
  }

  @Example
  void oneProductTooManyIsRefusedOrWraps() {
    byte[] min = BytePattern.ALL_MIN.bytes(131_072, false, 0);
    assertThat(ReferenceDot.dot(min, 0, min, 0, 131_071)).isEqualTo(2_147_467_264);
    assertThatThrownBy(() -> ReferenceDot.dot(min, 0, min, 0, 131_072))
        .isInstanceOf(ArithmeticException.class);
    assertThat(ReferenceDot.wrapped(min, 0, false, min, 0, false, 131_072))
        .isEqualTo(Integer.MIN_VALUE);
    ReferenceMatrix row = ReferenceMatrix.rowMajor(min, 0, 131_072, false);
    ReferenceMatrix column = ReferenceMatrix.columnMajor(min, 0, 131_072, false);
    assertThatThrownBy(
            () -> ReferenceGemm.accumulators(1, 1, 131_072, row, 0, column, new int[] {0}, null))
        .isInstanceOf(ArithmeticException.class);
    assertThat(ReferenceGemm.wrapped(1, 1, 131_072, row, 0, column, new int[] {0}, null))
        .containsExactly(Integer.MIN_VALUE);
  }
}
