package io.bytelane.models.operator;

import static io.bytelane.models.operator.ArithmeticOperators.binary;
import static io.bytelane.models.operator.ArithmeticOperators.variadic;
import static io.bytelane.models.operator.LogicOperators.comparison;
import static io.bytelane.models.operator.LogicOperators.logic;
import static io.bytelane.models.operator.ReduceOperators.reduce;
import static io.bytelane.models.operator.UnaryOperators.activation;
import static io.bytelane.models.operator.UnaryOperators.numeric;
import static io.bytelane.models.operator.UnaryOperators.question;
import static io.bytelane.models.operator.UnaryOperators.real;

import io.bytelane.models.graph.Node;
import io.bytelane.models.graph.UnsupportedModelException;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// The supported operators of the default domain, by name and the opset that introduced them.
/// Changes between opsets are the concern of each operator.
public final class OperatorRegistry {
  /// An operator with the opsets it exists in.
  ///
  /// @param since first opset
  /// @param until last opset
  /// @param operator how it is computed
  private record Entry(int since, int until, Operator operator) {}

  private static final Map<String, Entry> ENTRIES = entries();

  private OperatorRegistry() {}

  /// Finds the operator of a node.
  ///
  /// @param node the node
  /// @return how it is computed
  /// @throws UnsupportedModelException if there is none for its domain, name and opset
  /// @throws io.bytelane.models.graph.InvalidModelException if the node has too few or too many
  ///     inputs
  public static Operator find(Node node) {
    if (!node.domain().isEmpty()) {
      throw UnsupportedModelException.at(
          node, "domain", node.domain(), "the default operator domain");
    }
    Entry entry = ENTRIES.get(node.operator());
    if (entry == null) {
      throw UnsupportedModelException.at(
          node, "operator", node.operator(), "one of the supported operators");
    }
    if (node.opset() < entry.since() || node.opset() > entry.until()) {
      String range = "in [" + entry.since() + ", " + entry.until() + "] for " + node.operator();
      throw UnsupportedModelException.at(node, "opset", node.opset(), range);
    }
    Arity.check(node);
    return entry.operator();
  }

  /// Returns the supported operators.
  ///
  /// @return names in alphabetical order
  public static Set<String> names() {
    return Collections.unmodifiableSet(new TreeSet<>(ENTRIES.keySet()));
  }

  private static Map<String, Entry> entries() {
    Builder list = new Builder();
    addArithmetic(list);
    addMaps(list);
    addReductions(list);
    addLayers(list);
    addMoves(list);
    addQuantization(list);
    return Map.copyOf(list.entries);
  }

  private static void addArithmetic(Builder list) {
    list.add("Add", 1, binary(ArithmeticOperators.ADD));
    list.add("Sub", 1, binary(ArithmeticOperators.SUB));
    list.add("Mul", 1, binary(ArithmeticOperators.MUL));
    list.add("Div", 1, binary(ArithmeticOperators.DIV));
    list.add("Mod", 10, ArithmeticOperators::mod);
    list.add("Pow", 1, PowerOperator::pow);
    list.add("Min", 1, variadic(ArithmeticOperators.MIN));
    list.add("Max", 1, variadic(ArithmeticOperators.MAX));
    list.add("Sum", 1, variadic(ArithmeticOperators.ADD));
    list.add("Mean", 1, ArithmeticOperators::mean);
    list.add("Equal", 1, comparison(sign -> sign == 0));
    list.add("Less", 1, comparison(sign -> sign < 0));
    list.add("LessOrEqual", 12, comparison(sign -> sign <= 0));
    list.add("Greater", 1, comparison(sign -> sign > 0));
    list.add("GreaterOrEqual", 12, comparison(sign -> sign >= 0));
    list.add("And", 1, logic((a, b) -> a & b));
    list.add("Or", 1, logic((a, b) -> a | b));
    list.add("Xor", 1, logic((a, b) -> a ^ b));
    list.add("Not", 1, LogicOperators::not);
    list.add("Where", 9, LogicOperators::where);
    list.add("Cast", 6, CastOperators::cast);
    list.add("CastLike", 15, CastOperators::castLike);
  }

  private static void addMaps(Builder list) {
    list.add("Abs", 1, numeric(Math::abs, Math::abs));
    list.add("Neg", 1, numeric(x -> -x, x -> -x));
    list.add("Sign", 9, numeric(Math::signum, x -> Long.signum(x)));
    list.add("Relu", 1, numeric(UnaryOperators::relu, x -> Math.max(0, x)));
    list.add("Sqrt", 1, real(Math::sqrt));
    list.add("Exp", 1, real(Math::exp));
    list.add("Log", 1, real(Math::log));
    list.add("Reciprocal", 1, real(x -> 1 / x));
    list.add("Floor", 1, real(Math::floor));
    list.add("Ceil", 1, real(Math::ceil));
    list.add("Round", 11, real(Math::rint));
    list.add("Sin", 7, real(Math::sin));
    list.add("Cos", 7, real(Math::cos));
    list.add("Sigmoid", 1, real(UnaryOperators::sigmoid));
    list.add("Tanh", 1, real(Math::tanh));
    list.add("Erf", 9, real(ErrorFunction::erf));
    list.add("Softplus", 1, real(UnaryOperators::softplus));
    list.add("Softsign", 1, real(x -> x / (1 + Math.abs(x))));
    list.add("Mish", 18, real(x -> x * Math.tanh(UnaryOperators.softplus(x))));
    list.add("IsNaN", 9, question(Double::isNaN));
    list.add("LeakyRelu", 1, activation(UnaryOperators::leakyRelu));
    list.add("ThresholdedRelu", 10, activation(UnaryOperators::thresholdedRelu));
    list.add("Elu", 1, activation(UnaryOperators::elu));
    list.add("Celu", 12, activation(UnaryOperators::celu));
    list.add("Selu", 1, activation(UnaryOperators::selu));
    list.add("HardSigmoid", 1, activation(UnaryOperators::hardSigmoid));
    list.add("HardSwish", 14, activation(UnaryOperators::hardSwish));
    list.add("Gelu", 20, UnaryOperators::gelu);
    list.add("PRelu", 1, UnaryOperators::prelu);
    list.add("Clip", 6, UnaryOperators::clip);
  }

