package io.bytelane.tests.requant;

import static org.assertj.core.api.Assertions.assertThat;

import io.bytelane.Dequantize;
import io.bytelane.Quantize;
import io.bytelane.quant.QuantParams;
import io.bytelane.reference.ReferenceByte;
import io.bytelane.reference.ReferenceQuantizer;
import io.bytelane.tests.support.BytePattern;
import io.bytelane.tests.support.FloatPattern;
import io.bytelane.tests.support.GuardedBytes;
import io.bytelane.tests.support.GuardedFloats;
import io.bytelane.tests.support.QuantParamsSamples;
import java.util.Random;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.PropertyDefaults;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

@PropertyDefaults(tries = 1000)
class QuantizeProperties {
  @Property
  void quantizesAsReferenceWithoutOverrun(
      @ForAll("params") QuantParams params,
      @ForAll FloatPattern pattern,
      @ForAll @IntRange(max = 257) int length,
      @ForAll @IntRange(max = 17) int shift,
      @ForAll long seed) {
    assertQuantized(params, scaled(pattern.floats(length, seed), params.scale()), shift);
  }

  @Property
  void quantizesTiesAndNeighboursOfTiesAsReference(
      @ForAll("params") QuantParams params, @ForAll long seed) {
    Random random = new Random(seed);
    float[] x = new float[257];
    for (int i = 0; i < x.length; i++) {
      float tie = (random.nextInt(600) - 300 + 0.5f) * params.scale();
      x[i] =
          switch (random.nextInt(3)) {
            case 0 -> Math.nextUp(tie);
            case 1 -> Math.nextDown(tie);
            default -> tie;
          };
    }
    assertQuantized(params, x, 0);
  }

  @Property
  void quantizesAnyBitPatternAsReference(@ForAll("params") QuantParams params, @ForAll long seed) {
    Random random = new Random(seed);
    float[] x = new float[129];
    for (int i = 0; i < x.length; i++) {
      x[i] = Float.intBitsToFloat(random.nextInt());
    }
    assertQuantized(params, x, 1);
  }

  @Property
  void dequantizesAsReferenceAndQuantizesBack(
      @ForAll("params") QuantParams params,
      @ForAll BytePattern pattern,
      @ForAll @IntRange(max = 257) int length,
      @ForAll @IntRange(max = 17) int shift,
      @ForAll long seed) {
    boolean unsigned = !params.type().isSigned();
    byte[] q = pattern.bytes(length, unsigned, seed);
    GuardedBytes in = GuardedBytes.copyOf(q, shift);
    GuardedFloats out = GuardedFloats.of(length, shift);
    Dequantize.of(params).run(in.array(), in.offset(), out.array(), out.offset(), length);
    float[] expected = new float[length];
    for (int i = 0; i < length; i++) {
      expected[i] =
          ReferenceQuantizer.dequantize(
              ReferenceByte.value(q[i], unsigned), params.scale(), params.zeroPoint());
    }
    assertThat(out.content()).containsExactly(expected);
    out.assertGuardsIntact();
    if (params.scale() >= 1e-7f && params.scale() <= 1e4f) {
      byte[] back = new byte[length];
      Quantize.of(params).run(expected, 0, back, 0, length);
      assertThat(back).containsExactly(q);
    }
  }

  @Provide
  Arbitrary<QuantParams> params() {
    return QuantParamsSamples.any();
  }

  private static float[] scaled(float[] x, float scale) {
    for (int i = 0; i < x.length; i += 2) {
      x[i] *= scale * 100;
    }
    return x;
  }

  private static void assertQuantized(QuantParams params, float[] x, int shift) {
    GuardedFloats in = GuardedFloats.copyOf(x, shift);
    GuardedBytes out = GuardedBytes.of(x.length, shift);
    Quantize.of(params).run(in.array(), in.offset(), out.array(), out.offset(), x.length);
    byte[] expected =
        ReferenceQuantizer.divide(
            x,
            0,
            x.length,
            params.scale(),
            params.zeroPoint(),
            params.type().min(),
            params.type().max());
    assertThat(out.content()).containsExactly(expected);
    out.assertGuardsIntact();
  }
}
