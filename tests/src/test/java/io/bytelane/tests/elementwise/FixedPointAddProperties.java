package io.bytelane.tests.elementwise;

import static org.assertj.core.api.Assertions.assertThat;

import io.bytelane.Add;
import io.bytelane.FixedPointSum;
import io.bytelane.quant.ClampRange;
import io.bytelane.quant.FixedPointMultiplier;
import io.bytelane.quant.QuantParams;
import io.bytelane.quant.QuantizedType;
import io.bytelane.reference.ReferenceMultiplier;
import io.bytelane.reference.ReferenceTfliteElementwise;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/// Fixed-point sums of every pair of levels, with multipliers of any size that the operator takes.
class FixedPointAddProperties {
  /// An operand is at most `2^8 << 20`, scaled at most 2^27, a sum 2^28: a left shift of 2 fits.
  private static final int LARGEST_OUTPUT_SHIFT = 2;

  @Property(tries = 40)
  void everyPairEqualsTheReference(
      @ForAll @IntRange(min = 0) int ma,
      @ForAll @IntRange(min = -31, max = -1) int aShift,
      @ForAll @IntRange(min = 0) int mb,
      @ForAll @IntRange(min = -31, max = -1) int bShift,
      @ForAll @IntRange(min = 0) int mc,
      @ForAll @IntRange(min = -31, max = LARGEST_OUTPUT_SHIFT) int cShift,
      @ForAll byte aZero,
      @ForAll byte bZero,
      @ForAll byte cZero) {
    FixedPointSum sum =
        new FixedPointSum(
            new FixedPointMultiplier(ma, aShift),
            new FixedPointMultiplier(mb, bShift),
            new FixedPointMultiplier(mc, cShift),
            FixedPointSum.TFLITE_LEFT_SHIFT);
    Add add =
        Add.fixedDouble(
            new QuantParams(1f, aZero, QuantizedType.S8),
            new QuantParams(1f, bZero, QuantizedType.S8),
            new QuantParams(1f, cZero, QuantizedType.S8),
            new ClampRange(-128, 127),
            sum);
    byte[] b = new byte[256];
    for (int i = 0; i < 256; i++) {
      b[i] = (byte) i;
    }
    byte[] a = new byte[256];
    byte[] out = new byte[256];
    for (int x = -128; x < 128; x++) {
      Arrays.fill(a, (byte) x);
      add.run(a, 0, b, 0, out, 0, 256);
      for (int i = 0; i < 256; i++) {
        int expected =
            ReferenceTfliteElementwise.add(
                x,
                aZero,
                new ReferenceMultiplier(ma, aShift),
                b[i],
                bZero,
                new ReferenceMultiplier(mb, bShift),
                FixedPointSum.TFLITE_LEFT_SHIFT,
                new ReferenceMultiplier(mc, cShift),
                cZero,
                -128,
                127);
        assertThat((int) out[i]).as("%d and %d", x, b[i]).isEqualTo(expected);
      }
    }
  }
}
