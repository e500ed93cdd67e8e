package io.bytelane.tests.gemm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bytelane.DynamicFullyConnected;
import io.bytelane.FullyConnected;
import io.bytelane.GemmShape;
import io.bytelane.Int8Gemm;
import io.bytelane.Workspace;
import io.bytelane.internal.pack.PanelLayout;
import io.bytelane.quant.FixedPointMultiplier;
import io.bytelane.quant.PerChannelQuantParams;
import io.bytelane.quant.QuantParams;
import io.bytelane.quant.QuantizationException;
import io.bytelane.quant.QuantizationException.Reason;
import io.bytelane.quant.QuantizedType;
import io.bytelane.quant.RequantScheme;
import java.util.Arrays;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The proof that accumulators fit int32: the last layer that is built and the first that is not.
class AccumulatorBoundTest {
  private static byte[] filled(int length, int level) {
    byte[] levels = new byte[length];
    Arrays.fill(levels, (byte) level);
    return levels;
  }

  private static FullyConnected.Builder layer(int k, int weight, QuantParams input) {
    return FullyConnected.builder(k, 1)
        .input(input)
        .weights(filled(k, weight), PerChannelQuantParams.symmetric(1f))
        .outputInt32();
  }

  private static void overflows(ThrowingCallable build) {
    assertThatThrownBy(build)
        .isInstanceOfSatisfying(
            QuantizationException.class,
            e -> assertThat(e.reason()).isEqualTo(Reason.ACCUMULATOR_OVERFLOW));
  }

  /// The depths of section 2.4 of the contract, which leave one end of int32 or the other.
  @ParameterizedTest
  @CsvSource({
    "S8, 0, -128, 131071",
    "S8, 127, 127, 66311",
    "S8, -128, 127, 66311",
    "U8, 0, -128, 65793",
    "U8, 255, 127, 66311"
  })
  void theLargestDepth(QuantizedType type, int zeroPoint, int weight, int depth) {
    QuantParams input = new QuantParams(1f, zeroPoint, type);
    assertThat(layer(depth, weight, input).build().inFeatures()).isEqualTo(depth);
    overflows(() -> layer(depth + 1, weight, input).build());
  }

  /// Inputs and weights of both ends of their range, each 255 from its zero point.
  @Test
  void theZeroPointOfTheWeightsCounts() {
    QuantParams input = new QuantParams(1f, -128, QuantizedType.S8);
    PerChannelQuantParams weights =
        PerChannelQuantParams.of(new float[] {1f}, new int[] {127}, QuantizedType.S8);
    for (int depth : new int[] {33_025, 33_026}) {
      FullyConnected.Builder layer =
          FullyConnected.builder(depth, 1)
              .input(input)
              .weights(filled(depth, -128), weights)
              .outputInt32();
      if (depth == 33_025) {
        assertThat(layer.build().inFeatures()).isEqualTo(depth);
      } else {
        overflows(layer::build);
      }
    }
  }

  @Test
  void theBiasCounts() {
    QuantParams input = QuantParams.symmetric(1f);
    for (int fitting : new int[] {Integer.MAX_VALUE - 127, Integer.MIN_VALUE + 128}) {
      int beyond = fitting > 0 ? fitting + 1 : fitting - 1;
      layer(1, 1, input).bias(new int[] {fitting}).build();
      overflows(() -> layer(1, 1, input).bias(new int[] {beyond}).build());
    }
  }

  @Test
  void theMessageNamesTheChannelAndTheDepth() {
    assertThatThrownBy(() -> layer(131_072, -128, QuantParams.symmetric(1f)).name("fc").build())
        .hasMessage(
            "fc: channel 0: accumulator: [-2130706432, 2147483648] at K = 131072"
                + " (expected: within int32)");
  }

  @Test
  void dynamicLayersCountAnyZeroPoint() {
    for (int k : new int[] {66_311, 66_312}) {
      DynamicFullyConnected.Builder builder =
          DynamicFullyConnected.builder(k, 1)
              .weights(filled(k, 127), PerChannelQuantParams.symmetric(1f));
      if (k == 66_311) {
        builder.build();
      } else {
        overflows(builder::build);
      }
    }
  }

