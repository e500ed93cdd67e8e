package io.bytelane.models.operator;

import io.bytelane.models.graph.DataType;
import io.bytelane.models.graph.Graph;
import io.bytelane.models.graph.GraphBuilder;
import io.bytelane.models.graph.InvalidModelException;
import io.bytelane.models.graph.Node;
import io.bytelane.models.graph.Tensor;
import io.bytelane.models.graph.Value;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Follows element types through a graph, so that inputs of different types that must be equal, and
/// declared types that are wrong, are found before anything runs.
///
/// A type that cannot be told stays [DataType#UNDEFINED] and contradicts nothing.
public final class TypeInference {
  /// Operators all of whose inputs have one type.
  private static final Set<String> UNIFORM =
      Set.of(
          "Add",
          "Sub",
          "Mul",
          "Div",
          "Mod",
          "Min",
          "Max",
          "Sum",
          "Mean",
          "Equal",
          "Less",
          "LessOrEqual",
          "Greater",
          "GreaterOrEqual",
          "And",
          "Or",
          "Xor",
          "Concat",
          "MatMul",
          "Gemm",
          "Conv",
          "ConvTranspose",
          "PRelu");

  private static final Set<String> TO_BOOL =
      Set.of("Equal", "Less", "LessOrEqual", "Greater", "GreaterOrEqual", "IsNaN", "Not");

  private static final Set<String> TO_S64 = Set.of("Shape", "Size", "ArgMax", "ArgMin");

  private final Graph graph;
  private final Map<String, DataType> types = new HashMap<>();

  private TypeInference(Graph graph) {
    this.graph = graph;
  }

  /// Adds the types that can be told to what is known of a graph's values.
  ///
  /// @param graph a graph of supported operators
  /// @return the same graph, its values with types
  /// @throws InvalidModelException if inputs of a node contradict each other, or a declared type
  ///     contradicts what the node makes
  public static Graph complete(Graph graph) {
    return new TypeInference(graph).complete();
  }

  private Graph complete() {
    graph.initializers().forEach((name, tensor) -> types.put(name, tensor.type()));
    graph.inputs().forEach(input -> types.put(input.name(), input.type()));
    GraphBuilder builder = graph.toBuilder();
    for (Node node : graph.nodes()) {
      requireUniform(node);
      List<DataType> outputs = outputs(node);
      for (int i = 0; i < node.outputs().size(); i++) {
        if (!node.output(i).isEmpty()) {
          DataType type = outputs.get(Math.min(i, outputs.size() - 1));
          builder.value(declare(node, graph.value(node.output(i)), type));
        }
      }
    }
    return builder.build();
  }

  private Value declare(Node node, Value declared, DataType type) {
    DataType known = declared.type() == DataType.UNDEFINED ? type : declared.type();
    if (type != DataType.UNDEFINED && type != known) {
      throw InvalidModelException.at(
          node, "type of output " + declared.name(), known, type.toString());
    }
    types.put(declared.name(), known);
    return new Value(declared.name(), known, declared.shape());
  }

  private void requireUniform(Node node) {
    if (!UNIFORM.contains(node.operator())) {
      return;
    }
    DataType first = DataType.UNDEFINED;
    for (String input : node.inputs()) {
      DataType type = types.getOrDefault(input, DataType.UNDEFINED);
      if (first == DataType.UNDEFINED) {
        first = type;
      } else if (type != DataType.UNDEFINED && type != first) {
        throw InvalidModelException.at(
            node, "type of input " + input, type, "the other inputs' " + first);
      }
    }
  }

  /// The types of the outputs; the last one holds for all further ones.
  private List<DataType> outputs(Node node) {
    String operator = node.operator();
    if (TO_BOOL.contains(operator)) {
      return List.of(DataType.BOOL);
    }
    if (TO_S64.contains(operator)) {
      return List.of(DataType.S64);
    }
    DataType first = input(node, 0);
    return switch (operator) {
      case "Where", "CastLike" -> List.of(input(node, 1));
      case "MaxPool" -> List.of(first, DataType.S64);
      case "Dropout" -> List.of(first, node.opset() >= 10 ? DataType.BOOL : first);
      case "LayerNormalization" -> List.of(first, DataType.FLOAT);
      case "Cast" -> List.of(code(node, "to", DataType.UNDEFINED));
      case "Constant" -> List.of(constant(node));
      case "ConstantOfShape" -> List.of(node.tensorAttribute("value", Tensor.scalar(0)).type());
      case "QuantizeLinear" ->
          List.of(node.hasInput(2) ? input(node, 2) : code(node, "output_dtype", DataType.U8));
      case "DequantizeLinear" -> List.of(code(node, "output_dtype", input(node, 1)));
      case "DynamicQuantizeLinear" -> List.of(DataType.U8, DataType.FLOAT, DataType.U8);
      case "MatMulInteger", "ConvInteger" -> List.of(DataType.S32);
      case "QLinearConv", "QLinearMatMul" -> List.of(input(node, 7));
      default -> List.of(first);
    };
  }

  private DataType input(Node node, int index) {
    return types.getOrDefault(node.input(index), DataType.UNDEFINED);
  }

  private static DataType code(Node node, String key, DataType fallback) {
    long code = node.intAttribute(key, 0);
    if (code == 0) {
      return fallback;
    }
    return Arrays.stream(DataType.values())
        .filter(type -> type.code() == code)
        .findFirst()
        .orElseThrow(() -> InvalidModelException.at(node, key, code, "a data type, 1..26"));
  }

  private static DataType constant(Node node) {
    if (node.hasAttribute("value")) {
      return node.tensorAttribute("value", null).type();
    }
    if (node.hasAttribute("value_float") || node.hasAttribute("value_floats")) {
      return DataType.FLOAT;
    }
    boolean whole = node.hasAttribute("value_int") || node.hasAttribute("value_ints");
    return whole ? DataType.S64 : DataType.UNDEFINED;
  }
}
