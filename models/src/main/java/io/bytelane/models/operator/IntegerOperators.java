package io.bytelane.models.operator;

import io.bytelane.models.graph.DataType;
import io.bytelane.models.graph.Tensor;
import io.bytelane.quant.ClampRange;
import io.bytelane.quant.Multipliers;
import io.bytelane.quant.QuantizedType;
import io.bytelane.quant.Requantizer;
import java.util.List;

/// Products of 8-bit tensors: MatMulInteger and ConvInteger, whose int32 sums wrap; QLinearMatMul
/// and QLinearConv, whose sums must fit and are requantized by scheme `FLOAT32`.
///
/// Padded cells hold the input's zero point, so they add nothing.
final class IntegerOperators {
  private IntegerOperators() {}

  static List<Tensor> matMulInteger(Invocation call) {
    Tensor a = bytes(call, 0);
    Tensor b = bytes(call, 1);
    MatMulShape shape = MatMulShape.of(call, a, b);
    ChannelList zeroA = zeroPoint(call, 2, a, shape.m());
    ChannelList zeroB = zeroPoint(call, 3, b, shape.n());
    TensorSink sink = new TensorSink(call, DataType.S32, shape.output());
    forEachSum(shape, a, zeroA, b, zeroB, (out, row, column, sum) -> sink.setLong(out, sum));
    return List.of(sink.tensor());
  }

  static List<Tensor> qLinearMatMul(Invocation call) {
    Tensor a = bytes(call, 0);
    Tensor b = bytes(call, 3);
    MatMulShape shape = MatMulShape.of(call, a, b);
    ChannelList scaleA = scale(call, 1, shape.m());
    ChannelList scaleB = scale(call, 4, shape.n());
    ChannelList zeroA = zeroPoint(call, 2, a, shape.m());
    ChannelList zeroB = zeroPoint(call, 5, b, shape.n());
    Target target = Target.of(call, 6);
    TensorSink sink = new TensorSink(call, target.type(), shape.output());
    forEachSum(
        shape,
        a,
        zeroA,
        b,
        zeroB,
        (out, row, column, sum) -> {
          float multiplier =
              Multipliers.float32(scaleA.real(row), scaleB.real(column), target.scale());
          sink.setLong(out, target.level(call, sum, multiplier));
        });
    return List.of(sink.tensor());
  }

  static List<Tensor> convInteger(Invocation call) {
    Tensor x = bytes(call, 0);
    Tensor w = bytes(call, 1);
    ConvOperators.Layer layer = ConvOperators.Layer.of(call, x, w);
    ChannelList zeroX = zeroPoint(call, 2, x, 1);
    ChannelList zeroW = zeroPoint(call, 3, w, layer.outputs());
    int[] shape = layer.window().outputShape(x.dimension(0), layer.outputs());
    TensorSink sink = new TensorSink(call, DataType.S32, shape);
    int cells = layer.window().outputCells();
    for (int plane = 0; plane < x.dimension(0) * layer.outputs(); plane++) {
      long[] sums = planeSums(layer, plane, x, zeroX, w, zeroW);
      for (int i = 0; i < cells; i++) {
        sink.setLong(plane * cells + i, sums[i]);
      }
    }
    return List.of(sink.tensor());
  }

  static List<Tensor> qLinearConv(Invocation call) {
    Tensor x = bytes(call, 0);
    Tensor w = bytes(call, 3);
    ConvOperators.Layer layer = ConvOperators.Layer.of(call, x, w);
    ChannelList scaleX = scale(call, 1, 1);
    ChannelList scaleW = scale(call, 4, layer.outputs());
    ChannelList zeroX = zeroPoint(call, 2, x, 1);
    ChannelList zeroW = zeroPoint(call, 5, w, layer.outputs());
    Target target = Target.of(call, 6);
    Tensor bias = call.optionalTyped(8, DataType.S32);
    if (bias != null && bias.size() != layer.outputs()) {
      throw call.invalid("bias", bias, layer.outputs() + " elements");
    }
    int[] shape = layer.window().outputShape(x.dimension(0), layer.outputs());
    TensorSink sink = new TensorSink(call, target.type(), shape);
    int cells = layer.window().outputCells();
    for (int plane = 0; plane < x.dimension(0) * layer.outputs(); plane++) {
      int o = plane % layer.outputs();
      float multiplier = Multipliers.float32(scaleX.real(0), scaleW.real(o), target.scale());
      long[] sums = planeSums(layer, plane, x, zeroX, w, zeroW);
      for (int i = 0; i < cells; i++) {
        long sum = sums[i] + (bias == null ? 0 : bias.longAt(o));
        sink.setLong(plane * cells + i, target.level(call, sum, multiplier));
      }
    }
    return List.of(sink.tensor());
  }

