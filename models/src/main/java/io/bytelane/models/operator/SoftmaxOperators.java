package io.bytelane.models.operator;

import io.bytelane.models.graph.Tensor;
import java.util.Arrays;
import java.util.List;

/// Softmax and LogSoftmax. Before opset 13 they work on everything from `axis` on at once, since
/// then along `axis` alone. The row maximum is subtracted first.
final class SoftmaxOperators {
  private SoftmaxOperators() {}

  static Operator softmax(boolean logarithm) {
    return call -> List.of(run(call, logarithm));
  }

  private static Tensor run(Invocation call, boolean logarithm) {
    Tensor x = call.real(0);
    int[] shape = x.shape();
    boolean flattened = call.opset() < 13;
    long declared = call.node().intAttribute("axis", flattened ? 1 : -1);
    if (flattened && declared == shape.length) {
      declared = shape.length - 1L;
    }
    int axis = shape.length == 0 ? 0 : call.axis(declared, shape.length);
    int[] tail = Arrays.copyOfRange(shape, Math.min(axis + 1, shape.length), shape.length);
    int size = shape.length == 0 ? 1 : shape[axis];
    int inner = flattened ? 1 : Tensor.elementCount(tail);
    int length = flattened ? size * Tensor.elementCount(tail) : size;
    TensorSink sink = new TensorSink(call, x.type(), shape);
    double[] row = new double[length];
    int rows = length == 0 ? 0 : x.size() / length;
    for (int r = 0; r < rows; r++) {
      int base = r / inner * length * inner + r % inner;
      double top = Double.NEGATIVE_INFINITY;
      for (int i = 0; i < length; i++) {
        row[i] = x.doubleAt(base + i * inner);
        top = Math.max(top, row[i]);
      }
      double sum = 0;
      for (int i = 0; i < length; i++) {
        row[i] -= top;
        sum += Math.exp(row[i]);
      }
      double logSum = Math.log(sum);
      for (int i = 0; i < length; i++) {
        sink.setDouble(base + i * inner, logarithm ? row[i] - logSum : Math.exp(row[i]) / sum);
      }
    }
    return sink.tensor();
  }
}
