package io.bytelane.tests.gemm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.bytelane.FloatMatMul;
import io.bytelane.MatrixLayout;
import io.bytelane.Workspace;
import io.bytelane.reference.ReferenceFloat;
import io.bytelane.tests.support.GuardedFloats;
import java.util.Arrays;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;

/// Batched products of two run-time operands against sums in double.
class FloatMatMulProperties {
  @Provide
  Arbitrary<Integer> size() {
    return Arbitraries.frequencyOf(
        Tuple.of(9, Arbitraries.integers().between(1, 40)), Tuple.of(1, Arbitraries.of(150, 300)));
  }

  @Property(tries = 150)
  void isWithinTheRoundingOfItsSums(
      @ForAll("size") int m,
      @ForAll("size") int n,
      @ForAll("size") int k,
      @ForAll @IntRange(min = 1, max = 3) int matrices,
      @ForAll @IntRange(max = 2) int units,
      @ForAll boolean headsInside,
      @ForAll boolean transposedLeft,
      @ForAll boolean transposedRight,
      @ForAll boolean biased,
      @ForAll long seed) {
    MatrixLayout left = layout(matrices, m, k, headsInside, transposedLeft);
    MatrixLayout right = layout(matrices, k, n, headsInside, transposedRight);
    MatrixLayout output = layout(matrices, m, n, headsInside, false);
    float[] a = FloatFill.gaussian(units * matrices * m * k, seed);
    float[] b = FloatFill.gaussian(units * matrices * k * n, seed + 1);
    float[] bias = FloatFill.gaussian(units * n, seed + 2);
    float scale = 0.25f;
    FloatMatMul.Builder builder =
        FloatMatMul.builder(m, n, k)
            .matrices(matrices)
            .left(left)
            .right(right)
            .output(output)
            .scale(scale);
    FloatMatMul operator = biased ? builder.bias(n).build() : builder.build();
    GuardedFloats out = GuardedFloats.of(units * matrices * m * n, 3);
    Workspace w = Workspace.forOperators(operator);

    operator.run(a, 0, b, 0, bias, 0, out.array(), out.offset(), units, w);

    float[] content = out.content();
    for (int u = 0; u < units; u++) {
      float[] row = Arrays.copyOfRange(bias, u * n, u * n + n);
      for (int h = 0; h < matrices; h++) {
        float[] x = matrix(a, left, u, h, m, k);
        float[] weights = matrix(b, right.transposed(), u, h, n, k);
        for (int i = 0; i < weights.length; i++) {
          weights[i] *= scale;
        }
        float[] added = biased ? row : null;
        float[] expected = ReferenceFloat.gemm(m, n, k, x, 0, k, weights, 0, k, added);
        float[] bound =
            ReferenceFloat.gemm(
                m,
                n,
                k,
                FloatFill.absolute(x),
                0,
                k,
                FloatFill.absolute(weights),
                0,
                k,
                FloatFill.absolute(row));
        float[] actual = matrix(content, output, u, h, m, n);
        for (int i = 0; i < expected.length; i++) {
          assertThat((double) actual[i])
              .isCloseTo(expected[i], within(FloatFill.tolerance(k, bound[i])));
        }
      }
    }
    out.assertGuardsIntact();
  }

  /// One matrix after the other, or the rows of all matrices of a unit side by side.
  private static MatrixLayout layout(
      int matrices, int rows, int columns, boolean headsInside, boolean transposed) {
    int storedRows = transposed ? columns : rows;
    int storedColumns = transposed ? rows : columns;
    MatrixLayout stored =
        headsInside
            ? new MatrixLayout(
                matrices * rows * columns, storedColumns, matrices * storedColumns, 1)
            : MatrixLayout.rowMajor(matrices, storedRows, storedColumns);
    return transposed ? stored.transposed() : stored;
  }

  private static float[] matrix(
      float[] data, MatrixLayout layout, int unit, int matrix, int rows, int columns) {
    float[] dense = new float[rows * columns];
    int start = unit * layout.unit() + matrix * layout.matrix();
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        dense[i * columns + j] = data[start + i * layout.row() + j * layout.column()];
      }
    }
    return dense;
  }

  @Example
  void multipliesHeadsWhereTheyAre() {
    // One unit, two positions, two heads of width 1: [position][head].
    float[] q = {1, 2, 3, 4};
    float[] keys = {5, 6, 7, 8};
    MatrixLayout heads = new MatrixLayout(4, 1, 2, 1);
    FloatMatMul scores =
        FloatMatMul.builder(2, 2, 1)
            .matrices(2)
            .left(heads)
            .right(heads.transposed())
            .scale(2f)
            .bias(2)
            .build();
    float[] out = new float[8];
    float[] mask = {0, -100};

    scores.run(q, 0, keys, 0, mask, 0, out, 0, 1, Workspace.forOperators(scores));

    assertThat(out).containsExactly(10, -86, 30, -58, 24, -68, 48, -36);
  }

  @Example
  void saysWhatIsWrong() {
    assertThatThrownBy(() -> FloatMatMul.builder(0, 1, 1)).hasMessage("m: 0 (expected: >= 1)");
    assertThatThrownBy(() -> new MatrixLayout(1, -1, 1, 1))
        .hasMessage("matrix: -1 (expected: >= 0)");
    assertThatThrownBy(
            () -> FloatMatMul.builder(2, 2, 2).output(new MatrixLayout(4, 4, 1, 2)).build())
        .hasMessage("output.column: 2 (expected: 1)");
    FloatMatMul plain = FloatMatMul.builder(2, 3, 4).build();
    Workspace w = Workspace.forOperators(plain);
    float[] ample = new float[100];
    assertThatThrownBy(() -> plain.run(new float[15], 0, ample, 0, ample, 0, 2, w))
        .isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessage("a.length: 15 (expected: >= aOffset + 16 = 16)");
    assertThatThrownBy(() -> plain.run(ample, 0, ample, 0, new float[5], 0, 1, w))
        .isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessage("output.length: 5 (expected: >= outputOffset + 6 = 6)");
    FloatMatMul biased = FloatMatMul.builder(2, 3, 4).bias(3).build();
    assertThatThrownBy(() -> biased.run(ample, 0, ample, 0, ample, 50, 1, w))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("bias: null (expected: a row for each unit)");
  }
}
