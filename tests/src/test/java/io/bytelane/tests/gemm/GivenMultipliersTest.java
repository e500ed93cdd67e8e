package io.bytelane.tests.gemm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bytelane.FullyConnected;
import io.bytelane.Workspace;
import io.bytelane.quant.FixedPointMultiplier;
import io.bytelane.quant.PerChannelQuantParams;
import io.bytelane.quant.QuantParams;
import io.bytelane.quant.QuantizationException;
import io.bytelane.quant.QuantizationException.Reason;
import io.bytelane.quant.RequantScheme;
import org.junit.jupiter.api.Test;

/// Fixed-point multipliers that are given instead of derived from scales.
class GivenMultipliersTest {
  private static final FixedPointMultiplier HALF = new FixedPointMultiplier(1 << 30, 0);
  private static final FixedPointMultiplier QUARTER = new FixedPointMultiplier(1 << 30, -1);

  private static FullyConnected.Builder layer() {
    return FullyConnected.builder(1, 2)
        .input(QuantParams.symmetric(3f))
        .weights(new byte[] {8, 8}, PerChannelQuantParams.symmetric(5f, 7f))
        .output(QuantParams.symmetric(11f));
  }

  private static byte[] run(FullyConnected layer) {
    byte[] q = new byte[2];
    layer.run(new byte[] {10}, 0, q, 0, 1, Workspace.forOperators(layer));
    return q;
  }

  @Test
  void oneServesAllChannelsAndScalesDoNotCount() {
    FullyConnected.Builder one = layer().fixedPointMultipliers(RequantScheme.FIXED_DOUBLE, HALF);
    assertThat(run(one.build())).containsExactly(40, 40);
  }

  @Test
  void eachChannelHasItsOwn() {
    FullyConnected.Builder two =
        layer().fixedPointMultipliers(RequantScheme.FIXED_SINGLE, HALF, QUARTER);
    assertThat(run(two.build())).containsExactly(40, 20);
  }

  @Test
  void anotherNumberThanChannelsIsRefused() {
    FullyConnected.Builder three =
        layer().fixedPointMultipliers(RequantScheme.FIXED_DOUBLE, HALF, HALF, HALF);
    assertThatThrownBy(three::build)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("layer: multipliers.length: 3 (expected: 2)");
  }

  @Test
  void float32AndNegativeMultipliersAreRefused() {
    assertRefused(Reason.UNSUPPORTED, RequantScheme.FLOAT32, HALF);
    assertRefused(
        Reason.INVALID_MULTIPLIER,
        RequantScheme.FIXED_DOUBLE,
        HALF,
        new FixedPointMultiplier(-(1 << 30), 0));
  }

  private static void assertRefused(
      Reason reason, RequantScheme scheme, FixedPointMultiplier... multipliers) {
    assertThatThrownBy(() -> layer().fixedPointMultipliers(scheme, multipliers))
        .isInstanceOfSatisfying(
            QuantizationException.class, e -> assertThat(e.reason()).isEqualTo(reason));
  }

  @Test
  void aLeftShiftBeyondInt32IsRefused() {
    FullyConnected.Builder wide =
        layer()
            .fixedPointMultipliers(
                RequantScheme.FIXED_DOUBLE, new FixedPointMultiplier(1 << 30, 25));
    assertThatThrownBy(wide::build)
        .isInstanceOfSatisfying(
            QuantizationException.class,
            e -> assertThat(e.reason()).isEqualTo(Reason.ACCUMULATOR_OVERFLOW));
  }
}
