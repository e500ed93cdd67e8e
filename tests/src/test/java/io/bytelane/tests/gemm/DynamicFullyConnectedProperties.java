package io.bytelane.tests.gemm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bytelane.DynamicFullyConnected;
import io.bytelane.DynamicFullyConnected.Granularity;
import io.bytelane.Workspace;
import io.bytelane.quant.PerChannelQuantParams;
import io.bytelane.quant.QuantizationException;
import io.bytelane.reference.ReferenceDynamic;
import io.bytelane.reference.ReferenceGemm;
import io.bytelane.reference.ReferenceMatrix;
import io.bytelane.reference.ReferenceQuantParams;
import io.bytelane.reference.ReferenceQuantizer;
import io.bytelane.tests.support.GuardedFloats;
import io.bytelane.tests.support.Shapes;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;

/// The dynamically quantized layer against the oracle: each row, or all of them, quantized by the
/// reference rule, multiplied exactly, converted back.
class DynamicFullyConnectedProperties {

  @Provide
  Arbitrary<LayerCase> cases() {
    return LayerCase.any();
  }

  @Provide
  Arbitrary<Shapes.Gemm> shapes() {
    return Arbitraries.frequencyOf(
        Tuple.of(30, Shapes.gemms().filter(s -> s.m() > 0 && s.n() > 0 && s.k() > 0)),
        Tuple.of(1, Arbitraries.just(new Shapes.Gemm(151, 130, 258))));
  }

  private static float[] input(int length, long seed) {
    Random random = new Random(seed);
    float[] input = new float[length];
    float spread = (float) Math.pow(10, random.nextInt(9) - 4);
    float centre = random.nextInt(3) - 1;
    for (int i = 0; i < length; i++) {
      input[i] = random.nextInt(6) == 0 ? 0 : spread * (centre + (float) random.nextGaussian());
    }
    return input;
  }

  @Property
  void matchesTheOracle(
      @ForAll("shapes") Shapes.Gemm shape,
      @ForAll("cases") LayerCase layer,
      @ForAll Granularity granularity,
      @ForAll @IntRange(max = 2) int clamp) {
    float min = MatrixProblem.CLAMPS[clamp][0];
    float max = MatrixProblem.CLAMPS[clamp][1];
    int m = shape.m();
    int n = shape.n();
    int k = shape.k();
    float[] input = input(m * k, layer.seed());
    byte[] weights = layer.weightBytes(n * k);
    PerChannelQuantParams params = layer.weights(n);
    float[] bias = input(n, layer.seed() + 1);
    DynamicFullyConnected fc =
        DynamicFullyConnected.builder(k, n)
            .weights(weights, params)
            .bias(bias)
            .granularity(granularity)
            .clamp(min, max)
            .build();
    GuardedFloats output = GuardedFloats.of(m * n);
    fc.run(input, 0, output.array(), output.offset(), m, Workspace.forOperators(fc));
    output.assertGuardsIntact();
    float[] content = output.content();
    boolean perRow = granularity == Granularity.PER_ROW;
    for (int row = 0; row < m; row++) {
      ReferenceQuantParams q =
          perRow
              ? ReferenceDynamic.parameters(input, row * k, k, true, row)
              : ReferenceDynamic.parameters(input, 0, m * k, true, 0);
      byte[] quantized =
          ReferenceQuantizer.divide(input, row * k, k, q.scale(), q.zeroPoint(), 0, 255);
      int[] acc =
          ReferenceGemm.accumulators(
              1,
              n,
              k,
              ReferenceMatrix.rowMajor(quantized, 0, k, true),
              q.zeroPoint(),
              ReferenceMatrix.columnMajor(weights, 0, k, !layer.weightType().isSigned()),
              LayerCase.zeroPoints(params),
              null);
      for (int o = 0; o < n; o++) {
        float real = ReferenceDynamic.output(acc[o], q.scale(), params.scale(o), bias[o]);
        float expected = Math.min(Math.max(real, min), max);
        assertThat(content[row * n + o]).as("row %d, output %d", row, o).isEqualTo(expected);
      }
    }
  }

  @Example
  void namesTheRowThatIsNotFiniteAndWritesNothing() {
    DynamicFullyConnected fc =
        DynamicFullyConnected.builder(2, 1)
            .weights(new byte[] {1, 2}, PerChannelQuantParams.symmetric(1f))
            .build();
    float[] output = {7, 7};
    float[] input = {1, 2, 3, Float.NaN};
    assertThatThrownBy(() -> fc.run(input, 0, output, 0, 2, Workspace.forOperators(fc)))
        .isInstanceOf(QuantizationException.class)
        .hasMessage("input: row 1: NaN or infinite (expected: finite values)");
    assertThat(output).containsExactly(7, 7);
  }
}
