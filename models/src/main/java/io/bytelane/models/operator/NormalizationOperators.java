package io.bytelane.models.operator;

import io.bytelane.models.graph.DataType;
import io.bytelane.models.graph.Tensor;
import java.util.Arrays;
import java.util.List;

/// BatchNormalization with given statistics, and LayerNormalization.
final class NormalizationOperators {
  private NormalizationOperators() {}

  static List<Tensor> batch(Invocation call) {
    Tensor x = call.real(0);
    boolean training =
        call.opset() >= 14
            ? call.flag("training_mode", false)
            : call.opset() < 7 && !call.flag("is_test", false);
    if (training) {
      throw call.unsupported("training mode", "on", "inference");
    }
    if (!call.flag("spatial", true)) {
      throw call.unsupported("spatial", 0, "1");
    }
    int channels = x.rank() < 2 ? 1 : x.dimension(1);
    for (int i = 1; i <= 4; i++) {
      if (!call.real(i).type().isFloat() || call.real(i).size() != channels) {
        throw call.invalid("input " + i, call.real(i), channels + " elements, one per channel");
      }
    }
    double epsilon = call.node().floatAttribute("epsilon", 1e-5f);
    int inner = x.size() == 0 ? 1 : x.size() / Math.max(1, x.dimension(0) * channels);
    if (x.rank() < 2) {
      inner = Math.max(1, x.size());
    }
    double[] factor = new double[channels];
    double[] shift = new double[channels];
    for (int c = 0; c < channels; c++) {
      double variance = call.real(4).doubleAt(c) + epsilon;
      if (variance <= 0) {
        throw call.invalid("var[" + c + "] + epsilon", variance, "> 0");
      }
      factor[c] = call.real(1).doubleAt(c) / Math.sqrt(variance);
      shift[c] = call.real(2).doubleAt(c) - call.real(3).doubleAt(c) * factor[c];
    }
    TensorSink sink = new TensorSink(call, x.type(), x.shape());
    for (int i = 0; i < x.size(); i++) {
      int c = i / inner % channels;
      sink.setDouble(i, x.doubleAt(i) * factor[c] + shift[c]);
    }
    return List.of(sink.tensor());
  }

  /// Outputs the normalized tensor, the means, and the inverse standard deviations.
  static List<Tensor> layer(Invocation call) {
    Tensor x = call.real(0);
    int axis = call.axis(call.node().intAttribute("axis", -1), x.rank());
    double epsilon = call.node().floatAttribute("epsilon", 1e-5f);
    int[] shape = x.shape();
    int[] normalized = Arrays.copyOfRange(shape, axis, shape.length);
    int length = Tensor.elementCount(normalized);
    double[] scale = spread(call, call.real(1), normalized);
    double[] bias = call.optional(2) == null ? null : spread(call, call.real(2), normalized);
    int[] statistics = shape.clone();
    Arrays.fill(statistics, axis, shape.length, 1);
    int rows = length == 0 ? 0 : x.size() / length;
    TensorSink sink = new TensorSink(call, x.type(), shape);
    float[] means = new float[Tensor.elementCount(statistics)];
    float[] inverses = new float[means.length];
    for (int r = 0; r < rows; r++) {
      int base = r * length;
      double mean = 0;
      for (int i = 0; i < length; i++) {
        mean += x.doubleAt(base + i);
      }
      mean /= length;
      double variance = 0;
      for (int i = 0; i < length; i++) {
        double difference = x.doubleAt(base + i) - mean;
        variance += difference * difference;
      }
      double inverse = 1 / Math.sqrt(variance / length + epsilon);
      for (int i = 0; i < length; i++) {
        double value = (x.doubleAt(base + i) - mean) * inverse * scale[i];
        sink.setDouble(base + i, bias == null ? value : value + bias[i]);
      }
      means[r] = (float) mean;
      inverses[r] = (float) inverse;
    }
    return List.of(sink.tensor(), Tensor.of(statistics, means), Tensor.of(statistics, inverses));
  }

  private static double[] spread(Invocation call, Tensor tensor, int[] shape) {
    Broadcast broadcast = Broadcast.of(call, shape, tensor.shape());
    if (!Arrays.equals(broadcast.shape(), shape)) {
      throw call.invalid("scale or bias", tensor, "broadcastable to " + Arrays.toString(shape));
    }
    double[] out = new double[call.count(DataType.DOUBLE, shape)];
    int step = broadcast.rowStride(1);
    broadcast.forEachRow(
        (row, count, base) -> {
          for (int i = 0; i < count; i++) {
            out[row + i] = tensor.doubleAt(base[1] + i * step);
          }
        });
    return out;
  }
}
