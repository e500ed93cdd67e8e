package io.bytelane.models.calibration;

import io.bytelane.quant.QuantizationException;
import io.bytelane.quant.QuantizationException.Reason;
import io.bytelane.quant.QuantizeRule;
import io.bytelane.quant.QuantizedType;
import io.bytelane.quant.ScaleFloor;
import io.bytelane.quant.SymmetricConvention;
import java.util.List;
import java.util.Objects;

/// A named pair of descriptors: how a model's activations and weights are quantized.
///
/// @param name lower case
/// @param activations descriptor of activations
/// @param weights descriptor of weights, axis 0 the output channel
public record QuantPreset(String name, QuantDescriptor activations, QuantDescriptor weights) {

  /// One scale per activation tensor and one per weight tensor.
  public static final QuantPreset STATIC_PER_TENSOR =
      new QuantPreset(
          "static_int8_per_tensor",
          QuantDescriptor.activations(QuantizedType.S8),
          QuantDescriptor.weights(8, null));

  /// One scale per activation tensor and one per output channel of the weights.
  public static final QuantPreset STATIC_PER_CHANNEL =
      new QuantPreset(
          "static_int8_per_channel",
          QuantDescriptor.activations(QuantizedType.S8),
          QuantDescriptor.weights(8, 0));

  /// Weights per output channel; activations at each call, each row by itself.
  public static final QuantPreset DYNAMIC =
      new QuantPreset(
          "dynamic_int8",
          QuantDescriptor.activations(QuantizedType.U8).withMode(DynamicMode.PER_ROW),
          QuantDescriptor.weights(8, 0));

  /// The configuration of PyTorch for FBGEMM: 7-bit unsigned activations, weights divided by
  /// 127.5.
  public static final QuantPreset FBGEMM_REDUCED_RANGE =
      new QuantPreset(
          "fbgemm_reduced_range",
          QuantDescriptor.activations(QuantizedType.U8)
              .withKind(LevelKind.REDUCED)
              .withMethod(CalibrationMethod.MSE)
              .withRules(ScaleFloor.PYTORCH_EPS, QuantizeRule.RECIPROCAL),
          pytorchWeights(0));

  /// The configuration of PyTorch for QNNPACK: 8-bit unsigned activations, weights per tensor.
  public static final QuantPreset QNNPACK =
      new QuantPreset(
          "qnnpack",
          QuantDescriptor.activations(QuantizedType.U8)
              .withMethod(CalibrationMethod.MSE)
              .withRules(ScaleFloor.PYTORCH_EPS, QuantizeRule.RECIPROCAL),
          pytorchWeights(null));

  /// The configuration of NVIDIA pytorch-quantization: symmetric activations by entropy, weights
  /// per output channel.
  public static final QuantPreset NVIDIA =
      new QuantPreset(
          "nvidia_int8",
          QuantDescriptor.activations(QuantizedType.S8)
              .withSymmetric(SymmetricConvention.NARROW_127)
              .withMethod(CalibrationMethod.ENTROPY)
              .withRules(ScaleFloor.NVIDIA_2_POW_MINUS_24, QuantizeRule.AMAX_MULTIPLY),
          QuantDescriptor.weights(8, 0)
              .withRules(ScaleFloor.NVIDIA_2_POW_MINUS_24, QuantizeRule.AMAX_MULTIPLY));

  /// Every preset that does not depend on a number of bits.
  public static final List<QuantPreset> ALL =
      List.of(
          STATIC_PER_TENSOR, STATIC_PER_CHANNEL, DYNAMIC, FBGEMM_REDUCED_RANGE, QNNPACK, NVIDIA);

  /// Checks that all parts are present.
  public QuantPreset {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(activations, "activations");
    Objects.requireNonNull(weights, "weights");
  }

  /// Returns the configuration of the linear-quantization demonstrations: weights per output
  /// channel with abs-max at least 5e-7, activations affine.
  ///
  /// @param bits 2 to 8
  /// @return the preset `linear_<bits>bit`
  public static QuantPreset linear(int bits) {
    return new QuantPreset(
        "linear_" + bits + "bit",
        QuantDescriptor.activations(QuantizedType.S8).withBits(bits),
        QuantDescriptor.weights(bits, 0).withRules(ScaleFloor.MIT_5E_7, QuantizeRule.DIVIDE));
  }

  /// Returns a preset by its name.
  ///
  /// @param name the name of one of `ALL`
  /// @return the preset
  /// @throws QuantizationException `UNSUPPORTED` naming those that exist
  public static QuantPreset of(String name) {
    return ALL.stream()
        .filter(preset -> preset.name.equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                QuantizationException.of(
                    Reason.UNSUPPORTED,
                    "preset",
                    name,
                    "one of " + ALL.stream().map(QuantPreset::name).toList()));
  }

  private static QuantDescriptor pytorchWeights(Integer axis) {
    return QuantDescriptor.weights(8, axis)
        .withSymmetric(SymmetricConvention.FULL_127_5)
        .withRules(ScaleFloor.PYTORCH_EPS, QuantizeRule.RECIPROCAL);
  }
}
