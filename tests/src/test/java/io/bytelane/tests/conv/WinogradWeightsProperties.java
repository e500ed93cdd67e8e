package io.bytelane.tests.conv;

import static org.assertj.core.api.Assertions.assertThat;

import io.bytelane.internal.pack.PackedWeights;
import io.bytelane.internal.pack.WeightMatrix;
import io.bytelane.internal.pack.WinogradWeights;
import io.bytelane.quant.QuantizedType;
import io.bytelane.tests.support.BytePattern;
import java.util.Arrays;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/// Where sums of Winograd's products are cut so that float lanes hold them exactly.
class WinogradWeightsProperties {
  private static final int NR = 8;
  private static final int GRAIN = 64;

  /// The position that adds up all nine taps.
  private static final int CENTRE = 5;

  private static WinogradWeights transform(byte[] weights, int outputs, int inputs) {
    WeightMatrix matrix = WeightMatrix.channelMajor(0, outputs, 9 * inputs);
    return WinogradWeights.transform(
        PackedWeights.pack(weights, matrix, QuantizedType.S8, NR), GRAIN);
  }

  /// Inputs reach 512: 28 channels of 9 * 127 stay below 2^24, 29 do not.
  @Example
  void oneExtremeChannelShortensOnePositionOfItsPanel() {
    int inputs = 100;
    byte[] weights = new byte[2 * NR * 9 * inputs];
    Arrays.fill(weights, 0, 9 * inputs, (byte) 127);
    Arrays.fill(weights, 9 * inputs, weights.length, (byte) 10);
    WinogradWeights transformed = transform(weights, 2 * NR, inputs);
    assertThat(transformed.blockEnds(CENTRE, 0)).containsExactly(28, 56, 64, 92, 100);
    assertThat(transformed.blockEnds(CENTRE, 1)).containsExactly(64, 100);
    assertThat(transformed.blockEnds(0, 0)).containsExactly(64, 100);
  }

  /// No block can give a sum beyond 2^24, and none is shorter than it has to be.
  @Property(tries = 50)
  void blocksAreExactAndAsLongAsTheyCanBe(
      @ForAll @IntRange(min = 1, max = 200) int inputs,
      @ForAll @IntRange(min = 1, max = 20) int outputs,
      @ForAll BytePattern pattern,
      @ForAll long seed) {
    byte[] weights = pattern.bytes(outputs * 9 * inputs, false, seed);
    WinogradWeights transformed = transform(weights, outputs, inputs);
    for (int panel = 0; panel < transformed.layout().panels(); panel++) {
      int[] ends = transformed.blockEnds(CENTRE, panel);
      int from = 0;
      for (int end : ends) {
        assertThat(greatestSum(weights, outputs, inputs, panel, from, end))
            .isLessThanOrEqualTo(1 << 24);
        if (end < inputs && end % GRAIN != 0) {
          assertThat(greatestSum(weights, outputs, inputs, panel, from, end + 1))
              .isGreaterThan(1 << 24);
        }
        from = end;
      }
      assertThat(from).isEqualTo(inputs);
    }
  }

  /// The greatest sum over input channels `from .. to` that transformed inputs of 512 can give.
  private static long greatestSum(
      byte[] weights, int outputs, int inputs, int panel, int from, int to) {
    long greatest = 0;
    for (int o = panel * NR; o < Math.min((panel + 1) * NR, outputs); o++) {
      long sum = 0;
      for (int c = from; c < to; c++) {
        int taps = 0;
        for (int tap = 0; tap < 9; tap++) {
          taps += weights[(o * 9 + tap) * inputs + c];
        }
        sum += Math.abs(taps);
      }
      greatest = Math.max(greatest, 512 * sum);
    }
    return greatest;
  }
}
