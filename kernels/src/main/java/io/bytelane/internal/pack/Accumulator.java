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
/// With inputs `x`, weights `w`, zero points `zx`, `zw` and depth K, channel by channel: `sum (x -
/// zx)(w - zw) + b = sum xw - zw * sum x + (b - zx * sum w + K * zx * zw)`. The bracket is the
/// folded bias; the term with `sum x` remains only where `zw` is not 0. All of it holds modulo
/// 2^32, so only the final value has to fit.
public final class Accumulator {
  /// Integers up to this magnitude are exact in float32.
  private static final int EXACT_FLOAT = 1 << 24;

  private final int[] foldedBias;
  private final int[] weightZeroPoints;
  private final int[] inputZeroPointFactor;
  private final int[] least;
  private final int[] greatest;

  private Accumulator(
      int[] foldedBias,
      int[] weightZeroPoints,
      int[] inputZeroPointFactor,
      int[] least,
      int[] greatest) {
    this.foldedBias = foldedBias;
    this.weightZeroPoints = weightZeroPoints;
    this.inputZeroPointFactor = inputZeroPointFactor;
    this.least = least;
    this.greatest = greatest;
  }

  private static Accumulator create(int[] foldedBias, int[] zeroPoints, int[] factor) {
    int[] least = new int[foldedBias.length];
    int[] greatest = new int[foldedBias.length];
    Arrays.fill(least, Integer.MIN_VALUE);
    Arrays.fill(greatest, Integer.MAX_VALUE);
    int[] present = Arrays.stream(zeroPoints).allMatch(z -> z == 0) ? null : zeroPoints;
    return new Accumulator(foldedBias, present, factor, least, greatest);
  }

  /// Folds what is constant when the input zero point changes from call to call.
  ///
  /// @param layer name for messages
  /// @param weights packed weights
  /// @param params quantization of the weights
  /// @throws QuantizationException `ACCUMULATOR_OVERFLOW` if some input, at some zero point, gives
  ///     a sum beyond int32
  public static Accumulator forAnyInput(
      String layer, PackedWeights weights, PerChannelQuantParams params) {
    int[] zeroPoints = zeroPoints(weights, 0, params);
    Accumulator accumulator =
        create(new int[zeroPoints.length], zeroPoints, inputZeroPointFactor(weights, zeroPoints));
    for (int c = 0; c < weights.layout().channels(); c++) {
      accumulator.bound(layer, c, weights, c, zeroPoints[c], -255, 255, 0);
    }
    return accumulator;
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
    int[] zeroPoints = zeroPoints(weights, firstChannel, params);
    int[] factor = inputZeroPointFactor(weights, zeroPoints);
    int[] folded = new int[zeroPoints.length];
    int inputZeroPoint = SignFlip.zeroPoint(input.zeroPoint(), input.type());
    Accumulator accumulator = create(folded, zeroPoints, factor);
    for (int c = 0; c < weights.layout().channels(); c++) {
      int channelBias = bias == null ? 0 : bias[firstChannel + c];
      if (!wrap) {
        int low = Byte.MIN_VALUE - inputZeroPoint;
        int high = Byte.MAX_VALUE - inputZeroPoint;
        accumulator.bound(
            layer, firstChannel + c, weights, c, zeroPoints[c], low, high, channelBias);
      }
      folded[c] = channelBias - inputZeroPoint * factor[c];
    }
    return accumulator;
  }

  /// Returns the same constants for accumulators that are `excess` too large: the folded bias is
  /// that much smaller.
  public Accumulator raised(int excess) {
    int[] bias = new int[foldedBias.length];
    for (int c = 0; c < bias.length; c++) {
      bias[c] = foldedBias[c] - excess;
    }
    return new Accumulator(bias, weightZeroPoints, inputZeroPointFactor, least, greatest);
  }

