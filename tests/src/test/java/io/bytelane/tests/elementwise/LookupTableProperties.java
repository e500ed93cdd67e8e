package io.bytelane.tests.elementwise;

import static org.assertj.core.api.Assertions.assertThat;

import io.bytelane.Activations;
import io.bytelane.LookupTable;
import io.bytelane.quant.QuantParams;
import io.bytelane.reference.ReferenceElementwise;
import io.bytelane.reference.ReferenceFunction;
import io.bytelane.reference.ReferenceLookup;
import io.bytelane.reference.ReferenceQuantParams;
import io.bytelane.tests.support.BytePattern;
import io.bytelane.tests.support.GuardedBytes;
import io.bytelane.tests.support.QuantParamsSamples;
import java.util.function.DoubleUnaryOperator;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.PropertyDefaults;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

@PropertyDefaults(tries = 1000)
class LookupTableProperties {
  /// A function of the library beside the reference's.
  record Function(String name, DoubleUnaryOperator library, DoubleUnaryOperator reference) {}

  private static final Function[] FUNCTIONS = {
    new Function("identity", Activations.identity(), x -> x),
    new Function("relu", Activations.relu(), ReferenceFunction::relu),
    new Function("sigmoid", Activations.sigmoid(), ReferenceFunction::sigmoid),
    new Function("tanh", Activations.tanh(), ReferenceFunction::tanh),
    new Function(
        "hardSigmoid",
        Activations.hardSigmoid(0.2f, 0.5f),
        ReferenceFunction.hardSigmoid(0.2f, 0.5f)),
    new Function("hardSwish", Activations.hardSwish(), ReferenceFunction::hardSwish),
    new Function("leakyRelu", Activations.leakyRelu(0.1f), ReferenceFunction.leakyRelu(0.1f)),
    new Function("elu", Activations.elu(0.7f), ReferenceFunction.elu(0.7f)),
    new Function("exp", Activations.exp(), ReferenceFunction::exp),
    new Function("erf", Activations.erf(), ReferenceFunction::erf),
    new Function("gelu", Activations.gelu(), ReferenceFunction::gelu),
    new Function("geluTanh", Activations.geluTanh(), ReferenceFunction::geluTanh)
  };

  @Property
  void tablesAreThoseOfTheReference(
      @ForAll("functions") Function function,
      @ForAll("params") QuantParams in,
      @ForAll("params") QuantParams out) {
    int[] expected =
        ReferenceLookup.table(
            function.reference,
            reference(in),
            !in.type().isSigned(),
            reference(out),
            out.type().min(),
            out.type().max());
    LookupTable table = LookupTable.of(in, out, function.library);
    for (int i = 0; i < 256; i++) {
      assertThat(table.get((byte) (i + in.type().min()))).isEqualTo((byte) expected[i]);
    }
  }

  @Property
  void erfIsCloseToTheSeries(@ForAll @IntRange(min = -7000, max = 7000) int thousandth) {
    double x = thousandth / 1000.0;
    assertThat(Math.abs(Activations.erf().applyAsDouble(x) - ReferenceFunction.erf(x)))
        .isLessThan(1e-13);
  }

  @Property
  void requantizationIsThatOfTheReference(
      @ForAll("params") QuantParams in, @ForAll("params") QuantParams out) {
    LookupTable table = LookupTable.requantize(in, out);
    LookupTable copy = LookupTable.requantize(in, in);
    for (int q = in.type().min(); q <= in.type().max(); q++) {
      if (in.type() == out.type()) {
        assertThat(table.get((byte) q))
            .isEqualTo(
                (byte)
                    ReferenceElementwise.rescale(
                        q, reference(in), reference(out), out.type().min(), out.type().max()));
      }
      assertThat(copy.get((byte) q)).isEqualTo((byte) q);
    }
  }

  @Property
  void everyLevelGoesThroughTheTableWithoutOverrun(
      @ForAll BytePattern pattern,
      @ForAll @IntRange(max = 257) int length,
      @ForAll @IntRange(max = 17) int shift,
      @ForAll boolean inPlace,
      @ForAll long seed) {
    QuantParams params = QuantParams.symmetric(0.05f);
    LookupTable table = LookupTable.of(params, QuantParams.symmetric(1 / 128f), x -> Math.cos(x));
    byte[] x = pattern.bytes(length, false, seed);
    byte[] expected = new byte[length];
    for (int i = 0; i < length; i++) {
      expected[i] = table.get(x[i]);
    }
    GuardedBytes in = GuardedBytes.copyOf(x, shift);
    GuardedBytes out = inPlace ? in : GuardedBytes.of(length, shift);
    table.run(in.array(), in.offset(), out.array(), out.offset(), length);
    assertThat(out.content()).containsExactly(expected);
    out.assertGuardsIntact();
  }

  @Provide
  Arbitrary<Function> functions() {
    return Arbitraries.of(FUNCTIONS);
  }

  @Provide
  Arbitrary<QuantParams> params() {
    return QuantParamsSamples.ordinary();
  }

  private static ReferenceQuantParams reference(QuantParams params) {
    return new ReferenceQuantParams(params.scale(), params.zeroPoint());
  }
}
