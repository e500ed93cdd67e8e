package io.bytelane.models.plan;

import io.bytelane.models.graph.DataType;
import io.bytelane.models.graph.Tensor;
import io.bytelane.quant.PerChannelQuantParams;
import io.bytelane.quant.QuantizedType;
import java.util.Arrays;
import java.util.Optional;

/// The constant input of a DequantizeLinear, with its parameters.
///
/// @param levels integer levels
/// @param scales one for the tensor or one per index of `axis`
/// @param zeroPoints as many as scales
/// @param axis the axis with own scales, not negative; meaningless for one scale
@SuppressWarnings("ArrayRecordComponent") // not compared, not shared beyond the package
record QuantizedConstant(Tensor levels, float[] scales, int[] zeroPoints, int axis) {
  /// Whether the levels fit a byte; narrower ones lie one to a byte as well.
  boolean isByte() {
    return levels.type().isInteger() && levels.type().bits() <= 8;
  }

  boolean isPerTensor() {
    return scales.length == 1;
  }

  /// The parameters as one per channel of an axis, empty where they belong to another axis.
  Optional<PerChannelQuantParams> perChannel(int channelAxis) {
    int channels = levels.dimension(channelAxis);
    if (!isByte() || (!isPerTensor() && (axis != channelAxis || scales.length != channels))) {
      return Optional.empty();
    }
    float[] channelScales = scales;
    int[] channelZeroPoints = zeroPoints;
    if (isPerTensor()) {
      channelScales = new float[channels];
      channelZeroPoints = new int[channels];
      Arrays.fill(channelScales, scales[0]);
      Arrays.fill(channelZeroPoints, zeroPoints[0]);
    }
    boolean symmetric = Arrays.stream(channelZeroPoints).allMatch(z -> z == 0);
    return Optional.of(
        PerChannelQuantParams.of(
            channelScales, symmetric ? null : channelZeroPoints, quantizedType(levels.type())));
  }

  /// The storage type of a tensor of at most 8 bits.
  static QuantizedType quantizedType(DataType type) {
    return type.isUnsigned() ? QuantizedType.U8 : QuantizedType.S8;
  }

  /// The tensor type of a storage type.
  static DataType dataType(QuantizedType type) {
    return type == QuantizedType.U8 ? DataType.U8 : DataType.S8;
  }
}
