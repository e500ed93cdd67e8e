package io.bytelane.tests.gemm;

import static org.assertj.core.api.Assertions.assertThat;

import io.bytelane.FloatGemm;
import io.bytelane.Workspace;
import io.bytelane.reference.ReferenceFloat;
import io.bytelane.tests.support.GuardedFloats;
import io.bytelane.tests.support.Shapes;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/// The float32 matrix product against sums in double.
class FloatGemmProperties {

  @Provide
  Arbitrary<Shapes.Gemm> shapes() {
    Arbitrary<Shapes.Gemm> small = Shapes.gemms().filter(s -> s.m() > 0 && s.n() > 0 && s.k() > 0);
    Arbitrary<Shapes.Gemm> blocked =
        Arbitraries.of(new Shapes.Gemm(130, 300, 33), new Shapes.Gemm(5, 40, 700));
    return Arbitraries.oneOf(small, small, small, blocked);
  }

  @Property(tries = 100)
  void isWithinTheRoundingOfItsSums(
      @ForAll("shapes") Shapes.Gemm shape, @ForAll long seed, @ForAll boolean relu) {
    int m = shape.m();
    int n = shape.n();
    int k = shape.k();
    int lda = Shapes.primeAbove(k);
    int ldc = Shapes.primeAbove(n);
    float[] input = FloatFill.gaussian((m - 1) * lda + k, seed);
    float[] weights = FloatFill.gaussian(n * k, seed + 1);
    float[] bias = FloatFill.gaussian(n, seed + 2);
    FloatGemm.Builder builder =
        FloatGemm.builder(k, n).weights(weights).bias(bias).strides(lda, ldc);
    FloatGemm gemm = relu ? builder.relu().build() : builder.build();
    GuardedFloats output = GuardedFloats.of((m - 1) * ldc + n);
    gemm.run(input, 0, output.array(), output.offset(), m, Workspace.forOperators(gemm));
    output.assertGapsIntact(m, n, ldc);
    float[] expected = ReferenceFloat.gemm(m, n, k, input, 0, lda, weights, 0, k, bias);
    float[] bound =
        ReferenceFloat.gemm(
            m,
            n,
            k,
            FloatFill.absolute(input),
            0,
            lda,
            FloatFill.absolute(weights),
            0,
            k,
            FloatFill.absolute(bias));
    float[] content = output.content();
    for (int i = 0; i < expected.length; i++) {
      float want = relu ? Math.max(0f, expected[i]) : expected[i];
      double tolerance = FloatFill.tolerance(k, bound[i]);
      assertThat((double) content[i / n * ldc + i % n])
          .as("output %d", i)
          .isBetween(want - tolerance, want + tolerance);
    }
  }
}
