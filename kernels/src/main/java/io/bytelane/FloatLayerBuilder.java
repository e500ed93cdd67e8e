package io.bytelane;

import io.bytelane.internal.check.Checks;
import java.util.Objects;

/// Describes a float32 layer with weights; what [FloatGemm.Builder], [FloatConv2d.Builder] and
/// [FloatTransposedConv2d.Builder] have in common.
///
/// @param <B> the concrete builder
public abstract sealed class FloatLayerBuilder<B extends FloatLayerBuilder<B>>
    permits FloatGemm.Builder, FloatConv2d.Builder, FloatTransposedConv2d.Builder {
  String name = "layer";
  float[] weights;
  float[] bias;
  float min = Float.NEGATIVE_INFINITY;
  float max = Float.POSITIVE_INFINITY;

  FloatLayerBuilder() {}

  abstract B self();

  /// Names the layer in error messages. Default: `layer`.
  public B name(String layerName) {
    name = Objects.requireNonNull(layerName, "name");
    return self();
  }

  /// Sets the weights. Required. The layout is that of the operator; the array is copied when
  /// packing.
  public B weights(float[] values) {
    weights = Objects.requireNonNull(values, "weights");
    return self();
  }

  /// Sets the bias, one value for each output channel. Default, and null: no bias.
  public B bias(float[] values) {
    bias = values;
    return self();
  }

  /// Clamps the output, as a fused activation does. Default: no clamp.
  public B clamp(float low, float high) {
    Checks.that(low <= high, "min", low, "<= max = " + high);
    min = low;
    max = high;
    return self();
  }

  /// Clamps the output to 0 and above.
  public B relu() {
    return clamp(0f, Float.POSITIVE_INFINITY);
  }

  void check(long weightCount, int channels) {
    Checks.that(weights != null, name + ": weights", null, "set by weights(...)");
    Checks.length(name + ": weights", weights.length, weightCount);
    if (bias != null) {
      Checks.length(name + ": bias", bias.length, channels);
    }
  }
}
