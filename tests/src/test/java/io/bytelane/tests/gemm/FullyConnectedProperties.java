package io.bytelane.tests.gemm;

import static org.assertj.core.api.Assertions.assertThat;

import io.bytelane.FullyConnected;
import io.bytelane.Workspace;
import io.bytelane.quant.ClampRange;
import io.bytelane.quant.QuantParams;
import io.bytelane.quant.RequantScheme;
import io.bytelane.tests.support.GuardedBytes;
import io.bytelane.tests.support.GuardedFloats;
import io.bytelane.tests.support.GuardedInts;
import io.bytelane.tests.support.Shapes;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;

/// The fully connected layer against the oracle, for all types, zero points, strides and outputs.
class FullyConnectedProperties {

  @Provide
  Arbitrary<LayerCase> cases() {
    return LayerCase.any();
  }

  /// Shapes around the tiles, and deep, wide and tall ones that need several blocks.
  @Provide
  Arbitrary<Shapes.Gemm> shapes() {
    Arbitrary<Shapes.Gemm> blocked =
        Arbitraries.of(
            new Shapes.Gemm(1, 33, 1500),
            new Shapes.Gemm(9, 40, 1031),
            new Shapes.Gemm(141, 17, 20),
            new Shapes.Gemm(130, 300, 33),
            new Shapes.Gemm(3, 530, 513));
    Arbitrary<Shapes.Gemm> small = Shapes.gemms().filter(s -> s.m() > 0 && s.n() > 0 && s.k() > 0);
    return Arbitraries.frequencyOf(Tuple.of(9, small), Tuple.of(1, blocked));
  }

  @Property
  void int32OutputIsExact(
      @ForAll("shapes") Shapes.Gemm shape,
      @ForAll("cases") LayerCase layer,
      @ForAll boolean depthMajor,
      @ForAll @IntRange(max = 15) int shift) {
    MatrixProblem p = new MatrixProblem(shape, layer, depthMajor);
    FullyConnected fc = p.builder.outputInt32().build();
    GuardedBytes input = GuardedBytes.copyOf(p.input, shift);
    GuardedInts output = GuardedInts.of(p.outputLength(), shift);
    fc.run(
        input.array(),
        input.offset(),
        output.array(),
        output.offset(),
        p.m,
        Workspace.forOperators(fc));
    output.assertGapsIntact(p.m, p.n, p.ldc);
    int[] content = output.content();
    for (int i = 0; i < p.expected.length; i++) {
      assertThat(content[p.at(i)]).as("accumulator %d", i).isEqualTo(p.expected[i]);
    }
  }

  @Property
  void int8OutputIsExact(
      @ForAll("shapes") Shapes.Gemm shape,
      @ForAll("cases") LayerCase layer,
      @ForAll @IntRange(max = 15) int shift,
      @ForAll boolean relu) {
    MatrixProblem p = new MatrixProblem(shape, layer, false);
    QuantParams out = layer.output(shape.k());
    ClampRange clamp = relu ? ClampRange.relu(out) : ClampRange.of(out.type());
    FullyConnected fc = p.builder.output(out).clamp(clamp).build();
    GuardedBytes output = GuardedBytes.of(p.outputLength(), shift);
    fc.run(p.input, 0, output.array(), output.offset(), p.m, Workspace.forOperators(fc));
    output.assertGapsIntact(p.m, p.n, p.ldc);
    byte[] content = output.content();
    for (int i = 0; i < p.expected.length; i++) {
      assertThat(content[p.at(i)]).as("output %d", i).isEqualTo(p.level(i, out, clamp));
    }
  }

  @Property
  void fixedPointOutputIsExact(
      @ForAll("shapes") Shapes.Gemm shape,
      @ForAll("cases") LayerCase layer,
      @ForAll boolean doubleRounding) {
    MatrixProblem p = new MatrixProblem(shape, layer, false);
    QuantParams out = layer.output(shape.k());
    RequantScheme scheme = doubleRounding ? RequantScheme.FIXED_DOUBLE : RequantScheme.FIXED_SINGLE;
    FullyConnected fc = p.builder.output(out).scheme(scheme).build();
    byte[] content = new byte[p.outputLength()];
    fc.run(p.input, 0, content, 0, p.m, Workspace.forOperators(fc));
    for (int i = 0; i < p.expected.length; i++) {
      assertThat(content[p.at(i)])
          .as("output %d", i)
          .isEqualTo(p.fixedPointLevel(i, out, doubleRounding));
    }
  }

  @Property
  void floatOutputIsOneProduct(
      @ForAll("shapes") Shapes.Gemm shape,
      @ForAll("cases") LayerCase layer,
      @ForAll @IntRange(max = 2) int clamp) {
    float min = MatrixProblem.CLAMPS[clamp][0];
    float max = MatrixProblem.CLAMPS[clamp][1];
    MatrixProblem p = new MatrixProblem(shape, layer, false);
    FullyConnected fc = p.builder.outputFloat().clamp(min, max).build();
    GuardedFloats output = GuardedFloats.of(p.outputLength());
    fc.run(p.input, 0, output.array(), output.offset(), p.m, Workspace.forOperators(fc));
    output.assertGapsIntact(p.m, p.n, p.ldc);
    float[] content = output.content();
    for (int i = 0; i < p.expected.length; i++) {
      assertThat(content[p.at(i)]).isEqualTo(p.real(i, min, max));
    }
  }

  /// A row's result must not depend on the rows beside it.
  @Property(tries = 50)
  void rowsAreIndependent(@ForAll("shapes") Shapes.Gemm shape, @ForAll("cases") LayerCase layer) {
    MatrixProblem p = new MatrixProblem(shape, layer, false);
    FullyConnected fc = p.builder.outputInt32().build();
    Workspace workspace = Workspace.forOperators(fc);
    int[] together = new int[p.outputLength()];
    fc.run(p.input, 0, together, 0, p.m, workspace);
    int[] apart = new int[p.outputLength()];
    for (int row = 0; row < p.m; row++) {
      fc.run(p.input, row * p.lda, apart, row * p.ldc, 1, workspace);
    }
    assertThat(apart).isEqualTo(together);
  }
}
