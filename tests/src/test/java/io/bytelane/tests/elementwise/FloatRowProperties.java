package io.bytelane.tests.elementwise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.bytelane.FloatSoftmax;
import io.bytelane.LayerNorm;
import io.bytelane.Workspace;
import io.bytelane.WorkspaceSize;
import io.bytelane.internal.dispatch.Kernels;
import io.bytelane.internal.kernel.RowKernel;
import io.bytelane.internal.scalar.ScalarRowKernel;
import io.bytelane.tests.support.FloatPattern;
import io.bytelane.tests.support.GuardedFloats;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/// Softmax and layer normalization of floats.
class FloatRowProperties {
  @Property
  void softmaxIsThatOfDoubles(
      @ForAll @IntRange(max = 3) int rows,
      @ForAll @IntRange(min = 1, max = 150) int length,
      @ForAll @IntRange(max = 40) int spread,
      @ForAll long seed) {
    float[] x = FloatPattern.UNIFORM.floats(rows * length, seed);
    for (int i = 0; i < x.length; i++) {
      x[i] *= spread;
    }
    GuardedFloats in = GuardedFloats.copyOf(x, 3);
    GuardedFloats out = GuardedFloats.of(x.length, 1);
    FloatSoftmax operator = FloatSoftmax.of(length);

    operator.run(
        in.array(), in.offset(), out.array(), out.offset(), rows, Workspace.forOperators(operator));

    float[] actual = out.content();
    for (int r = 0; r < rows; r++) {
      double sum = 0;
      for (int i = 0; i < length; i++) {
        sum += StrictMath.exp(x[r * length + i]);
      }
      for (int i = 0; i < length; i++) {
        double expected = StrictMath.exp(x[r * length + i]) / sum;
        // The difference to the maximum is rounded to float32 before the exponential.
        double tolerance = (1e-6 + 2 * spread * 0x1p-23) * expected + 1e-30;
        assertThat((double) actual[r * length + i]).isCloseTo(expected, within(tolerance));
      }
    }
    out.assertGuardsIntact();
  }

  @Example
  void softmaxGivesMaskedPositionsNothing() {
    float[] row = {1, -Float.MAX_VALUE, 1, Float.NEGATIVE_INFINITY, 1, -300, 1};
    FloatSoftmax operator = FloatSoftmax.of(row.length);

    operator.run(row, 0, row, 0, 1, Workspace.forOperators(operator));

    assertThat(row).containsExactly(0.25f, 0, 0.25f, 0, 0.25f, 0, 0.25f);
  }

  @Property
  void layerNormIsThatOfDoubles(
      @ForAll @IntRange(max = 3) int rows,
      @ForAll @IntRange(min = 1, max = 400) int length,
      @ForAll boolean shifted,
      @ForAll long seed) {
    float[] x = FloatPattern.UNIFORM.floats(rows * length, seed);
    float[] scale = FloatPattern.UNIFORM.floats(length, seed + 1);
    float[] shift = FloatPattern.UNIFORM.floats(length, seed + 2);
    float epsilon = 1e-5f;
    GuardedFloats in = GuardedFloats.copyOf(x, 2);
    GuardedFloats out = GuardedFloats.of(x.length, 5);
    LayerNorm operator = LayerNorm.of(scale, shifted ? shift : null, epsilon);

    operator.run(
        in.array(), in.offset(), out.array(), out.offset(), rows, Workspace.forOperators(operator));

    float[] actual = out.content();
    for (int i = 0; i < x.length; i++) {
      int start = i - i % length;
      double mean = 0;
      for (int j = 0; j < length; j++) {
        mean += x[start + j] / (double) length;
      }
      double variance = 0;
      for (int j = 0; j < length; j++) {
        variance += (x[start + j] - mean) * (x[start + j] - mean) / length;
      }
      double expected = (x[i] - mean) / Math.sqrt(variance + epsilon) * scale[i % length];
      expected += shifted ? shift[i % length] : 0;
      assertThat((double) actual[i]).isCloseTo(expected, within(2e-5));
    }
    out.assertGuardsIntact();
  }

  @Property
  void rowsHaveTheBitsOfTheScalarPath(
      @ForAll FloatPattern pattern,
      @ForAll @IntRange(min = 1, max = 200) int length,
      @ForAll long seed) {
    RowKernel active = Kernels.active().elements().floats().row();
    RowKernel scalar = new ScalarRowKernel();
    float[] x = pattern.floats(length, seed);
    float[] lanes = new float[RowKernel.LANES];
    float max = scalar.max(x, 0, length);
    float[] results = {
      active.max(x, 0, length),
      active.sum(x, 0, length, lanes, 0),
      active.squares(x, 0, length, 0.3f, lanes, 0)
    };
    assertThat(results)
        .containsExactly(
            max, scalar.sum(x, 0, length, lanes, 0), scalar.squares(x, 0, length, 0.3f, lanes, 0));
    float[] actual = new float[length];
    float[] expected = new float[length];
    active.exponentials(x, 0, length, max, actual, 0);
    scalar.exponentials(x, 0, length, max, expected, 0);
    assertThat(actual).containsExactly(expected);
    active.normalize(x, 0, length, 0.3f, 1.7f, x, x, actual, 0);
    scalar.normalize(x, 0, length, 0.3f, 1.7f, x, x, expected, 0);
    assertThat(actual).containsExactly(expected);
  }

  @Example
  void sayWhatIsWrong() {
    assertThatThrownBy(() -> FloatSoftmax.of(0)).hasMessage("length: 0 (expected: >= 1)");
    assertThatThrownBy(() -> LayerNorm.of(new float[0], null, 0f))
        .hasMessage("scale.length: 0 (expected: >= 1)");
    assertThatThrownBy(() -> LayerNorm.of(new float[3], new float[2], 0f))
        .hasMessage("shift.length: 2 (expected: 3)");
    assertThatThrownBy(() -> LayerNorm.of(new float[3], null, -1f))
        .hasMessage("epsilon: -1.0 (expected: >= 0, finite)");
    LayerNorm norm = LayerNorm.of(new float[3], null, 0f);
    assertThatThrownBy(
            () -> norm.run(new float[3], 0, new float[3], 0, 1, Workspace.of(WorkspaceSize.NONE)))
        .hasMessage("workspace.floats: 0 (expected: >= 16)");
    Workspace workspace = Workspace.forOperators(norm);
    assertThatThrownBy(() -> norm.run(new float[3], 0, new float[5], 0, 2, workspace))
        .isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessage("input.length: 3 (expected: >= inputOffset + 6 = 6)");
  }
}
