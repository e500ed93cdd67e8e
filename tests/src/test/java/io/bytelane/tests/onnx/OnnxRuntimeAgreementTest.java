package io.bytelane.tests.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession.SessionOptions.OptLevel;
import io.bytelane.models.bundled.BundledNetwork;
import io.bytelane.models.graph.Graph;
import io.bytelane.models.graph.GraphBuilder;
import io.bytelane.models.graph.Node;
import io.bytelane.models.graph.Shape;
import io.bytelane.models.graph.Tensor;
import io.bytelane.models.graph.Value;
import io.bytelane.models.onnx.OnnxExporter;
import io.bytelane.models.onnx.OnnxImporter;
import io.bytelane.models.operator.GraphInterpreter;
import io.bytelane.tests.support.OnnxRuntime;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// What is exported loads in ONNX Runtime, and the generic operators compute what it computes.
class OnnxRuntimeAgreementTest {
  private static final int NODES_PER_FAMILY = 40;

  static Stream<String> families() {
    return RandomNode.FAMILIES.keySet().stream();
  }

  @ParameterizedTest
  @MethodSource("families")
  void randomNodes(String family) throws OrtException {
    for (int seed = 0; seed < NODES_PER_FAMILY; seed++) {
      SplittableRandom random = new SplittableRandom(family.hashCode() + (long) seed);
      RandomNode drawn = RandomNode.FAMILIES.get(family).apply(random);
      List<String> inputs = names("in", drawn.inputs().size());
      for (int i = 0; i < inputs.size(); i++) {
        inputs.set(i, drawn.inputs().get(i) == null ? "" : inputs.get(i));
      }
      List<String> outputs = names("out", drawn.outputs());
      Node node =
          new Node(
              "node", "", drawn.operator(), drawn.opset(), inputs, outputs, drawn.attributes());
      List<Tensor> found = GraphInterpreter.evaluate(node, drawn.inputs());

      Map<String, Tensor> fed = new LinkedHashMap<>();
      Graph graph = graph(node, drawn.inputs(), found, fed);
      compare(drawn.toString(), OnnxExporter.toBytes(graph), fed, outputs, found, 1e-4);
    }
  }

  @ParameterizedTest
  @EnumSource(BundledNetwork.class)
  void exportedNetworks(BundledNetwork network) throws IOException, OrtException {
    Graph graph = OnnxImporter.read(network.modelFile(), network.model());
    Tensor images = Tensor.of(new int[] {2, 1, 28, 28}, network.test().images().toFloats(0, 2));
    Map<String, Tensor> fed = Map.of(graph.inputs().getFirst().name(), images);
    String output = graph.outputs().getFirst().name();
    Tensor found = new GraphInterpreter(graph).run(fed).get(output);
    compare(network.id(), OnnxExporter.toBytes(graph), fed, List.of(output), List.of(found), 1e-4);
  }

  /// One node as a model: the first input is fed, the others are constants.
  private static Graph graph(
      Node node, List<Tensor> inputs, List<Tensor> outputs, Map<String, Tensor> fed) {
    GraphBuilder graph = new GraphBuilder("one").opset("", node.opset()).node(node);
    for (int i = 0; i < inputs.size(); i++) {
      Tensor tensor = inputs.get(i);
      if (tensor == null) {
        continue;
      }
      String name = node.input(i);
      if (i == 0) {
        fed.put(name, tensor);
        graph.input(new Value(name, tensor.type(), Shape.of(tensor.shape())));
      } else {
        graph.initializer(name, tensor);
      }
    }
    for (int i = 0; i < node.outputs().size(); i++) {
      graph.output(new Value(node.output(i), outputs.get(i).type(), Shape.UNKNOWN));
    }
    return graph.build();
  }

  private static void compare(
      String what,
      byte[] model,
      Map<String, Tensor> fed,
      List<String> names,
      List<Tensor> found,
      double tolerance)
      throws OrtException {
    try (OnnxRuntime runtime = new OnnxRuntime(model, OptLevel.NO_OPT)) {
      Map<String, Tensor> results = runtime.run(fed);
      for (int i = 0; i < names.size(); i++) {
        same(what + " " + names.get(i), found.get(i), results.get(names.get(i)), tolerance);
      }
    }
  }

  private static void same(String what, Tensor found, Tensor expected, double tolerance) {
    assertThat(found.shape()).as(what).isEqualTo(expected.shape());
    for (int i = 0; i < expected.size(); i++) {
      double one = found.doubleAt(i);
      double other = expected.doubleAt(i);
      boolean agrees =
          found.type().isFloat()
              ? Double.compare(one, other) == 0
                  || Math.abs(one - other) <= 1e-6 + tolerance * Math.abs(other)
              : one == other;
      assertThat(agrees).as("%s[%d]: %s, expected %s", what, i, one, other).isTrue();
    }
  }

  private static List<String> names(String prefix, int count) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      names.add(prefix + i);
    }
    return names;
  }
}
