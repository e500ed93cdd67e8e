package io.bytelane.tests.quant;

import static org.assertj.core.api.Assertions.assertThat;

import io.bytelane.quant.ArrayQuantizer;
import io.bytelane.quant.BiasQuantizer;
import io.bytelane.quant.ChannelLayout;
import io.bytelane.quant.ClampRange;
import io.bytelane.quant.FixedPointMultiplier;
import io.bytelane.quant.LevelRange;
import io.bytelane.quant.PerChannelQuantParams;
import io.bytelane.quant.QuantParams;
import io.bytelane.quant.QuantizedType;
import io.bytelane.quant.ScaleChooser;
import io.bytelane.quant.ScaleFloor;
import io.bytelane.quant.ValueScan;
import io.bytelane.reference.ReferenceFbgemmParams;
import io.bytelane.reference.ReferenceQuantParams;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The last values that a rule accepts, and the first that it treats differently.
class BoundaryTest {
  @Test
  void multipliersAtTheEndsOfTheShift() {
    assertThat(FixedPointMultiplier.of(0x1p-32))
        .isEqualTo(new FixedPointMultiplier(1 << 30, FixedPointMultiplier.MIN_SHIFT));
    assertThat(FixedPointMultiplier.of(0x1p-33)).isEqualTo(new FixedPointMultiplier(0, 0));
    FixedPointMultiplier largest = new FixedPointMultiplier(Integer.MAX_VALUE, 30);
    assertThat(FixedPointMultiplier.saturating(0x1p30 - 0x1p-2)).isEqualTo(largest);
    assertThat(FixedPointMultiplier.saturating(0x1p30 - 0x1p-1)).isEqualTo(largest);
    assertThat(FixedPointMultiplier.saturating(0)).isEqualTo(new FixedPointMultiplier(0, 0));
  }

  /// (-2^31)^2 / 2^31 is the one product that does not fit.
  @Test
  void theLargestHighProductSaturates() {
    assertThat(new FixedPointMultiplier(Integer.MIN_VALUE, 0).applyDouble(Integer.MIN_VALUE))
        .isEqualTo(Integer.MAX_VALUE);
    assertThat(new FixedPointMultiplier(Integer.MIN_VALUE, 0).applyDouble(Integer.MIN_VALUE + 1))
        .isEqualTo(Integer.MAX_VALUE);
    assertThat(new FixedPointMultiplier(Integer.MIN_VALUE, 0).applyDouble(-4)).isEqualTo(4);
    assertThat(new FixedPointMultiplier(1 << 30, 0).applyDouble(Integer.MIN_VALUE))
        .isEqualTo(-(1 << 30));
  }

  @Test
  void theLargestAndTheEmptyTensor() {
    assertThat(ChannelLayout.perTensor(Integer.MAX_VALUE).elements()).isEqualTo(Integer.MAX_VALUE);
    assertThat(ChannelLayout.perTensor(3, 0).elements()).isZero();
  }

  @Test
  void oneChannel() {
    QuantParams u8 = new QuantParams(1f, 7, QuantizedType.U8);
    PerChannelQuantParams one = PerChannelQuantParams.perTensor(u8, 1);
    assertThat(one.channels()).isEqualTo(1);
    assertThat(one.type()).isEqualTo(QuantizedType.U8);
    assertThat(one.channel(0)).isEqualTo(u8);
  }

  @Test
  void theLowestBiasFits() {
    assertThat(BiasQuantizer.saturates(-0x1p31f, 1f)).isFalse();
    assertThat(BiasQuantizer.saturates(Math.nextDown(-0x1p31f), 1f)).isTrue();
    assertThat(BiasQuantizer.saturates(Math.nextDown(0x1p31f), 1f)).isFalse();
    assertThat(BiasQuantizer.saturates(0x1p31f, 1f)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"-8, 7", "7, -8"})
  void zeroPointsAtTheEndsOfTheLevels(int zeroPoint, int levelOfTheOtherEnd) {
    PerChannelQuantParams params =
        PerChannelQuantParams.of(new float[] {1}, new int[] {zeroPoint}, QuantizedType.S8);
    float[] x = {0, zeroPoint < 0 ? 100 : -100};
    assertThat(
            ArrayQuantizer.of(LevelRange.signed(4)).quantize(x, params, ChannelLayout.perTensor(2)))
        .containsExactly(zeroPoint, levelOfTheOtherEnd);
  }

  @Test
  void aClipToOneValue() {
    assertThat(ClampRange.clip(1, 1, QuantParams.symmetric(0.5f))).isEqualTo(new ClampRange(2, 2));
  }

  /// Ranges below the floor of 6.1e-5 are stretched: at one side, or at both in proportion.
  @ParameterizedTest
  @CsvSource({
    "0, 1e-6, 0, -128",
    "-1e-6, 0, 255, 127",
    "-1e-6, 2e-6, 85, -43",
    "-2e-6, 1e-6, 170, 42",
    "-1e-3, 3e-3, 64, -64"
  })
  void fbgemmStretchesSmallRanges(float min, float max, int u8, int s8) {
    for (QuantizedType type : QuantizedType.values()) {
      LevelRange levels = LevelRange.of(type);
      QuantParams p = ScaleChooser.affine(min, max, levels, ScaleFloor.FBGEMM);
      assertThat(p).isEqualTo(new QuantParams(6.1e-5f, type.isSigned() ? s8 : u8, type));
      assertThat(ReferenceFbgemmParams.choose(min, max, type.min(), type.max()))
          .isEqualTo(new ReferenceQuantParams(p.scale(), p.zeroPoint()));
    }
  }

  /// Where both ends give zero points that round apart, the one with the smaller error sum counts.
  @ParameterizedTest
  @CsvSource({
    "-135.15833, 11.815547, S8, 107",
    "-51.61272, 22.535131, S8, 50",
    "-36.81649, 44.46667, S8, -13",
    "-260.4617, 143.29352, U8, 165",
    "-177.09895, 174.34256, U8, 129"
  })
  void fbgemmTakesTheEndOfTheSmallerError(float min, float max, QuantizedType type, int zeroPoint) {
    QuantParams p = ScaleChooser.affine(min, max, LevelRange.of(type), ScaleFloor.FBGEMM);
    assertThat(p.zeroPoint()).isEqualTo(zeroPoint);
    assertThat(ReferenceFbgemmParams.choose(min, max, type.min(), type.max()))
        .isEqualTo(new ReferenceQuantParams(p.scale(), zeroPoint));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 15, 16, 17, 40})
  void zerosThatWereScannedArePositive(int length) {
    float[] zeros = new float[length];
    Arrays.fill(zeros, -0f);
    assertThat(ValueScan.of(zeros, 0, length)).isEqualTo(new ValueScan(length, 0, 0, -1, 0f, 0f));
  }
}