  /// Returns accumulators whose zero points are applied elsewhere.
  ///
  /// @param bias for each channel, padded to whole panels; kept
  /// @param least lower bound of every sum of products; within int32 with any bias
  /// @param greatest upper bound of every sum of products; likewise
  public static Accumulator bounded(int[] bias, long least, long greatest) {
    int[] lower = new int[bias.length];
    int[] upper = new int[bias.length];
    for (int c = 0; c < bias.length; c++) {
      lower[c] = Math.toIntExact(least + bias[c]);
      upper[c] = Math.toIntExact(greatest + bias[c]);
    }
    return new Accumulator(bias, null, new int[bias.length], lower, upper);
  }

  /// Returns accumulators that may wrap, whose zero points are applied elsewhere.
  ///
  /// @param bias for each channel, padded to whole panels; kept
  public static Accumulator wrapping(int[] bias) {
    return create(bias, new int[bias.length], new int[bias.length]);
  }

  private static int[] zeroPoints(
      PackedWeights weights, int firstChannel, PerChannelQuantParams params) {
    int[] zeroPoints = new int[weights.layout().paddedChannels()];
    for (int c = 0; c < weights.layout().channels(); c++) {
      zeroPoints[c] = SignFlip.zeroPoint(params.zeroPoint(firstChannel + c), params.type());
    }
    return zeroPoints;
  }

  private static int[] inputZeroPointFactor(PackedWeights weights, int[] zeroPoints) {
    int[] factor = new int[zeroPoints.length];
    for (int c = 0; c < weights.layout().channels(); c++) {
      factor[c] = weights.columnSum(c) - weights.layout().depth() * zeroPoints[c];
    }
    return factor;
  }

  /// Adds up, over the depth, the least and the greatest product that any centred input in
  /// `low .. high` gives.
  private void bound(
      String layer,
      int channel,
      PackedWeights weights,
      int packedChannel,
      int zeroPoint,
      long low,
      long high,
      int bias) {
    PanelLayout layout = weights.layout();
    int panel = packedChannel / layout.nr();
    int lane = packedChannel % layout.nr();
    long lowest = bias;
    long highest = bias;
    for (int p = 0; p < layout.depth(); p++) {
      int weight = weights.panels()[layout.offset(panel, p) + lane] - zeroPoint;
      lowest += Math.min(low * weight, high * weight);
      highest += Math.max(low * weight, high * weight);
    }
    if (lowest < Integer.MIN_VALUE || highest > Integer.MAX_VALUE) {
      throw new QuantizationException(
          Reason.ACCUMULATOR_OVERFLOW,
          Checks.message(
              layer + ": channel " + channel + ": accumulator",
              "[" + lowest + ", " + highest + "] at K = " + layout.depth(),
              "within int32"));
    }
    least[packedChannel] = (int) lowest;
    greatest[packedChannel] = (int) highest;
  }

  /// Returns a lower bound of the accumulators of a channel.
  public int least(int channel) {
    return least[channel];
  }

  /// Returns an upper bound of the accumulators of a channel.
  public int greatest(int channel) {
    return greatest[channel];
  }

  /// Returns the folded bias of each padded channel; not to be written.
  public int[] foldedBias() {
    return foldedBias;
  }

  /// Returns the folded bias as floats if no value exceeds 2^24 in magnitude, null otherwise.
  ///
  /// Then a float sum of products that is exact, plus the bias, rounded once, is what the
  /// conversion of the int32 accumulator gives.
  public float[] floatBias() {
    float[] floats = new float[foldedBias.length];
    for (int c = 0; c < floats.length; c++) {
      if (Math.abs((long) foldedBias[c]) > EXACT_FLOAT) {
        return null;
      }
      floats[c] = foldedBias[c];
    }
    return floats;
  }

  /// Returns the zero points of the stored weights of each padded channel, or null if all are 0;
  /// not to be written.
  public int[] weightZeroPoints() {
    return weightZeroPoints;
  }

  /// Returns, for each padded channel, what an input zero point is multiplied with: `sum w - K *
  /// zw`; not to be written.
  public int[] inputZeroPointFactor() {
    return inputZeroPointFactor;
  }
}
