package io.bytelane.models.operator;

import io.bytelane.models.graph.InvalidModelException;
import io.bytelane.models.graph.Node;
import java.util.HashMap;
import java.util.Map;

/// How many inputs an operator takes: the first `least` must be given, more than `most` are an
/// error. The widest range over all opsets; what an opset narrows, the operator itself checks.
///
/// @param least inputs that must be there, at least 0
/// @param most inputs there may be
record Arity(int least, int most) {
  private static final int ANY = Integer.MAX_VALUE;
  private static final Map<String, Arity> BY_NAME = byName();

  /// Checks the inputs of a node of the default domain; operators without an entry take any number.
  static void check(Node node) {
    Arity arity = BY_NAME.get(node.operator());
    if (arity == null) {
      return;
    }
    int count = node.inputs().size();
    if (count < arity.least || count > arity.most) {
      String most = arity.most == ANY ? "" : " and at most " + arity.most;
      throw InvalidModelException.at(
          node, "inputs", count, "at least " + arity.least + most + " for " + node.operator());
    }
    for (int i = 0; i < arity.least; i++) {
      if (!node.hasInput(i)) {
        throw InvalidModelException.at(node, "input " + i, "missing", "given");
      }
    }
  }

  private static Map<String, Arity> byName() {
    Map<String, Arity> arities = new HashMap<>();
    put(arities, 0, 0, "Constant");
    put(
        arities,
        1,
        1,
        "Abs Neg Sign Relu Sqrt Exp Log Reciprocal Floor Ceil Round Sin Cos Sigmoid");
    put(arities, 1, 1, "Tanh Erf Softplus Softsign Mish IsNaN Not LeakyRelu ThresholdedRelu Elu");
    put(arities, 1, 1, "Celu Selu HardSigmoid HardSwish Gelu Cast Identity Shape Size Flatten");
    put(arities, 1, 1, "Transpose ConstantOfShape ArgMax ArgMin Softmax LogSoftmax MaxPool");
    put(arities, 1, 1, "AveragePool LpPool GlobalMaxPool GlobalAveragePool GlobalLpPool");
    put(arities, 1, 1, "DynamicQuantizeLinear");
    put(arities, 1, 2, "ReduceSum ReduceMean ReduceMax ReduceMin ReduceProd ReduceL1 ReduceL2");
    put(arities, 1, 2, "ReduceSumSquare ReduceLogSum ReduceLogSumExp Squeeze Unsqueeze Split");
    put(arities, 1, 2, "Upsample");
    put(arities, 1, 3, "Clip Dropout");
    put(arities, 1, 4, "Pad Resize");
    put(arities, 1, 5, "Slice");
    put(arities, 1, ANY, "Min Max Sum Mean Concat");
    put(arities, 2, 2, "Add Sub Mul Div Mod Pow Equal Less LessOrEqual Greater GreaterOrEqual");
    put(arities, 2, 2, "And Or Xor CastLike PRelu MatMul Reshape Gather Expand Tile");
    put(arities, 2, 3, "Conv ConvTranspose Gemm LayerNormalization");
    put(arities, 2, 3, "QuantizeLinear DequantizeLinear");
    put(arities, 2, 4, "MatMulInteger ConvInteger");
    put(arities, 3, 3, "Where Range");
    put(arities, 5, 5, "BatchNormalization");
    put(arities, 8, 8, "QLinearMatMul");
    put(arities, 8, 9, "QLinearConv");
    return Map.copyOf(arities);
  }

  private static void put(Map<String, Arity> arities, int least, int most, String operators) {
    for (String operator : operators.split(" ", -1)) {
      arities.put(operator, new Arity(least, most));
    }
  }
}
