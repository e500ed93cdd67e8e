package io.bytelane.tests.onnx;

import io.bytelane.models.graph.Attribute;
import io.bytelane.models.graph.DataType;
import io.bytelane.models.graph.Node;
import io.bytelane.models.graph.Tensor;
import io.bytelane.models.operator.GraphInterpreter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/// Evaluates single nodes.
final class Evaluation {
  private Evaluation() {}

  /// All outputs of a node with `outputs` outputs; null inputs are left out.
  static List<Tensor> all(
      String operator,
      int opset,
      int outputs,
      Map<String, Attribute> attributes,
      Tensor... inputs) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < inputs.length; i++) {
      names.add(inputs[i] == null ? "" : "in" + i);
    }
    List<String> made = new ArrayList<>();
    for (int i = 0; i < outputs; i++) {
      made.add("out" + i);
    }
    Node node = new Node("n", "", operator, opset, names, made, attributes);
    return GraphInterpreter.evaluate(node, Arrays.asList(inputs));
  }

  /// The first output.
  static Tensor one(
      String operator, int opset, Map<String, Attribute> attributes, Tensor... inputs) {
    return all(operator, opset, 1, attributes, inputs).getFirst();
  }

  static Tensor floats(int[] shape, double... values) {
    float[] data = new float[values.length];
    for (int i = 0; i < data.length; i++) {
      data[i] = (float) values[i];
    }
    return Tensor.of(shape, data);
  }

  static Tensor bytes(DataType type, int[] shape, int... values) {
    byte[] data = new byte[values.length];
    for (int i = 0; i < data.length; i++) {
      data[i] = (byte) values[i];
    }
    return Tensor.of(type, shape, data);
  }

  static int[] shape(int... sizes) {
    return sizes;
  }
}
