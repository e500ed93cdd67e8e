package io.bytelane.models.operator;

import io.bytelane.models.graph.DataType;
import io.bytelane.models.graph.Tensor;
import java.util.Arrays;
import java.util.List;

/// MatMul with stacked matrices, and Gemm.
final class MatMulOperators {
  private MatMulOperators() {}

  static List<Tensor> matMul(Invocation call) {
    Tensor a = call.required(0);
    Tensor b = call.required(1);
    if (a.type() != b.type()) {
      throw call.invalid("input types", a.type() + " and " + b.type(), "equal");
    }
    MatMulShape shape = MatMulShape.of(call, a, b);
    TensorSink sink = new TensorSink(call, a.type(), shape.output());
    boolean real = a.type().isFloat();
    if (!real && !a.type().isInteger()) {
      throw call.unsupportedType(a.type());
    }
    int n = shape.n();
    shape.forEachMatrix(
        (baseA, baseB, baseOut) -> {
          double[] sums = new double[real ? n : 0];
          long[] wholes = new long[real ? 0 : n];
          for (int i = 0; i < shape.m(); i++) {
            Arrays.fill(sums, 0);
            Arrays.fill(wholes, 0);
            for (int p = 0; p < shape.k(); p++) {
              int row = baseB + p * n;
              int left = baseA + i * shape.k() + p;
              if (real) {
                addRow(sums, a.doubleAt(left), b, row);
              } else {
                for (int j = 0; j < n; j++) {
                  wholes[j] += a.longAt(left) * b.longAt(row + j);
                }
              }
            }
            for (int j = 0; j < n; j++) {
              if (real) {
                sink.setDouble(baseOut + i * n + j, sums[j]);
              } else {
                sink.setLong(baseOut + i * n + j, wholes[j]);
              }
            }
          }
        });
    return List.of(sink.tensor());
  }

  private static void addRow(double[] sums, double factor, Tensor b, int row) {
    if (b.type() == DataType.FLOAT) {
      float[] data = b.floats();
      for (int j = 0; j < sums.length; j++) {
        sums[j] += factor * data[row + j];
      }
    } else {
      for (int j = 0; j < sums.length; j++) {
        sums[j] += factor * b.doubleAt(row + j);
      }
    }
  }

  /// alpha * A' * B' + beta * C, with A and B transposed as the attributes say.
  static List<Tensor> gemm(Invocation call) {
    Tensor a = call.real(0);
    Tensor b = call.real(1);
    if (a.rank() != 2 || b.rank() != 2 || a.type() != b.type()) {
      throw call.invalid("inputs", a + " and " + b, "two matrices of one type");
    }
    boolean transA = call.flag("transA", false);
    boolean transB = call.flag("transB", false);
    int m = a.dimension(transA ? 1 : 0);
    int k = a.dimension(transA ? 0 : 1);
    int n = b.dimension(transB ? 0 : 1);
    if (b.dimension(transB ? 1 : 0) != k) {
      throw call.invalid("input shapes", a + " and " + b, "equal inner sizes");
    }
    double alpha = call.node().floatAttribute("alpha", 1);
    double beta = call.node().floatAttribute("beta", 1);
    double[] addend = addend(call, m, n, beta);
    TensorSink sink = new TensorSink(call, a.type(), m, n);
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < n; j++) {
        double sum = 0;
        for (int p = 0; p < k; p++) {
          sum +=
              a.doubleAt(transA ? p * m + i : i * k + p)
                  * b.doubleAt(transB ? j * k + p : p * n + j);
        }
        sink.setDouble(i * n + j, alpha * sum + addend[i * n + j]);
      }
    }
    return List.of(sink.tensor());
  }

  private static double[] addend(Invocation call, int m, int n, double beta) {
    double[] addend = new double[call.count(DataType.DOUBLE, m, n)];
    if (call.optional(2) == null || beta == 0) {
      return addend;
    }
    Tensor c = call.real(2);
    int[] shape = {m, n};
    Broadcast broadcast = Broadcast.of(call, shape, c.shape());
    if (!Arrays.equals(broadcast.shape(), shape)) {
      throw call.invalid("input C", c, "broadcastable to " + Arrays.toString(shape));
    }
    int step = broadcast.rowStride(1);
    broadcast.forEachRow(
        (row, length, base) -> {
          for (int i = 0; i < length; i++) {
            addend[row + i] = beta * c.doubleAt(base[1] + i * step);
          }
        });
    return addend;
  }
}
