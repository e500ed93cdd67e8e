package io.bytelane.models.operator;

import io.bytelane.models.graph.DataType;
import io.bytelane.models.graph.Tensor;
import java.util.Arrays;
import java.util.List;

/// BatchNormalization and LayerNormalization.
final class NormalizationOperators {
  private NormalizationOperators() {}

  /// Outputs the normalized tensor; in training form (opset 14 and newer) also the running mean and
  /// variance, each `momentum` of the given one and the rest of the batch's own.
  static List<Tensor> batch(Invocation call) {
    Tensor x = call.real(0);
    boolean training = call.opset() >= 14 && call.flag("training_mode", false);
    if (call.opset() < 7 ? !call.flag("is_test", false) : !training && returnsStatistics(call)) {
      throw call.unsupported("training mode", "on", "inference before opset 14");
    }
    if (!call.flag("spatial", true)) {
      throw call.unsupported("spatial", 0, "1");
    }
    int channels = x.rank() < 2 ? 1 : x.dimension(1);
    for (int i = 1; i <= 4; i++) {
      if (call.real(i).size() != channels) {
        throw call.invalid("input " + i, call.real(i), channels + " elements, one per channel");
      }
    }
    int inner = x.rank() < 2 ? 1 : Tensor.elementCount(Arrays.copyOfRange(x.shape(), 2, x.rank()));
    Tensor given = call.real(3);
    Tensor givenVariance = call.real(4);
    if (!training) {
      double[] mean = new double[channels];
      double[] variance = new double[channels];
      Arrays.setAll(mean, given::doubleAt);
      Arrays.setAll(variance, givenVariance::doubleAt);
      return List.of(normalized(call, x, inner, mean, variance));
    }
    double[] mean = channelMeans(x, inner, new double[channels], 1);
    double[] variance = channelMeans(x, inner, mean, 2);
    return List.of(
        normalized(call, x, inner, mean, variance),
        running(call, given, mean),
        running(call, givenVariance, variance));
  }

  private static boolean returnsStatistics(Invocation call) {
    return call.node().outputs().stream().skip(1).anyMatch(name -> !name.isEmpty());
  }

  /// Per channel the mean of `(x - center)^power`.
  private static double[] channelMeans(Tensor x, int inner, double[] center, int power) {
    double[] sum = new double[center.length];
    for (int i = 0; i < x.size(); i++) {
      int c = i / inner % sum.length;
      sum[c] += Math.pow(x.doubleAt(i) - center[c], power);
    }
    for (int c = 0; c < sum.length; c++) {
      sum[c] /= (double) x.size() / sum.length;
    }
    return sum;
  }

  private static Tensor running(Invocation call, Tensor given, double[] current) {
    double momentum = call.node().floatAttribute("momentum", 0.9f);
    TensorSink sink = new TensorSink(call, given.type(), given.shape());
    for (int c = 0; c < current.length; c++) {
      sink.setDouble(c, given.doubleAt(c) * momentum + current[c] * (1 - momentum));
    }
    return sink.tensor();
  }

  private static Tensor normalized(
      Invocation call, Tensor x, int inner, double[] mean, double[] variance) {
    double epsilon = call.node().floatAttribute("epsilon", 1e-5f);
    double[] factor = new double[mean.length];
    double[] shift = new double[mean.length];
    for (int c = 0; c < mean.length; c++) {
      double spread = variance[c] + epsilon;
      if (spread <= 0) {
        throw call.invalid("var[" + c + "] + epsilon", spread, "> 0");
      }
      factor[c] = call.real(1).doubleAt(c) / Math.sqrt(spread);
      shift[c] = call.real(2).doubleAt(c) - mean[c] * factor[c];
    }
    TensorSink sink = new TensorSink(call, x.type(), x.shape());
    for (int i = 0; i < x.size(); i++) {
      int c = i / inner % mean.length;
      sink.setDouble(i, x.doubleAt(i) * factor[c] + shift[c]);
    }
    return sink.tensor();
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
