package io.bytelane.tests.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.within;

import io.bytelane.models.report.Accuracy;
import io.bytelane.models.report.AccuracyCounter;
import io.bytelane.models.report.McNemar;
import io.bytelane.models.report.ReportException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AccuracyTest {
  private static final List<String> THREE = List.of("a", "b", "c");
  private static final List<String> SEVEN =
      IntStream.range(0, 7).mapToObj(Integer::toString).toList();

  @Test
  void countsTopOneAndClasses() {
    AccuracyCounter counter = new AccuracyCounter(THREE);
    counter.add(new float[] {1, 3, 2}, 0, 1);
    counter.add(new float[] {9, 1, 3, 2}, 1, 0);
    counter.add(new float[] {-5, -1, -2}, 0, 1);
    counter.add(new float[] {-5, -1, -2}, 0, 2);
    Accuracy accuracy = counter.accuracy();

    assertThat(accuracy.nSamples()).isEqualTo(4);
    assertThat(accuracy.top1()).isEqualTo(0.5);
    assertThat(accuracy.perClass())
        .containsExactly(entry("a", 0.0), entry("b", 1.0), entry("c", 0.0));
    assertThat(counter.right()).isEqualTo(bits(0, 2));
  }

  @Test
  void topFiveOfFewerClassesHoldsEveryLabel() {
    AccuracyCounter counter = new AccuracyCounter(THREE);
    counter.add(new float[] {3, 2, 1}, 0, 2);

    assertThat(counter.accuracy().top5()).isEqualTo(1.0);
  }

  @Test
  void topFiveEndsAfterTheFifth() {
    AccuracyCounter counter = new AccuracyCounter(SEVEN);
    float[] scores = {7, 6, 5, 4, 3, 2, 1};
    counter.add(scores, 0, 4);
    counter.add(scores, 0, 5);

    assertThat(counter.accuracy().top5()).isEqualTo(0.5);
  }

  @Test
  void firstOfEqualScoresWins() {
    AccuracyCounter counter = new AccuracyCounter(SEVEN);
    float[] equal = new float[7];
    for (int label = 0; label < 7; label++) {
      counter.add(equal, 0, label);
    }

    assertThat(counter.right()).isEqualTo(bits(0));
    assertThat(counter.accuracy().top5()).isEqualTo(5 / 7.0);
  }

  @Test
  void labelWithoutANumberIsWrong() {
    AccuracyCounter counter = new AccuracyCounter(SEVEN);
    counter.add(new float[] {Float.NaN, 0, 0, 0, 0, 0, 0}, 0, 0);

    assertThat(counter.accuracy().top1()).isZero();
    assertThat(counter.accuracy().top5()).isZero();
  }

  @Test
  void classWithoutSamplesHasZero() {
    AccuracyCounter counter = new AccuracyCounter(THREE);
    counter.add(new float[] {1, 0, 0}, 0, 0);

    assertThat(counter.accuracy().perClass()).containsEntry("c", 0.0);
  }

  @Test
  void labelOutOfRangeIsAnError() {
    AccuracyCounter counter = new AccuracyCounter(THREE);
    counter.add(new float[3], 0, 0);

    assertThatThrownBy(() -> counter.add(new float[3], 0, 3))
        .isInstanceOf(ReportException.class)
        .hasMessage("label of sample 1: 3 (expected: in [0, 2])");
    assertThatThrownBy(() -> counter.add(new float[3], 0, -1))
        .hasMessage("label of sample 1: -1 (expected: in [0, 2])");
  }

  @Test
  void noSampleIsAnError() {
    assertThatThrownBy(new AccuracyCounter(THREE)::accuracy)
        .isInstanceOf(ReportException.class)
        .hasMessage("samples: none (expected: at least one)");
  }

  @Test
  void pairedTestCountsWhatOnlyOneGetsRight() {
    McNemar test = McNemar.of(bits(0, 1, 2, 5), bits(1, 2, 9));

    assertThat(test.onlyFirst()).isEqualTo(2);
    assertThat(test.onlySecond()).isEqualTo(1);
    assertThat(test.pValue()).isEqualTo(1.0);
  }

  @Test
  void pValueIsTheExactBinomialTail() {
    for (int b = 0; b <= 40; b++) {
      for (int c = 0; c <= 40; c++) {
        assertThat(McNemar.of(b, c).pValue())
            .as("%d against %d", b, c)
            .isCloseTo(exactPValue(b, c), within(1e-12));
      }
    }
    assertThat(McNemar.of(5000, 4700).pValue()).isCloseTo(exactPValue(5000, 4700), within(1e-9));
  }

  @Test
  void significanceFollowsThePValue() {
    assertThat(McNemar.of(0, 5).isSignificant()).isFalse();
    assertThat(McNemar.of(0, 6).isSignificant()).isTrue();
  }

  private static double exactPValue(int b, int c) {
    int n = b + c;
    BigInteger coefficient = BigInteger.ONE;
    BigInteger sum = BigInteger.ZERO;
    for (int i = 0; i <= Math.min(b, c); i++) {
      sum = sum.add(coefficient);
      coefficient =
          coefficient.multiply(BigInteger.valueOf(n - i)).divide(BigInteger.valueOf(i + 1));
    }
    BigDecimal tail =
        new BigDecimal(sum.shiftLeft(1))
            .divide(new BigDecimal(BigInteger.ONE.shiftLeft(n)), MathContext.DECIMAL64);
    return Math.min(1, tail.doubleValue());
  }

  private static BitSet bits(int... indices) {
    BitSet bits = new BitSet();
    for (int index : indices) {
      bits.set(index);
    }
    return bits;
  }
}
