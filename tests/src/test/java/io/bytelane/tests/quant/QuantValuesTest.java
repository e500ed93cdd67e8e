package io.bytelane.tests.quant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.bytelane.quant.BiasQuantizer;
import io.bytelane.quant.ChannelLayout;
import io.bytelane.quant.ClampRange;
import io.bytelane.quant.LevelRange;
import io.bytelane.quant.PerChannelQuantParams;
import io.bytelane.quant.QuantParams;
import io.bytelane.quant.QuantizedBias;
import io.bytelane.quant.QuantizedType;
import io.bytelane.quant.TensorRange;
import org.junit.jupiter.api.Test;

/// The value types: copies, equality, derived numbers.
class QuantValuesTest {

  @Test
  void typesNameTheirBytes() {
    assertThat(QuantizedType.S8.value((byte) 0x80)).isEqualTo(-128);
    assertThat(QuantizedType.U8.value((byte) 0x80)).isEqualTo(128);
    assertThat(QuantizedType.S8.saturate(-129)).isEqualTo(-128);
    assertThat(QuantizedType.S8.saturate(128)).isEqualTo(127);
    assertThat(QuantizedType.U8.saturate(Long.MAX_VALUE)).isEqualTo(255);
    assertThat(QuantizedType.U8.saturate(-1)).isZero();
    assertThat(QuantizedType.U8.contains(256)).isFalse();
    assertThat(QuantizedType.U8.contains(255)).isTrue();
    assertThat(QuantizedType.S8.contains(-129)).isFalse();
    assertThat(QuantizedType.S8.isSigned()).isTrue();
    assertThat(QuantizedType.U8.isSigned()).isFalse();
  }

  @Test
  void perChannelParamsAreImmutable() {
    float[] scales = {1, 2};
    int[] zeroPoints = {0, 3};
    PerChannelQuantParams params = PerChannelQuantParams.of(scales, zeroPoints, QuantizedType.U8);
    scales[0] = 9;
    zeroPoints[1] = 9;
    params.scales()[0] = 9;
    params.zeroPoints()[1] = 9;
    assertThat(params.channels()).isEqualTo(2);
    assertThat(params.scale(0)).isEqualTo(1);
    assertThat(params.zeroPoint(1)).isEqualTo(3);
    assertThat(params.scales()).containsExactly(1, 2);
    assertThat(params.zeroPoints()).containsExactly(0, 3);
    assertThat(params.hasZeroPoints()).isTrue();
    assertThat(params.channel(1)).isEqualTo(new QuantParams(2, 3, QuantizedType.U8));
    assertThat(params)
        .hasToString("U8 per channel, scales [1.0, 2.0], zero points [0, 3]")
        .isEqualTo(PerChannelQuantParams.of(new float[] {1, 2}, new int[] {0, 3}, QuantizedType.U8))
        .hasSameHashCodeAs(
            PerChannelQuantParams.of(new float[] {1, 2}, new int[] {0, 3}, QuantizedType.U8))
        .isNotEqualTo(
            PerChannelQuantParams.of(new float[] {1, 2}, new int[] {0, 3}, QuantizedType.S8))
        .isNotEqualTo(
            PerChannelQuantParams.of(new float[] {1, 2}, new int[] {0, 4}, QuantizedType.U8))
        .isNotEqualTo(
            PerChannelQuantParams.of(new float[] {1, 3}, new int[] {0, 3}, QuantizedType.U8))
        .isNotEqualTo("params");
  }

  @Test
  void allZeroZeroPointsAreSymmetric() {
    PerChannelQuantParams written =
        PerChannelQuantParams.of(new float[] {1, 2}, new int[2], QuantizedType.S8);
    assertThat(written).isEqualTo(PerChannelQuantParams.symmetric(1, 2));
    assertThat(written.hasZeroPoints()).isFalse();
    assertThat(written.zeroPoints()).containsExactly(0, 0);
    assertThat(written.zeroPoint(1)).isZero();
    assertThat(written).hasToString("S8 per channel, scales [1.0, 2.0], symmetric");
    assertThat(written.hashCode()).isNotEqualTo(PerChannelQuantParams.symmetric(2, 1).hashCode());
    assertThatExceptionOfType(IndexOutOfBoundsException.class)
        .isThrownBy(() -> written.zeroPoint(2));
    QuantParams tensor = new QuantParams(0.5f, 7, QuantizedType.U8);
    PerChannelQuantParams repeated = PerChannelQuantParams.perTensor(tensor, 3);
    assertThat(repeated.channels()).isEqualTo(3);
    assertThat(repeated.channel(2)).isEqualTo(tensor);
  }

