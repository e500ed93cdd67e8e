package io.bytelane.internal.pack;

import io.bytelane.internal.check.Checks;
import io.bytelane.quant.PerChannelQuantParams;
import io.bytelane.quant.QuantParams;
import io.bytelane.quant.QuantizationException;
import io.bytelane.quant.QuantizationException.Reason;
import java.util.Arrays;

/// What is known of the int32 accumulators of a layer when its weights are packed: the zero-point
/// terms that are constant, and the proof that no sum leaves int32.
///
/// With inputs `x`, weights `w`, zero points `zx`, `zw` and depth K, channel by channel:
/// `sum (x - zx)(w - zw) + b = sum xw - zw * sum x + (b - zx * sum w + K * zx * zw)`. The bracket
/// is
/// the folded bias; the term with `sum x` remains only where `zw` is not 0. All of it holds modulo
/// 2^32, so only the final value has to fit.
public final class Accumulator {
  private final int[] foldedBias;
  private final int[] weightZeroPoints;

  private Accumulator(int[] foldedBias, int[] weightZeroPoints) {
    this.foldedBias = foldedBias;
    this.weightZeroPoints = weightZeroPoints;
  }

  /// Folds the constants of `channels` channels, those from `firstChannel` on of a layer.
  ///
  /// @param layer name for messages
  /// @param weights packed weights of these channels
  /// @param params quantization of the weights, of all channels of the layer
  /// @param input quantization of the input
  /// @param bias of all channels of the layer, or null
  /// @param wrap whether sums beyond int32 wrap around, as ONNX asks of some operators, instead of
  ///     being refused here
  /// @throws QuantizationException `ACCUMULATOR_OVERFLOW` naming the layer, the channel, K and the
  ///     bound
  public static Accumulator fold(
      String layer,
      PackedWeights weights,
      int firstChannel,
      PerChannelQuantParams params,
      QuantParams input,
      int[] bias,
      boolean wrap) {
    PanelLayout layout = weights.layout();
    int[] folded = new int[layout.paddedChannels()];
    int[] zeroPoints = new int[layout.paddedChannels()];
    int inputZeroPoint = SignFlip.zeroPoint(input.zeroPoint(), input.type());
    for (int c = 0; c < layout.channels(); c++) {
      int channel = firstChannel + c;
      int zeroPoint = SignFlip.zeroPoint(params.zeroPoint(channel), params.type());
      int channelBias = bias == null ? 0 : bias[channel];
      if (!wrap) {
        requireInt32(layer, channel, weights, c, zeroPoint, inputZeroPoint, channelBias);
      }
      zeroPoints[c] = zeroPoint;
      folded[c] =
          channelBias
              - inputZeroPoint * weights.columnSum(c)
              + layout.depth() * inputZeroPoint * zeroPoint;
    }
    boolean symmetric = Arrays.stream(zeroPoints).allMatch(z -> z == 0);
    return new Accumulator(folded, symmetric ? null : zeroPoints);
  }

  /// Adds up, over the depth, the least and the greatest product that any input gives.
  private static void requireInt32(
      String layer,
      int channel,
      PackedWeights weights,
      int packedChannel,
      int zeroPoint,
      int inputZeroPoint,
      int bias) {
    long low = (long) Byte.MIN_VALUE - inputZeroPoint;
    long high = (long) Byte.MAX_VALUE - inputZeroPoint;
    PanelLayout layout = weights.layout();
    int panel = packedChannel / layout.nr();
    int lane = packedChannel % layout.nr();
    long least = bias;
    long greatest = bias;
    for (int p = 0; p < layout.depth(); p++) {
      int weight = weights.panels()[layout.offset(panel, p) + lane] - zeroPoint;
      least += Math.min(low * weight, high * weight);
      greatest += Math.max(low * weight, high * weight);
    }
    if (least < Integer.MIN_VALUE || greatest > Integer.MAX_VALUE) {
      throw new QuantizationException(
          Reason.ACCUMULATOR_OVERFLOW,
          Checks.message(
              layer + ": channel " + channel + ": accumulator",
              "[" + least + ", " + greatest + "] at K = " + layout.depth(),
              "within int32"));
    }
  }

  /// Returns the folded bias of each padded channel; not to be written.
  public int[] foldedBias() {
    return foldedBias;
  }

  /// Returns the zero points of the stored weights of each padded channel, or null if all are 0;
  /// not to be written.
  public int[] weightZeroPoints() {
    return weightZeroPoints;
  }
}
