package io.bytelane.models.graph;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// One application of an operator.
///
/// @param name unique within its graph
/// @param domain empty for the default domain of ONNX
/// @param operator the operator's name
/// @param opset the version of the domain the node is written for
/// @param inputs names of the inputs; empty where an optional one is left out
/// @param outputs names of the outputs; empty where an optional one is left out
/// @param attributes by name
public record Node(
    String name,
    String domain,
    String operator,
    int opset,
    List<String> inputs,
    List<String> outputs,
    Map<String, Attribute> attributes) {

  /// Copies the collections.
  public Node {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
    attributes = Map.copyOf(attributes);
  }

  /// Returns the name of an input.
  ///
  /// @param index 0 based; may lie beyond the end
  /// @return the name, empty where the input is left out
  public String input(int index) {
    return index < inputs.size() ? inputs.get(index) : "";
  }

  /// Says whether an input is given.
  ///
  /// @param index 0 based
  /// @return false where it is left out
  public boolean hasInput(int index) {
    return !input(index).isEmpty();
  }

  /// Returns the name of an output.
  ///
  /// @param index 0 based; may lie beyond the end
  /// @return the name, empty where nobody asks for the output
  public String output(int index) {
    return index < outputs.size() ? outputs.get(index) : "";
  }

  /// Says whether the node applies an operator of the default domain.
  ///
  /// @param name the operator's name
  /// @return true if it does
  public boolean is(String name) {
    return domain.isEmpty() && operator.equals(name);
  }

  /// Says whether an attribute is given.
  ///
  /// @param key its name
  /// @return true if it is
  public boolean hasAttribute(String key) {
    return attributes.containsKey(key);
  }

  /// Returns an integer attribute.
  ///
  /// @param key its name
  /// @param fallback the value where it is not given
  /// @return the value
  public long intAttribute(String key, long fallback) {
    return switch (attributes.get(key)) {
      case null -> fallback;
      case Attribute.Int(long value) -> value;
      default -> throw wrongType(key, "an integer");
    };
  }

  /// Returns a float attribute.
  ///
  /// @param key its name
  /// @param fallback the value where it is not given
  /// @return the value
  public float floatAttribute(String key, float fallback) {
    return switch (attributes.get(key)) {
      case null -> fallback;
      case Attribute.Real(float value) -> value;
      default -> throw wrongType(key, "a float");
    };
  }

  /// Returns a text attribute.
  ///
  /// @param key its name
  /// @param fallback the value where it is not given
  /// @return the value
  public String textAttribute(String key, String fallback) {
    return switch (attributes.get(key)) {
      case null -> fallback;
      case Attribute.Text(String value) -> value;
      default -> throw wrongType(key, "a text");
    };
  }

  /// Returns an attribute of several integers.
  ///
  /// @param key its name
  /// @param fallback the value where it is not given; may be null
  /// @return the values
  public long[] intsAttribute(String key, long[] fallback) {
    return switch (attributes.get(key)) {
      case null -> fallback;
      case Attribute.Ints(List<Long> values) -> values.stream().mapToLong(v -> v).toArray();
      default -> throw wrongType(key, "integers");
    };
  }

  /// Returns an attribute of several floats.
  ///
  /// @param key its name
  /// @param fallback the value where it is not given; may be null
  /// @return the values
  public float[] floatsAttribute(String key, float[] fallback) {
    return switch (attributes.get(key)) {
      case null -> fallback;
      case Attribute.Reals(List<Float> values) -> {
        float[] copy = new float[values.size()];
        for (int i = 0; i < copy.length; i++) {
          copy[i] = values.get(i);
        }
        yield copy;
      }
      default -> throw wrongType(key, "floats");
    };
  }

  /// Returns a tensor attribute.
  ///
  /// @param key its name
  /// @param fallback the value where it is not given; may be null
  /// @return the tensor
  public Tensor tensorAttribute(String key, Tensor fallback) {
    return switch (attributes.get(key)) {
      case null -> fallback;
      case Attribute.Constant(Tensor value) -> value;
      default -> throw wrongType(key, "a tensor");
    };
  }

  /// Returns the operator's name with its domain where that is not the default one.
  ///
  /// @return for example `Conv` or `com.microsoft.QGemm`
  public String qualifiedOperator() {
    return domain.isEmpty() ? operator : domain + "." + operator;
  }

  /// Returns how messages call the node.
  ///
  /// @return for example `node "Conv_12" (Conv, opset 13)`
  public String label() {
    return "node \"" + name + "\" (" + qualifiedOperator() + ", opset " + opset + ")";
  }

  /// Returns a node that differs in its inputs.
  ///
  /// @param newInputs the inputs
  /// @return the node
  public Node withInputs(List<String> newInputs) {
    return new Node(name, domain, operator, opset, newInputs, outputs, attributes);
  }

  /// Returns a node that differs in its outputs.
  ///
  /// @param newOutputs the outputs
  /// @return the node
  public Node withOutputs(List<String> newOutputs) {
    return new Node(name, domain, operator, opset, inputs, newOutputs, attributes);
  }

  /// Returns a node that differs in its attributes.
  ///
  /// @param newAttributes the attributes
  /// @return the node
  public Node withAttributes(Map<String, Attribute> newAttributes) {
    return new Node(name, domain, operator, opset, inputs, outputs, newAttributes);
  }

  /// Returns the label with the names of inputs and outputs.
  @Override
  public String toString() {
    return label()
        + inputs.stream().collect(Collectors.joining(",", "(", ")"))
        + outputs.stream().collect(Collectors.joining(",", " -> (", ")"));
  }

  private InvalidModelException wrongType(String key, String expected) {
    return InvalidModelException.at(this, key, attributes.get(key), expected);
  }
}
