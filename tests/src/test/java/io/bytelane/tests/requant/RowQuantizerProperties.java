package io.bytelane.tests.requant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bytelane.internal.requant.RowQuantizer;
import io.bytelane.quant.QuantizationException;
import io.bytelane.quant.QuantizationException.Reason;
import io.bytelane.quant.QuantizedType;
import io.bytelane.reference.ReferenceByte;
import io.bytelane.reference.ReferenceDynamic;
import io.bytelane.reference.ReferenceQuantParams;
import io.bytelane.reference.ReferenceQuantizer;
import io.bytelane.tests.support.FloatPattern;
import io.bytelane.tests.support.GuardedBytes;
import io.bytelane.tests.support.Shapes;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class RowQuantizerProperties {
  @Property
  void rowsAreQuantizedAsReference(
      @ForAll QuantizedType type,
      @ForAll @IntRange(max = 5) int rows,
      @ForAll @IntRange(max = 130) int columns,
      @ForAll @IntRange(min = -1, max = 1) int sign,
      @ForAll long seed) {
    int stride = Shapes.primeAbove(columns);
    float[] x = FloatPattern.WIDE.floats(3 + rows * stride, seed);
    for (int i = 0; i < x.length; i++) {
      x[i] = sign == 0 ? x[i] : sign * Math.abs(x[i]);
    }
    if (rows > 1) {
      Arrays.fill(x, 3 + stride, 3 + stride + columns, 0f);
    }
    RowQuantizer quantizer = new RowQuantizer(type);
    float[] scales = new float[rows + 2];
    int[] zeroPoints = new int[rows + 1];
    quantizer.choose(x, 3, rows, columns, stride, scales, 2, zeroPoints, 1);
    boolean unsigned = !type.isSigned();
    for (int i = 0; i < rows; i++) {
      int row = 3 + i * stride;
      ReferenceQuantParams params = ReferenceDynamic.parameters(x, row, columns, unsigned, i);
      assertThat(scales[2 + i]).isEqualTo(params.scale());
      assertThat(zeroPoints[1 + i]).isEqualTo(params.zeroPoint());
      GuardedBytes q = GuardedBytes.of(columns, i);
      quantizer.quantize(x, row, columns, scales[2 + i], zeroPoints[1 + i], q.array(), q.offset());
      assertThat(q.content())
          .containsExactly(
              ReferenceQuantizer.divide(
                  x,
                  row,
                  columns,
                  params.scale(),
                  params.zeroPoint(),
                  ReferenceByte.min(unsigned),
                  ReferenceByte.max(unsigned)));
      q.assertGuardsIntact();
    }
  }

  @Property
  void aValueThatIsNotFiniteIsRefusedWithItsRow(
      @ForAll @IntRange(max = 4) int row,
      @ForAll @IntRange(max = 66) int column,
      @ForAll @IntRange(max = 2) int kind) {
    float[] x = FloatPattern.UNIFORM.floats(5 * 67, row);
    float[] kinds = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY};
    x[row * 67 + column] = kinds[kind];
    float[] scales = new float[5];
    int[] zeroPoints = new int[5];
    RowQuantizer quantizer = new RowQuantizer(QuantizedType.U8);
    assertThatThrownBy(() -> quantizer.choose(x, 0, 5, 67, 67, scales, 0, zeroPoints, 0))
        .isInstanceOfSatisfying(
            QuantizationException.class,
            e -> {
              assertThat(e.reason()).isEqualTo(Reason.NON_FINITE_DATA);
              assertThat(e.index()).isEqualTo(row);
              assertThat(e)
                  .hasMessage(
                      "input[" + row + "][" + column + "]: " + kinds[kind] + " (expected: finite)");
            });
    assertThat(scales).containsOnly(0f);
  }
}
