package io.bytelane.internal.pack;

import io.bytelane.quant.PerChannelQuantParams;
import io.bytelane.quant.QuantParams;

/// What an int8 layer is prepared from; checked by its builder, and not kept by the layer.
///
/// @param name for messages
/// @param input quantization of the input
/// @param weights in the caller's layout
/// @param weightParams quantization of the weights, one scale for each output channel
/// @param bias one value for each output channel, or null
/// @param wrap whether sums beyond int32 wrap around instead of being refused
public record LayerData(
    String name,
    QuantParams input,
    @SuppressWarnings("ArrayRecordComponent") byte[] weights,
    PerChannelQuantParams weightParams,
    @SuppressWarnings("ArrayRecordComponent") int[] bias,
    boolean wrap) {

  /// Returns the same layer with other weights.
  public LayerData withWeights(byte[] others) {
    return new LayerData(name, input, others, weightParams, bias, wrap);
  }

  /// Packs the weights of some channels.
  public PackedWeights pack(WeightMatrix matrix, int nr) {
    return PackedWeights.pack(weights, matrix, weightParams.type(), nr);
  }

  /// Folds the constants of the accumulators of packed channels, those from `firstChannel` on.
  public Accumulator accumulator(PackedWeights packed, int firstChannel) {
    return Accumulator.fold(name, packed, firstChannel, weightParams, input, bias, wrap);
  }

  /// Returns whether the stored weights have zero point 0 in every channel.
  public boolean hasSymmetricWeights() {
    for (int c = 0; c < weightParams.channels(); c++) {
      if (SignFlip.zeroPoint(weightParams.zeroPoint(c), weightParams.type()) != 0) {
        return false;
      }
    }
    return true;
  }

  /// Returns what input bytes are combined with by exclusive or.
  public byte inputFlip() {
    return SignFlip.mask(input.type());
  }

  /// Returns the zero point of the input after the flip.
  public int inputZeroPoint() {
    return SignFlip.zeroPoint(input.zeroPoint(), input.type());
  }
}
