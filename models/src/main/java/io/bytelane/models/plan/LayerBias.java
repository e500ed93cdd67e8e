package io.bytelane.models.plan;

import io.bytelane.models.graph.DataType;
import io.bytelane.models.graph.Tensor;
import io.bytelane.quant.BiasQuantizer;
import io.bytelane.quant.PerChannelQuantParams;
import io.bytelane.quant.QuantParams;
import java.util.Arrays;
import java.util.Optional;

/// The bias of a layer with weights, one value per output channel.
final class LayerBias {
  private LayerBias() {}

  /// The bias as floats: null without one, empty where it is not one constant per channel.
  static Optional<float[]> floats(PlanFacts facts, String value, int channels) {
    return facts
        .constant(value)
        .filter(tensor -> tensor.type() == DataType.FLOAT && isPerChannel(tensor, channels))
        .map(tensor -> broadcast(tensor.floats(), channels));
  }

  static boolean isUsable(PlanFacts facts, String value, int channels) {
    return value.isEmpty() || floats(facts, value, channels).isPresent();
  }

  private static boolean isPerChannel(Tensor tensor, int channels) {
    boolean vector = tensor.rank() == 0 || tensor.dimension(tensor.rank() - 1) == tensor.size();
    return vector && (tensor.size() == 1 || tensor.size() == channels);
  }

  private static float[] broadcast(float[] values, int channels) {
    if (values.length == channels) {
      return values;
    }
    float[] all = new float[channels];
    Arrays.fill(all, values[0]);
    return all;
  }

  /// The bias as int32 levels at scale `input * weights`: the levels of the model where it has them
  /// at that scale, otherwise the real values quantized. Null without a bias.
  static int[] levels(
      PlanFacts facts, String value, QuantParams input, PerChannelQuantParams weights) {
    if (value.isEmpty()) {
      return null;
    }
    int channels = weights.channels();
    QuantizedConstant constant = facts.quantizedConstant(value).orElse(null);
    if (constant != null
        && constant.levels().type() == DataType.S32
        && constant.levels().size() == channels
        && hasScale(constant, input, weights)) {
      return constant.levels().ints();
    }
    float[] real = floats(facts, value, channels).orElseThrow();
    return BiasQuantizer.quantize(real, input.scale(), weights.scales()).levels();
  }

  private static boolean hasScale(
      QuantizedConstant bias, QuantParams input, PerChannelQuantParams weights) {
    for (int o = 0; o < weights.channels(); o++) {
      float scale = bias.scales()[bias.isPerTensor() ? 0 : o];
      int zeroPoint = bias.zeroPoints()[bias.isPerTensor() ? 0 : o];
      if (scale != input.scale() * weights.scale(o) || zeroPoint != 0) {
        return false;
      }
    }
    return true;
  }
}
