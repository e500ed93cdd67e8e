package io.bytelane.tests.elementwise;

import static org.assertj.core.api.Assertions.assertThat;

import io.bytelane.Add;
import io.bytelane.ElementwiseOperator;
import io.bytelane.FixedPointSum;
import io.bytelane.Mul;
import io.bytelane.Sub;
import io.bytelane.quant.ClampRange;
import io.bytelane.quant.Multipliers;
import io.bytelane.quant.QuantParams;
import io.bytelane.quant.RequantScheme;
import io.bytelane.reference.ReferenceByte;
import io.bytelane.reference.ReferenceElementwise;
import io.bytelane.reference.ReferenceMultiplier;
import io.bytelane.reference.ReferenceQuantParams;
import io.bytelane.reference.ReferenceTfliteElementwise;
import io.bytelane.tests.support.BytePattern;
import io.bytelane.tests.support.GuardedBytes;
import io.bytelane.tests.support.QuantParamsSamples;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.PropertyDefaults;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

@PropertyDefaults(tries = 1000)
class ElementwiseProperties {
  private interface Rule {
    int level(int a, int b);
  }

  @Property
  void addsAsReference(
      @ForAll("params") QuantParams a,
      @ForAll("params") QuantParams b,
      @ForAll("params") QuantParams out,
      @ForAll boolean relu,
      @ForAll BytePattern pattern,
      @ForAll @IntRange(max = 257) int length,
      @ForAll long seed) {
    ClampRange clamp = relu ? ClampRange.relu(out) : ClampRange.of(out.type());
    assertLevels(
        Add.of(a, b, out, clamp),
        a,
        b,
        (x, y) ->
            ReferenceElementwise.add(
                x, reference(a), y, reference(b), reference(out), clamp.min(), clamp.max()),
        pattern,
        length,
        seed);
  }

  @Property
  void subtractsAsReference(
      @ForAll("params") QuantParams a,
      @ForAll("params") QuantParams b,
      @ForAll("params") QuantParams out,
      @ForAll BytePattern pattern,
      @ForAll @IntRange(max = 257) int length,
      @ForAll long seed) {
    assertLevels(
        Sub.of(a, b, out),
        a,
        b,
        (x, y) ->
            ReferenceElementwise.sub(
                x,
                reference(a),
                y,
                reference(b),
                reference(out),
                out.type().min(),
                out.type().max()),
        pattern,
        length,
        seed);
  }

  @Property
  void multipliesAsReference(
      @ForAll("params") QuantParams a,
      @ForAll("params") QuantParams b,
      @ForAll("params") QuantParams out,
      @ForAll BytePattern pattern,
      @ForAll @IntRange(max = 257) int length,
      @ForAll long seed) {
    assertLevels(
        Mul.of(a, b, out),
        a,
        b,
        (x, y) ->
            ReferenceElementwise.mul(
                x,
                reference(a),
                y,
                reference(b),
                reference(out),
                out.type().min(),
                out.type().max()),
        pattern,
        length,
        seed);
  }

  @Property
  void addsInFixedPointAsReference(
      @ForAll("params") QuantParams a,
      @ForAll("params") QuantParams b,
      @ForAll("params") QuantParams out,
      @ForAll BytePattern pattern,
      @ForAll @IntRange(max = 257) int length,
      @ForAll long seed) {
    ReferenceMultiplier[] m =
        ReferenceTfliteElementwise.addMultipliers(a.scale(), b.scale(), out.scale(), 20);
    ClampRange clamp = ClampRange.of(out.type());
    assertLevels(
        Add.fixedDouble(
            a, b, out, clamp, FixedPointSum.ofScales(a.scale(), b.scale(), out.scale())),
        a,
        b,
        (x, y) ->
            ReferenceTfliteElementwise.add(
                x,
                a.zeroPoint(),
                m[0],
                y,
                b.zeroPoint(),
                m[1],
                20,
                m[2],
                out.zeroPoint(),
                clamp.min(),
                clamp.max()),
        pattern,
        length,
        seed);
  }

  @Property
  void multipliesInFixedPointAsReference(
      @ForAll("params") QuantParams a,
      @ForAll("params") QuantParams b,
      @ForAll("params") QuantParams out,
      @ForAll BytePattern pattern,
      @ForAll @IntRange(max = 257) int length,
      @ForAll long seed) {
    ReferenceMultiplier m =
        ReferenceTfliteElementwise.mulMultiplier(a.scale(), b.scale(), out.scale());
    ClampRange clamp = ClampRange.of(out.type());
    assertLevels(
        Mul.fixedDouble(
            a,
            b,
            out,
            clamp,
            Multipliers.fixedPoint(RequantScheme.FIXED_DOUBLE, a.scale(), b.scale(), out.scale())),
        a,
        b,
        (x, y) ->
            ReferenceTfliteElementwise.mul(
                x, a.zeroPoint(), y, b.zeroPoint(), m, out.zeroPoint(), clamp.min(), clamp.max()),
        pattern,
        length,
        seed);
  }

  @Provide
  Arbitrary<QuantParams> params() {
    return QuantParamsSamples.ordinary();
  }

  private static ReferenceQuantParams reference(QuantParams params) {
    return new ReferenceQuantParams(params.scale(), params.zeroPoint());
  }

  private static void assertLevels(
      ElementwiseOperator operator,
      QuantParams a,
      QuantParams b,
      Rule rule,
      BytePattern pattern,
      int length,
      long seed) {
    boolean aUnsigned = !a.type().isSigned();
    boolean bUnsigned = !b.type().isSigned();
    byte[] x = pattern.bytes(length, aUnsigned, seed);
    byte[] y = BytePattern.EXTREMES.bytes(length, bUnsigned, seed + 1);
    byte[] expected = new byte[length];
    for (int i = 0; i < length; i++) {
      expected[i] =
          (byte)
              rule.level(
                  ReferenceByte.value(x[i], aUnsigned), ReferenceByte.value(y[i], bUnsigned));
    }
    GuardedBytes inA = GuardedBytes.copyOf(x, 1);
    GuardedBytes inB = GuardedBytes.copyOf(y, 2);
    GuardedBytes out = GuardedBytes.of(length, 3);
    operator.run(
        inA.array(), inA.offset(), inB.array(), inB.offset(), out.array(), out.offset(), length);
    assertThat(out.content()).containsExactly(expected);
    out.assertGuardsIntact();
  }
}
