package io.bytelane;

import io.bytelane.internal.check.Checks;
import io.bytelane.internal.pack.LayerData;
import io.bytelane.quant.PerChannelQuantParams;
import io.bytelane.quant.QuantParams;
import io.bytelane.quant.SubBytePacking;
import java.lang.foreign.MemorySegment;
import java.util.Objects;

/// Describes an int8 layer with weights; what [FullyConnected.Builder], [Conv2d.Builder] and
/// [TransposedConv2d.Builder] have in common.
///
/// @param <B> the concrete builder
public abstract sealed class QuantizedLayerBuilder<B extends QuantizedLayerBuilder<B>>
    extends OutputBuilder<B>
    permits FullyConnected.Builder, Conv2d.Builder, TransposedConv2d.Builder {

  byte[] weights;

  QuantizedLayerBuilder() {}

  /// The number of weights of the layer.
  abstract long weightCount();

  /// Sets how the input is quantized. Required.
  public B input(QuantParams params) {
    input = Objects.requireNonNull(params, "input");
    return self();
  }

  /// Sets the weights and how they are quantized, one scale (and zero point) for each output
  /// channel. Required. The layout is that of the operator; the array is copied when packing.
  public B weights(byte[] values, PerChannelQuantParams params) {
    weights = Objects.requireNonNull(values, "weights");
    weightParams = Objects.requireNonNull(params, "weightParams");
    return self();
  }

  /// Sets weights that lie in a memory segment, a mapped file for instance; otherwise as the array
  /// form. They are copied here, so the segment may be closed after `build`.
  ///
  /// @param values exactly as many bytes as the layer has weights
  /// @throws IllegalArgumentException if the size is another one
  public B weights(MemorySegment values, PerChannelQuantParams params) {
    return weights(PackedLevels.copy(name, values, weightCount()), params);
  }

  /// Sets weights of 4 or 2 bits that are stored two or four to a byte, as [SubBytePacking] and
  /// ONNX have them: in the layout of the operator without gaps, the first in the low bits, `S8` in
  /// two's complement. They are unpacked here, since kernels work on one weight to a byte.
  ///
  /// @param packed the bytes, exactly as many as the weights need; not kept
  /// @param bits 4 or 2
  /// @param params their quantization, zero points within the bits
  /// @throws IllegalArgumentException if the length is another one
  public B packedWeights(byte[] packed, int bits, PerChannelQuantParams params) {
    return weights(PackedLevels.unpack(name, packed, weightCount(), bits, params.type()), params);
  }

  LayerData layerData() {
    return new LayerData(name, input, weights, weightParams, bias, wrap);
  }

  /// Checks what does not depend on the kind of layer.
  void check(int channels) {
    Checks.that(input != null, name + ": input", null, "set by input(QuantParams)");
    Checks.that(weights != null, name + ": weights", null, "set by weights(...)");
    Checks.length(name + ": weights", weights.length, weightCount());
    Checks.length(name + ": weightParams", weightParams.channels(), channels);
    checkOutput(channels);
  }
}
