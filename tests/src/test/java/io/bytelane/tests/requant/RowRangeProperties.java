package io.bytelane.tests.requant;

import static org.assertj.core.api.Assertions.assertThat;

import io.bytelane.internal.dispatch.Kernels;
import io.bytelane.internal.kernel.QuantizeKernel;
import io.bytelane.tests.support.FloatPattern;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.PropertyDefaults;
import net.jqwik.api.constraints.IntRange;

/// The range of a row, from which dynamic layers choose their parameters.
@PropertyDefaults(tries = 1000)
class RowRangeProperties {
  private final QuantizeKernel kernel = Kernels.active().elements().quantize();

  @Property
  void lowAndHighAreTheExtremesWidenedToHoldZero(
      @ForAll @IntRange(max = 130) int length,
      @ForAll @IntRange(max = 9) int offset,
      @ForAll @IntRange(min = -1, max = 1) int sign,
      @ForAll long seed) {
    float[] x = FloatPattern.WIDE.floats(offset + length + 3, seed);
    for (int i = 0; i < x.length; i++) {
      x[i] = sign == 0 ? x[i] : sign * Math.abs(x[i]);
    }
    float low = 0;
    float high = 0;
    for (int i = offset; i < offset + length; i++) {
      low = Math.min(low, x[i]);
      high = Math.max(high, x[i]);
    }
    float[] range = {7, 7, 7, 7};
    assertThat(kernel.range(x, offset, length, range, 1)).isTrue();
    assertThat(range).containsExactly(7, low, high, 7);
    assertThat(kernel.isFinite(x, offset, length)).isTrue();
  }

  @Property
  void oneValueThatIsNotFiniteIsSeenWhereverItStands(
      @ForAll @IntRange(min = 1, max = 130) int length,
      @ForAll @IntRange(max = 200) int place,
      @ForAll @IntRange(max = 2) int kind) {
    float[] kinds = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY};
    float[] x = FloatPattern.UNIFORM.floats(length + 2, place);
    x[0] = Float.NaN;
    x[length + 1] = Float.NaN;
    assertThat(kernel.isFinite(x, 1, length)).isTrue();
    float[] range = new float[2];
    assertThat(kernel.range(x, 1, length, range, 0)).isTrue();
    x[1 + place % length] = kinds[kind];
    assertThat(kernel.range(x, 1, length, range, 0)).isFalse();
    assertThat(kernel.isFinite(x, 1, length)).isFalse();
  }
}