  private static void addReductions(Builder list) {
    list.add("ReduceSum", 1, reduce(Reduction.SUM, 13));
    list.add("ReduceMean", 1, reduce(Reduction.MEAN, 18));
    list.add("ReduceMax", 1, reduce(Reduction.MAX, 18));
    list.add("ReduceMin", 1, reduce(Reduction.MIN, 18));
    list.add("ReduceProd", 1, reduce(Reduction.PROD, 18));
    list.add("ReduceL1", 1, reduce(Reduction.L1, 18));
    list.add("ReduceL2", 1, reduce(Reduction.L2, 18));
    list.add("ReduceSumSquare", 1, reduce(Reduction.SUM_SQUARE, 18));
    list.add("ReduceLogSum", 1, reduce(Reduction.LOG_SUM, 18));
    list.add("ReduceLogSumExp", 1, ReduceOperators::logSumExp);
    list.add("ArgMax", 1, ReduceOperators.arg(true));
    list.add("ArgMin", 1, ReduceOperators.arg(false));
    list.add("Softmax", 1, SoftmaxOperators.softmax(false));
    list.add("LogSoftmax", 1, SoftmaxOperators.softmax(true));
  }

  private static void addLayers(Builder list) {
    list.add("Conv", 1, ConvOperators::conv);
    list.add("ConvTranspose", 1, ConvOperators::transposed);
    list.add("MatMul", 1, MatMulOperators::matMul);
    list.add("Gemm", 1, MatMulOperators::gemm);
    list.add("MaxPool", 1, PoolOperators::max);
    list.add("AveragePool", 1, PoolOperators::average);
    list.add("LpPool", 2, PoolOperators::norm);
    list.add("GlobalMaxPool", 1, PoolOperators::globalMax);
    list.add("GlobalAveragePool", 1, PoolOperators::globalAverage);
    list.add("GlobalLpPool", 2, PoolOperators::globalNorm);
    list.add("BatchNormalization", 6, NormalizationOperators::batch);
    list.add("LayerNormalization", 17, NormalizationOperators::layer);
    list.add("Dropout", 6, ShapeOperators::dropout);
  }

  private static void addMoves(Builder list) {
    list.add("Identity", 1, ShapeOperators::identity);
    list.add("Constant", 1, ShapeOperators::constant);
    list.add("ConstantOfShape", 9, ShapeOperators::constantOfShape);
    list.add("Range", 11, ShapeOperators::range);
    list.add("Shape", 1, ShapeOperators::shape);
    list.add("Size", 1, ShapeOperators::size);
    list.add("Reshape", 5, ShapeOperators::reshape);
    list.add("Flatten", 1, ShapeOperators::flatten);
    list.add("Squeeze", 1, ShapeOperators::squeeze);
    list.add("Unsqueeze", 1, ShapeOperators::unsqueeze);
    list.add("Transpose", 1, MoveOperators::transpose);
    list.add("Concat", 4, MoveOperators::concat);
    list.add("Split", 2, MoveOperators::split);
    list.add("Slice", 1, MoveOperators::slice);
    list.add("Gather", 1, MoveOperators::gather);
    list.add("Expand", 8, MoveOperators::expand);
    list.add("Tile", 6, MoveOperators::tile);
    list.add("Pad", 2, PadOperator::pad);
    list.add("Resize", 10, ResizeOperator::resize);
    list.add("Upsample", 7, 9, ResizeOperator::resize);
  }

  private static void addQuantization(Builder list) {
    list.add("QuantizeLinear", 10, QuantizeOperators::quantize);
    list.add("DequantizeLinear", 10, QuantizeOperators::dequantize);
    list.add("DynamicQuantizeLinear", 11, QuantizeOperators::dynamic);
    list.add("MatMulInteger", 10, IntegerOperators::matMulInteger);
    list.add("ConvInteger", 10, IntegerOperators::convInteger);
    list.add("QLinearMatMul", 10, IntegerOperators::qLinearMatMul);
    list.add("QLinearConv", 10, IntegerOperators::qLinearConv);
  }

  /// Collects entries.
  private static final class Builder {
    private final Map<String, Entry> entries = new HashMap<>();

    void add(String name, int since, Operator operator) {
      add(name, since, Integer.MAX_VALUE, operator);
    }

    void add(String name, int since, int until, Operator operator) {
      entries.put(name, new Entry(since, until, operator));
    }
  }
}