  @Test
  void activationsAreClamps() {
    QuantParams output = new QuantParams(0.04f, -100, QuantizedType.S8);
    assertThat(ClampRange.of(QuantizedType.U8)).isEqualTo(new ClampRange(0, 255));
    assertThat(ClampRange.relu(output)).isEqualTo(new ClampRange(-100, 127));
    assertThat(ClampRange.relu6(output)).isEqualTo(new ClampRange(-100, 50));
    assertThat(ClampRange.clip(-0.4f, Float.POSITIVE_INFINITY, output))
        .isEqualTo(new ClampRange(-110, 127));
    assertThat(ClampRange.clip(-100, 0.4f, output)).isEqualTo(new ClampRange(-128, -90));
    assertThat(ClampRange.relu(output).then(new ClampRange(-128, 20)))
        .isEqualTo(new ClampRange(-100, 20));
    assertThat(new ClampRange(5, 9).then(new ClampRange(-3, 2))).isEqualTo(new ClampRange(2, 2));
    assertThat(new ClampRange(-3, 2).clamp(Long.MIN_VALUE)).isEqualTo(-3);
    assertThat(new ClampRange(-3, 2).clamp(3)).isEqualTo(2);
  }

  @Test
  void levelRanges() {
    assertThat(LevelRange.signed(4).type()).isEqualTo(QuantizedType.S8);
    assertThat(LevelRange.unsigned(4).type()).isEqualTo(QuantizedType.U8);
    assertThat(LevelRange.signed(4).isSigned()).isTrue();
    assertThat(LevelRange.unsigned(2).isSigned()).isFalse();
    assertThat(LevelRange.signed(4).steps()).isEqualTo(15);
    assertThat(LevelRange.of(QuantizedType.U8)).isEqualTo(LevelRange.unsigned(8));
    assertThat(LevelRange.narrow(2).saturate(5)).isEqualTo(1);
    assertThat(LevelRange.narrow(2).saturate(-5)).isEqualTo(-1);
    assertThat(new LevelRange(-128, 127).max()).isEqualTo(127);
    assertThat(new LevelRange(0, 255).max()).isEqualTo(255);
    assertThat(new LevelRange(0, 1).steps()).isEqualTo(1);
  }

  @Test
  void layoutsMapElementsToParameters() {
    ChannelLayout tensor = ChannelLayout.perTensor(2, 3);
    assertThat(tensor.parameters()).isEqualTo(1);
    assertThat(tensor.elements()).isEqualTo(6);
    assertThat(tensor.parameterOf(5)).isZero();
    assertThat(tensor).hasToString("[2, 3]");
    assertThat(ChannelLayout.perTensor().elements()).isEqualTo(1);
    ChannelLayout last = ChannelLayout.perAxis(-1, 2, 3);
    assertThat(last.parameters()).isEqualTo(3);
    assertThat(last.parameterOf(5)).isEqualTo(2);
    assertThat(last.parameterOf(3)).isZero();
    ChannelLayout broadcast = ChannelLayout.broadcast(new int[] {2, 3, 4}, new int[] {3, 1});
    assertThat(broadcast.parameters()).isEqualTo(3);
    assertThat(broadcast.parameterOf(12 + 2 * 4 + 3)).isEqualTo(2);
    ChannelLayout all = ChannelLayout.broadcast(new int[] {2, 3}, new int[] {2, 3});
    assertThat(all.parameterOf(4)).isEqualTo(4);
    ChannelLayout empty = ChannelLayout.perAxis(0, 0, 3);
    assertThat(empty.elements()).isZero();
    int[] shape = {2, 3};
    ChannelLayout kept = ChannelLayout.perAxis(0, shape);
    shape[1] = 1;
    assertThat(kept.parameterOf(5)).isEqualTo(1);
  }

  @Test
  void maximaPerChannel() {
    float[] w = {1, -2, 0, 0, -0.5f, 0.25f};
    assertThat(TensorRange.absMax("w", w, ChannelLayout.perAxis(0, 3, 2)))
        .containsExactly(2, 0, 0.5f);
    assertThat(TensorRange.absMax("w", w, ChannelLayout.perAxis(1, 3, 2))).containsExactly(1, 2);
  }

  @Test
  void biasesAreCopies() {
    QuantizedBias bias = BiasQuantizer.quantize(new float[] {9e9f}, 1, new float[] {1});
    bias.levels()[0] = 0;
    bias.scales()[0] = 0;
    bias.saturatedChannels()[0] = 5;
    assertThat(bias.levels()).containsExactly(Integer.MAX_VALUE);
    assertThat(bias.scales()).containsExactly(1);
    assertThat(bias.saturatedChannels()).containsExactly(0);
  }
}
