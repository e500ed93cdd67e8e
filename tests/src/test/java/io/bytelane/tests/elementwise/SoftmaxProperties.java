package io.bytelane.tests.elementwise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bytelane.Softmax;
import io.bytelane.quant.QuantParams;
import io.bytelane.reference.ReferenceSoftmax;
import io.bytelane.reference.ReferenceTensor;
import io.bytelane.tests.support.BytePattern;
import io.bytelane.tests.support.GuardedBytes;
import io.bytelane.tests.support.QuantParamsSamples;
import java.util.Arrays;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.PropertyDefaults;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

@PropertyDefaults(tries = 1000)
class SoftmaxProperties {
  @Property
  void rowsEqualTheReference(
      @ForAll("params") QuantParams in,
      @ForAll("params") QuantParams other,
      @ForAll boolean recommended,
      @ForAll BytePattern pattern,
      @ForAll @IntRange(max = 3) int rows,
      @ForAll @IntRange(min = 1, max = 300) int length,
      @ForAll long seed) {
    boolean unsigned = !in.type().isSigned();
    QuantParams out = recommended ? Softmax.recommendedOutput() : other;
    byte[] x = pattern.bytes(rows * length, unsigned, seed);
    ReferenceTensor tensor = unsigned ? ReferenceTensor.u8(x, 0) : ReferenceTensor.s8(x, 0);
    byte[] expected = new byte[x.length];
    for (int i = 0; i < rows; i++) {
      int[] row =
          ReferenceSoftmax.row(
              tensor,
              i * length,
              length,
              in.scale(),
              out.scale(),
              out.zeroPoint(),
              out.type().min(),
              out.type().max());
      for (int j = 0; j < length; j++) {
        expected[i * length + j] = (byte) row[j];
      }
    }
    GuardedBytes source = GuardedBytes.copyOf(x, 1);
    GuardedBytes target = GuardedBytes.of(x.length, 2);
    Softmax.of(in, out)
        .run(source.array(), source.offset(), target.array(), target.offset(), rows, length);
    assertThat(target.content()).containsExactly(expected);
    target.assertGuardsIntact();
  }

  @Property
  void wideRowsEqualTheReference(
      @ForAll("params") QuantParams in,
      @ForAll BytePattern pattern,
      @ForAll @IntRange(min = 1, max = 300) int length,
      @ForAll long seed) {
    boolean unsigned = !in.type().isSigned();
    byte[] x = pattern.bytes(length, unsigned, seed);
    ReferenceTensor tensor = unsigned ? ReferenceTensor.u8(x, 0) : ReferenceTensor.s8(x, 0);
    int[] expected =
        ReferenceSoftmax.row(
            tensor, 0, length, in.scale(), 0x1p-16f, -32768, Short.MIN_VALUE, Short.MAX_VALUE);
    short[] actual = new short[length + 2];
    Softmax.toInt16(in).run(x, 0, actual, 1, 1, length);
    for (int i = 0; i < length; i++) {
      assertThat((int) actual[i + 1]).as("element %d", i).isEqualTo(expected[i]);
    }
    assertThat(actual[0]).isZero();
    assertThat(actual[length + 1]).isZero();
  }

  /// 512, 1536 and 1024 / 3 equal values lie half-way between two levels, or beside it.
  @Example
  void tiesGoToTheEvenLevel() {
    QuantParams in = QuantParams.symmetric(0.1f);
    for (int length : new int[] {341, 342, 511, 512, 513, 1536}) {
      for (int ahead = 1; ahead <= 3; ahead++) {
        byte[] x = new byte[length];
        Arrays.fill(x, ahead, length, (byte) -7); // e^-0.7: the first levels get more
        byte[] out = new byte[length];
        Softmax.of(in, Softmax.recommendedOutput()).run(x, 0, out, 0, 1, length);
        int[] expected =
            ReferenceSoftmax.row(
                ReferenceTensor.s8(x, 0), 0, length, 0.1f, 1f / 256, -128, -128, 127);
        for (int i = 0; i < length; i++) {
          assertThat((int) out[i]).isEqualTo(expected[i]);
        }
      }
      byte[] equal = new byte[length];
      Softmax.of(in, Softmax.recommendedOutput()).run(new byte[length], 0, equal, 0, 1, length);
      assertThat(equal).containsOnly((byte) (Math.rint(256.0 / length) - 128));
    }
  }

  @Example
  void outputOfTheOtherWidthIsRefused() {
    QuantParams in = QuantParams.symmetric(0.1f);
    assertThatThrownBy(() -> Softmax.toInt16(in).run(new byte[2], 0, new byte[2], 0, 1, 2))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("output array: byte[] (expected: short[], as the operator was made)");
    Softmax narrow = Softmax.of(in, Softmax.recommendedOutput());
    assertThatThrownBy(() -> narrow.run(new byte[2], 0, new short[2], 0, 1, 2))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("output array: short[] (expected: byte[], as the operator was made)");
  }

  @Provide
  Arbitrary<QuantParams> params() {
    return QuantParamsSamples.ordinary();
  }
}