  /// Scheme `FIXED_DOUBLE` shifts left before it multiplies: 8 bits leave 24 for the accumulator.
  @Test
  void theLeftShiftCounts() {
    FixedPointMultiplier shifting = new FixedPointMultiplier(1 << 30, 8);
    for (int fitting : new int[] {(1 << 23) - 1 - 127, -(1 << 23) + 128}) {
      int beyond = fitting > 0 ? fitting + 1 : fitting - 1;
      shifted(shifting).bias(new int[] {fitting}).build();
      overflows(() -> shifted(shifting).bias(new int[] {beyond}).build());
    }
    // Sums that may wrap may be anything.
    overflows(() -> shifted(new FixedPointMultiplier(1 << 30, 1)).wrapAccumulator().build());
    shifted(new FixedPointMultiplier(1 << 30, 0)).wrapAccumulator().build();
  }

  /// Products of one sign leave int32 at one end only: 129 * 65025 * 2^8 fits, 130 do not.
  @ParameterizedTest
  @CsvSource({"0, 0", "0, 255"})
  void theLeftShiftCountsInProductsOfTwoOperands(int left, int right) {
    FixedPointMultiplier shifting = new FixedPointMultiplier(1 << 30, 8);
    for (int k : new int[] {129, 130}) {
      Int8Gemm.Builder product =
          Int8Gemm.builder(1, k)
              .left(new QuantParams(1f, left, QuantizedType.U8))
              .right(new QuantParams(1f, right, QuantizedType.U8))
              .output(QuantParams.symmetric(1f))
              .fixedPointMultipliers(RequantScheme.FIXED_DOUBLE, shifting);
      if (k == 129) {
        product.build();
      } else {
        overflows(product::build);
      }
    }
  }

  /// Zero points of a call count as those of the description do, 8 bits of shift and bias included.
  @Test
  void theLeftShiftCountsForZeroPointsOfACall() {
    Int8Gemm product =
        Int8Gemm.builder(1, 200)
            .left(QuantParams.symmetric(1f))
            .right(QuantParams.symmetric(1f))
            .bias(new int[] {-1000})
            .output(QuantParams.symmetric(1f))
            .fixedPointMultipliers(RequantScheme.FIXED_DOUBLE, new FixedPointMultiplier(1 << 30, 8))
            .build();
    Workspace w = Workspace.forOperators(product);
    byte[] ab = new byte[200];
    byte[] c = new byte[1];
    int[] least = {-128};
    // Every difference is in 0 .. 255: k * 65025 - 1000 has to stay below 2^23.
    for (int k : new int[] {129, 130}) {
      GemmShape shape = GemmShape.of(1, 1, k);
      ThrowingCallable call =
          () -> product.run(shape, ab, 0, null, least, ab, 0, least, c, 0, w, Runnable::run, 1);
      if (k == 129) {
        assertThatCode(call).doesNotThrowAnyException();
      } else {
        overflows(call);
      }
    }
    product.run(GemmShape.of(1, 1, 200), ab, 0, ab, 0, c, 0, w);
  }

  /// 2^24 + 1 is no float: the sum has to be formed in int32 before it is converted, once. Half of
  /// 2^24 + 2 in units of 2^24 rounds to 1, half of 2^24 to 0.
  @Test
  void aLargeBiasIsAddedInInt32() {
    int channels = 64;
    int[] bias = new int[channels];
    Arrays.fill(bias, (1 << 24) + 1);
    FullyConnected layer =
        FullyConnected.builder(1, channels)
            .input(QuantParams.symmetric(1f))
            .weights(
                filled(channels, 1),
                PerChannelQuantParams.perTensor(QuantParams.symmetric(0x1p-25f), channels))
            .bias(bias)
            .output(QuantParams.symmetric(1f))
            .build();
    byte[] out = new byte[channels];
    layer.run(new byte[] {1}, 0, out, 0, 1, Workspace.forOperators(layer));
    assertThat(out).containsOnly(1);
  }

  private static FullyConnected.Builder shifted(FixedPointMultiplier multiplier) {
    return layer(1, 1, QuantParams.symmetric(1f))
        .output(QuantParams.symmetric(1f))
        .fixedPointMultipliers(RequantScheme.FIXED_DOUBLE, multiplier);
  }

  @Test
  void packedWeightsAreAddressable() {
    assertThat(new PanelLayout(32, 67_108_861, 32).size()).isPositive();
    assertThatThrownBy(() -> new PanelLayout(32, 67_108_862, 32))
        .hasMessage("weights: 32 x 67108862 (expected: packed in 2 GiB)");
    assertThatThrownBy(() -> new PanelLayout(33, 67_108_861, 32))
        .hasMessage("weights: 33 x 67108861 (expected: packed in 2 GiB)");
  }
}