  private static long[] planeSums(
      ConvOperators.Layer layer,
      int plane,
      Tensor x,
      ChannelList zeroX,
      Tensor w,
      ChannelList zeroW) {
    int o = plane % layer.outputs();
    long inputZero = zeroX.whole(0);
    long weightZero = zeroW.whole(o);
    long[] sums = new long[layer.window().outputCells()];
    layer.addTaps(
        plane / layer.outputs(),
        o,
        (cell, input, weight) ->
            sums[cell] += (x.longAt(input) - inputZero) * (w.longAt(weight) - weightZero));
    return sums;
  }

  /// Receives one sum of products.
  @FunctionalInterface
  private interface SumVisitor {
    /// Receives one sum.
    ///
    /// @param out index in the output
    /// @param row row of the left matrix, all stacked matrices counted through
    /// @param column column of the right matrix, all stacked matrices counted through
    /// @param sum the exact sum
    void sum(int out, int row, int column, long sum);
  }

  private static void forEachSum(
      MatMulShape shape,
      Tensor a,
      ChannelList zeroA,
      Tensor b,
      ChannelList zeroB,
      SumVisitor visitor) {
    int m = shape.m();
    int k = shape.k();
    int n = shape.n();
    shape.forEachMatrix(
        (baseA, baseB, baseOut) -> {
          int stackRow = k == 0 ? 0 : baseA / k;
          int stackColumn = k == 0 ? 0 : baseB / k;
          for (int i = 0; i < m; i++) {
            for (int j = 0; j < n; j++) {
              long left = zeroA.whole(stackRow + i);
              long right = zeroB.whole(stackColumn + j);
              long sum = 0;
              for (int p = 0; p < k; p++) {
                sum += (a.longAt(baseA + i * k + p) - left) * (b.longAt(baseB + p * n + j) - right);
              }
              visitor.sum(baseOut + i * n + j, stackRow + i, stackColumn + j, sum);
            }
          }
        });
  }

  private static Tensor bytes(Invocation call, int index) {
    return call.typed(index, DataType.U8, DataType.S8);
  }

  private static ChannelList scale(Invocation call, int index, int channels) {
    Tensor scales = call.typed(index, DataType.FLOAT, DataType.FLOAT16, DataType.BFLOAT16);
    for (int i = 0; i < scales.size(); i++) {
      double scale = scales.doubleAt(i);
      if (!(scale > 0) || Double.isInfinite(scale)) {
        throw call.invalid("input " + index + "[" + i + "]", scale, "finite and > 0");
      }
    }
    return ChannelList.of(call, index, scales, channels);
  }

  private static ChannelList zeroPoint(Invocation call, int index, Tensor data, int channels) {
    Tensor zeroPoints = call.optionalTyped(index, data.type());
    Tensor list = zeroPoints == null ? Tensor.zeros(data.type(), 1) : zeroPoints;
    return ChannelList.of(call, index, list, channels);
  }

  /// One value for all channels, one per channel, or one per channel of every stacked matrix.
  ///
  /// @param values the tensor
  private record ChannelList(Tensor values, int channels) {
    static ChannelList of(Invocation call, int index, Tensor values, int channels) {
      boolean stacked = values.rank() > 1 && channels > 0 && values.size() % channels == 0;
      if (values.size() != 1 && values.size() != channels && !stacked) {
        throw call.invalid("input " + index, values, "1 or " + channels + " elements");
      }
      return new ChannelList(values, channels);
    }

    private int place(int channel) {
      if (values.size() == 1) {
        return 0;
      }
      return values.size() == channels ? channel % channels : channel;
    }

    long whole(int channel) {
      return values.longAt(place(channel));
    }

    float real(int channel) {
      return (float) values.doubleAt(place(channel));
    }
  }

  /// The quantization of an output.
  ///
  /// @param type its element type
  /// @param scale its scale
  /// @param zeroPoint its zero point
  /// @param clamp the range of the type
  private record Target(DataType type, float scale, int zeroPoint, ClampRange clamp) {
    static Target of(Invocation call, int scaleIndex) {
      Tensor zeroPoint = bytes(call, scaleIndex + 1);
      if (zeroPoint.size() != 1) {
        throw call.unsupported("output zero point", zeroPoint, "one element");
      }
      float scale = IntegerOperators.scale(call, scaleIndex, 1).real(0);
      QuantizedType levels = zeroPoint.type() == DataType.U8 ? QuantizedType.U8 : QuantizedType.S8;
      return new Target(zeroPoint.type(), scale, (int) zeroPoint.longAt(0), ClampRange.of(levels));
    }

    int level(Invocation call, long sum, float multiplier) {
      if (sum != (int) sum) {
        throw call.unsupported("accumulator", sum, "within 32 bits");
      }
      return Requantizer.float32((int) sum, multiplier, zeroPoint, clamp);
    }
  }
}
