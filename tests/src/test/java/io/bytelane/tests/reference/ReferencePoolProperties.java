package io.bytelane.tests.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bytelane.reference.ReferenceAveragePool;
import io.bytelane.reference.ReferenceByte;
import io.bytelane.reference.ReferencePool;
import io.bytelane.reference.ReferenceTensor;
import io.bytelane.reference.ReferenceWindow;
import io.bytelane.tests.support.BytePattern;
import io.bytelane.tests.support.Windows;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class ReferencePoolProperties {
  @Provide
  Arbitrary<ReferenceWindow> windows() {
    return Windows.pools();
  }

  @Property(tries = 1000)
  void theQuotientIsExactAndTiesGoToEven(
      @ForAll @IntRange(min = -2_000_000, max = 2_000_000) int r,
      @ForAll @IntRange(min = 1, max = 5000) int d) {
    BigDecimal expected =
        BigDecimal.valueOf(r).divide(BigDecimal.valueOf(d), 0, RoundingMode.HALF_EVEN);
    assertThat(ReferenceAveragePool.halfEven(r, d)).isEqualTo(expected.longValueExact());
  }

  @Property
  void everyWindowIsItsCellsByDefinition(
      @ForAll("windows") ReferenceWindow w,
      @ForAll @IntRange(min = 1, max = 3) int channels,
      @ForAll boolean unsigned,
      @ForAll boolean includePad,
      @ForAll @IntRange(max = 127) int z,
      @ForAll long seed) {
    int batch = 2;
    byte[] x =
        BytePattern.RANDOM.bytes(
            batch * w.inputHeight() * w.inputWidth() * channels, unsigned, seed);
    ReferenceTensor input = unsigned ? ReferenceTensor.u8(x, z) : ReferenceTensor.s8(x, z);
    byte[] max = ReferencePool.max(w, batch, channels, x, unsigned);
    byte[] average = ReferenceAveragePool.sameParams(w, batch, channels, input, z, includePad);
    byte[] away = ReferenceAveragePool.halfAway(w, batch, channels, input, -128, 255);
    int area = w.kernelHeight() * w.kernelWidth();
    for (int at = 0; at < max.length; at++) {
      List<Integer> cells = cells(w, channels, x, unsigned, at);
      int sum = cells.stream().mapToInt(Integer::intValue).sum();
      int divisor = includePad ? area : cells.size();
      assertThat(ReferenceByte.value(max[at], unsigned)).isEqualTo(Collections.max(cells));
      assertThat(ReferenceByte.value(average[at], unsigned))
          .isEqualTo(round(sum - z * cells.size(), divisor, RoundingMode.HALF_EVEN) + z);
      assertThat(ReferenceByte.value(away[at], unsigned))
          .isEqualTo(round(sum, cells.size(), RoundingMode.HALF_UP));
    }
  }

  /// The cells of one output, found by asking every cell of the image whether it belongs to it.
  private static List<Integer> cells(
      ReferenceWindow w, int channels, byte[] x, boolean unsigned, int at) {
    int channel = at % channels;
    int ox = at / channels % w.outputWidth();
    int oy = at / channels / w.outputWidth() % w.outputHeight();
    int n = at / channels / w.outputWidth() / w.outputHeight();
    List<Integer> cells = new ArrayList<>();
    for (int y = 0; y < w.inputHeight(); y++) {
      for (int col = 0; col < w.inputWidth(); col++) {
        int dy = y + w.padTop() - oy * w.strideHeight();
        int dx = col + w.padLeft() - ox * w.strideWidth();
        boolean row = dy >= 0 && dy % w.dilationHeight() == 0;
        boolean column = dx >= 0 && dx % w.dilationWidth() == 0;
        if (row
            && column
            && dy / w.dilationHeight() < w.kernelHeight()
            && dx / w.dilationWidth() < w.kernelWidth()) {
          int index = ((n * w.inputHeight() + y) * w.inputWidth() + col) * channels + channel;
          cells.add(ReferenceByte.value(x[index], unsigned));
        }
      }
    }
    return cells;
  }

  private static int round(int sum, int divisor, RoundingMode mode) {
    return BigDecimal.valueOf(sum).divide(BigDecimal.valueOf(divisor), 0, mode).intValueExact();
  }

  @Property
  void ceilModeAddsAtMostOneWindowAndNeverOneInTheEndPadding(@ForAll("windows") ReferenceWindow w) {
    ReferenceWindow floor = mode(w, false);
    ReferenceWindow ceil = mode(w, true);
    assertThat(ceil.outputHeight() - floor.outputHeight()).isBetween(0, 1);
    assertThat((ceil.outputHeight() - 1) * ceil.strideHeight())
        .isLessThan(ceil.inputHeight() + ceil.padTop());
  }

  private static ReferenceWindow mode(ReferenceWindow w, boolean ceil) {
    return new ReferenceWindow(
        w.inputHeight(),
        w.inputWidth(),
        w.kernelHeight(),
        w.kernelWidth(),
        w.strideHeight(),
        w.strideWidth(),
        w.dilationHeight(),
        w.dilationWidth(),
        Math.min(w.padTop(), w.dilationHeight() * (w.kernelHeight() - 1)),
        w.padLeft(),
        Math.min(w.padBottom(), w.dilationHeight() * (w.kernelHeight() - 1)),
        w.padRight(),
        ceil);
  }

  @Example
  void aWindowOutsideTheImageIsRefused() {
    ReferenceWindow w = ReferenceWindow.of(1, 1, 1, 1, 1, 1);
    assertThatThrownBy(() -> ReferencePool.max(w, 1, 1, new byte[1], false))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(
            () ->
                ReferenceAveragePool.sameParams(
                    w, 1, 1, ReferenceTensor.s8(new byte[1], 0), 0, false))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
