package io.bytelane.tests.onnx;

import io.bytelane.models.graph.Attribute;
import io.bytelane.models.graph.DataType;
import io.bytelane.models.graph.Graph;
import io.bytelane.models.graph.GraphBuilder;
import io.bytelane.models.graph.Shape;
import io.bytelane.models.graph.Tensor;
import io.bytelane.models.graph.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// One form of an operator with the range of opsets that has it, and inputs to try it on.
final class OpsetForm {
  private static final Set<DataType> NOT_FED =
      Set.of(DataType.U16, DataType.S4, DataType.U4, DataType.FLOAT8E4M3FN, DataType.FLOAT8E5M2);

  /// Operators whose operands behind the first are axes, sizes or places.
  private static final Set<String> SHAPED =
      Set.of(
          "Squeeze",
          "Unsqueeze",
          "Reshape",
          "Split",
          "Slice",
          "Pad",
          "Expand",
          "Resize",
          "Upsample");

  private final String operator;
  private final int lowest;
  private final int highest;
  private final Map<String, Attribute> attributes = new TreeMap<>();
  private List<Tensor> inputs = List.of();
  private List<Tensor> expected = List.of();
  private int outputs = 1;
  private DataType castTo = DataType.UNDEFINED;
  private boolean dequantized;
  private String refusal = "";

  private OpsetForm(String operator, int lowest, int highest) {
    this.operator = operator;
    this.lowest = lowest;
    this.highest = highest;
  }

  /// A form that opsets `lowest` to `highest` have.
  static OpsetForm form(String operator, int lowest, int highest) {
    return new OpsetForm(operator, lowest, highest);
  }

  OpsetForm with(String key, long value) {
    attributes.put(key, Attribute.of(value));
    return this;
  }

  OpsetForm list(String key, long... values) {
    attributes.put(key, Attribute.ofInts(values));
    return this;
  }

  OpsetForm with(String key, float value) {
    attributes.put(key, Attribute.of(value));
    return this;
  }

  OpsetForm with(String key, String value) {
    attributes.put(key, Attribute.of(value));
    return this;
  }

  OpsetForm with(String key, Attribute value) {
    attributes.put(key, value);
    return this;
  }

  /// The inputs, null where one is left out.
  OpsetForm in(Tensor... tensors) {
    inputs = Arrays.asList(tensors);
    return this;
  }

  OpsetForm outputs(int count) {
    outputs = count;
    return this;
  }

  /// The outputs by hand, where ONNX Runtime does not have the form.
  OpsetForm expect(Tensor... tensors) {
    expected = List.of(tensors);
    return this;
  }

  /// Casts the output, for types that ONNX Runtime does not hand out.
  OpsetForm cast(DataType type) {
    castTo = type;
    return this;
  }

  /// Dequantizes the output with the same parameters, for types ONNX Runtime does not hand out.
  OpsetForm dequantized() {
    dequantized = true;
    return this;
  }

  /// The form is not supported, and the message says so.
  OpsetForm refused(String message) {
    refusal = message;
    return this;
  }

  /// Says whether the content of what is fed decides the shape of the result.
  boolean isShapedBy(Map<String, Tensor> fed) {
    if (operator.equals("ConstantOfShape")) {
      return fed.get("in0").size() > 0;
    }
    return (SHAPED.contains(operator) || operator.startsWith("Reduce"))
        && fed.entrySet().stream()
            .anyMatch(input -> !input.getKey().equals("in0") && input.getValue().size() > 0);
  }

  List<Integer> opsets() {
    return lowest == highest ? List.of(lowest) : List.of(lowest, highest);
  }

  List<Tensor> expected() {
    return expected;
  }

  String refusal() {
    return refusal;
  }

  List<String> outputNames() {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < outputs; i++) {
      names.add("out" + i);
    }
    return names;
  }

  /// The inputs that a run takes: the first one, or all. What the Java package of ONNX Runtime does
  /// not take stays constant.
  Map<String, Tensor> fed(boolean all) {
    Map<String, Tensor> fed = new TreeMap<>();
    for (int i = 0; i < (all ? inputs.size() : Math.min(1, inputs.size())); i++) {
      if (inputs.get(i) != null && !NOT_FED.contains(inputs.get(i).type())) {
        fed.put("in" + i, inputs.get(i));
      }
    }
    return fed;
  }

  /// The form as a model.
  ///
  /// @param opset opset of the model
  /// @param fed what is not a constant
  /// @param types types of the outputs, as many as are known
  Graph graph(int opset, Map<String, Tensor> fed, List<DataType> types) {
    GraphBuilder graph = new GraphBuilder("form").opset("", opset);
    List<String> names = new ArrayList<>();
    for (int i = 0; i < inputs.size(); i++) {
      Tensor tensor = inputs.get(i);
      names.add(tensor == null ? "" : "in" + i);
      if (tensor == null) {
        continue;
      }
      if (fed.containsKey("in" + i)) {
        graph.input(new Value("in" + i, tensor.type(), Shape.of(tensor.shape())));
      } else {
        graph.initializer("in" + i, tensor);
      }
    }
    List<String> made = outputNames();
    boolean more = dequantized || castTo != DataType.UNDEFINED;
    graph.add(operator, names, more ? List.of("middle") : made, attributes);
    if (dequantized) {
      List<String> parameters = new ArrayList<>(names);
      parameters.set(0, "middle");
      Map<String, Attribute> kept = new TreeMap<>(attributes);
      kept.keySet().retainAll(List.of("axis", "block_size"));
      graph.add("DequantizeLinear", parameters, made, kept);
    } else if (more) {
      graph.add("Cast", List.of("middle"), made, Map.of("to", Attribute.of(castTo.code())));
    }
    for (int i = 0; i < made.size(); i++) {
      DataType type = i < types.size() ? types.get(i) : DataType.UNDEFINED;
      graph.output(new Value(made.get(i), type, Shape.UNKNOWN));
    }
    return graph.build();
  }

  @Override
  public String toString() {
    return operator + " " + attributes + " of " + inputs;
  }
}
