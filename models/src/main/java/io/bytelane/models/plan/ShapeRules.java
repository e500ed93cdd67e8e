package io.bytelane.models.plan;

import io.bytelane.models.graph.DataType;
import io.bytelane.models.graph.Node;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/// Types and shapes of the outputs of operators that are too expensive to try out.
///
/// A node that breaks a rule gets no answer; whoever evaluates it finds the right words.
final class ShapeRules {
  private static final Set<String> SAME_SHAPE =
      Set.of(
          "BatchNormalization",
          "Relu",
          "LeakyRelu",
          "PRelu",
          "Elu",
          "Sigmoid",
          "Tanh",
          "HardSigmoid",
          "HardSwish",
          "Clip",
          "Erf",
          "Gelu",
          "Exp",
          "Softmax",
          "LogSoftmax",
          "LayerNormalization");

  private static final Set<String> TWO_INPUTS =
      Set.of("Conv", "Gemm", "MatMul", "MatMulInteger", "QuantizeLinear", "DequantizeLinear");

  private ShapeRules() {}

  /// The first output of a node with a single one, or null where no rule applies.
  static TracedValue infer(Node node, List<TracedValue> in) {
    if (in.isEmpty() || in.getFirst() == null || node.outputs().size() != 1) {
      return null;
    }
    TracedValue x = in.getFirst();
    TracedValue second = in.size() > 1 ? in.get(1) : null;
    if (DynamicLinear.is(node)) {
      return matMul(x, second, DataType.FLOAT);
    }
    if (!node.domain().isEmpty() || (second == null && TWO_INPUTS.contains(node.operator()))) {
      return null;
    }
    return switch (node.operator()) {
      case "Conv" -> convolution(node, x, second);
      case "MaxPool", "AveragePool" -> pool(node, x);
      case "GlobalAveragePool", "GlobalMaxPool" -> globalPool(x);
      case "Gemm" -> gemm(node, x, second);
      case "MatMul" -> matMul(x, second, x.type());
      case "MatMulInteger" -> matMul(x, second, DataType.S32);
      case "QuantizeLinear" -> quantized(node, x, in);
      case "DequantizeLinear" ->
          second.type() == DataType.FLOAT ? TracedValue.of(DataType.FLOAT, x.shape()) : null;
      default -> SAME_SHAPE.contains(node.operator()) ? TracedValue.of(x.type(), x.shape()) : null;
    };
  }

  private static TracedValue convolution(Node node, TracedValue x, TracedValue w) {
    if (w.rank() != x.rank() || x.rank() < 3) {
      return null;
    }
    long groups = node.intAttribute("group", 1);
    if (groups < 1 || w.shape()[1] * groups != x.shape()[1] || w.shape()[0] % groups != 0) {
      return null;
    }
    long[] kernel = Arrays.stream(w.shape()).skip(2).asLongStream().toArray();
    return SpatialWindow.of(node, x.shape(), kernel)
        .map(window -> TracedValue.of(x.type(), window.outputShape(x.shape(), w.shape()[0])))
        .orElse(null);
  }

  private static TracedValue pool(Node node, TracedValue x) {
    return SpatialWindow.of(node, x.shape(), node.intsAttribute("kernel_shape", null))
        .map(window -> TracedValue.of(x.type(), window.outputShape(x.shape(), x.shape()[1])))
        .orElse(null);
  }

  private static TracedValue globalPool(TracedValue x) {
    if (x.rank() < 3) {
      return null;
    }
    int[] shape = x.shape().clone();
    Arrays.fill(shape, 2, shape.length, 1);
    return TracedValue.of(x.type(), shape);
  }

  private static TracedValue gemm(Node node, TracedValue a, TracedValue b) {
    if (a.rank() != 2 || b.rank() != 2) {
      return null;
    }
    int left = node.intAttribute("transA", 0) == 0 ? 0 : 1;
    int right = node.intAttribute("transB", 0) == 0 ? 1 : 0;
    return a.shape()[1 - left] == b.shape()[1 - right]
        ? TracedValue.of(a.type(), a.shape()[left], b.shape()[right])
        : null;
  }

  private static TracedValue matMul(TracedValue a, TracedValue b, DataType type) {
    if (a.rank() < 2 || b.rank() < 2) {
      return null;
    }
    int rank = Math.max(a.rank(), b.rank());
    int[] shape = new int[rank];
    for (int i = 3; i <= rank; i++) {
      int left = i <= a.rank() ? a.shape()[a.rank() - i] : 1;
      int right = i <= b.rank() ? b.shape()[b.rank() - i] : 1;
      if (left != right && left != 1 && right != 1) {
        return null;
      }
      shape[rank - i] = left == 1 ? right : left;
    }
    shape[rank - 2] = a.shape()[a.rank() - 2];
    shape[rank - 1] = b.shape()[b.rank() - 1];
    return a.shape()[a.rank() - 1] == b.shape()[b.rank() - 2] ? TracedValue.of(type, shape) : null;
  }

  private static TracedValue quantized(Node node, TracedValue x, List<TracedValue> in) {
    DataType type = DataType.U8;
    if (in.size() > 2 && in.get(2) != null) {
      type = in.get(2).type();
    } else if (node.hasAttribute("output_dtype")) {
      return null;
    }
    return TracedValue.of(type, x.shape());
  }
}
