package io.bytelane.tests.onnx;

import io.bytelane.models.graph.Attribute;
import io.bytelane.models.graph.DataType;
import io.bytelane.models.graph.Dimension;
import io.bytelane.models.graph.Graph;
import io.bytelane.models.graph.GraphBuilder;
import io.bytelane.models.graph.Shape;
import io.bytelane.models.graph.Tensor;
import io.bytelane.models.graph.Value;
import io.bytelane.models.onnx.OnnxExporter;
import java.util.List;
import java.util.Map;

/// A small model that has a bit of everything a file can hold, nearly all of it structure.
final class SampleModel {
  private SampleModel() {}

  static Graph graph() {
    GraphBuilder graph = new GraphBuilder("sample").opset("", 13);
    Dimension batch = Dimension.symbolic("N");
    graph.input(
        new Value(
            "x",
            DataType.FLOAT,
            Shape.of(List.of(batch, Dimension.of(1), Dimension.of(6), Dimension.of(6)))));
    graph.initializer("w", Tensor.of(new int[] {2, 1, 3, 3}, ramp(18)));
    graph.initializer("b", Tensor.of(new int[] {2}, new float[] {0.5f, -0.25f}));
    graph.initializer("shape", Tensor.vector(0, -1));
    graph.initializer("slope", Tensor.of(DataType.FLOAT16, new int[] {1}, new short[] {0x3400}));
    graph.add(
        "Conv",
        List.of("x", "w", "b"),
        List.of("c"),
        Map.of(
            "pads", Attribute.ofInts(1, 1, 1, 1),
            "strides", Attribute.ofInts(2, 2),
            "auto_pad", Attribute.of("NOTSET"),
            "group", Attribute.of(1)));
    graph.add("LeakyRelu", List.of("c"), List.of("r"), Map.of("alpha", Attribute.of(0.1f)));
    graph.add(
        "MaxPool",
        List.of("r"),
        List.of("p"),
        Map.of("kernel_shape", Attribute.ofInts(2, 2), "ceil_mode", Attribute.of(1)));
    graph.add("Reshape", List.of("p", "shape"), List.of("f"), Map.of());
    graph.add(
        "Constant",
        List.of(),
        List.of("k"),
        Map.of("value", Attribute.of(Tensor.of(new int[] {8}, ramp(8)))));
    graph.add("Add", List.of("f", "k"), List.of("s"), Map.of());
    graph.add("Clip", List.of("s", "", "top"), List.of("y"), Map.of());
    graph.initializer("top", Tensor.scalar(2));
    graph.output(new Value("y", DataType.FLOAT, Shape.of(List.of(batch, Dimension.of(8)))));
    return graph.build();
  }

  static byte[] bytes() {
    return OnnxExporter.toBytes(graph());
  }

  static Map<String, Tensor> input() {
    return Map.of("x", Tensor.of(new int[] {1, 1, 6, 6}, ramp(36)));
  }

  private static float[] ramp(int length) {
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (i % 7 - 3) * 0.25f;
    }
    return values;
  }
}
