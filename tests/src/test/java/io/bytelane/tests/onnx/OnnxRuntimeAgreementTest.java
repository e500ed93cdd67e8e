package io.bytelane.tests.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
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
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.Arrays;
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

  private static final OrtEnvironment ENVIRONMENT = OrtEnvironment.getEnvironment();

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
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.NO_OPT);
      options.setIntraOpNumThreads(1);
      options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR);
      Map<String, OnnxTensor> inputs = new LinkedHashMap<>();
      for (Map.Entry<String, Tensor> input : fed.entrySet()) {
        inputs.put(input.getKey(), toRuntime(input.getValue()));
      }
      try (OrtSession session = ENVIRONMENT.createSession(model, options);
          OrtSession.Result results = session.run(inputs)) {
        for (int i = 0; i < names.size(); i++) {
          OnnxTensor expected = (OnnxTensor) results.get(names.get(i)).orElseThrow();
          same(what + " " + names.get(i), found.get(i), expected, tolerance);
        }
      } finally {
        inputs.values().forEach(OnnxTensor::close);
      }
    }
  }

  private static void same(String what, Tensor found, OnnxTensor expected, double tolerance) {
    assertThat(Arrays.stream(found.shape()).asLongStream().toArray())
        .as(what)
        .isEqualTo(expected.getInfo().getShape());
    double[] values = values(expected, found);
    for (int i = 0; i < values.length; i++) {
      double one = found.doubleAt(i);
      boolean agrees =
          found.type().isFloat()
              ? Double.compare(one, values[i]) == 0
                  || Math.abs(one - values[i]) <= 1e-6 + tolerance * Math.abs(values[i])
              : one == values[i];
      assertThat(agrees).as("%s[%d]: %s, expected %s", what, i, one, values[i]).isTrue();
    }
  }

  private static double[] values(OnnxTensor tensor, Tensor like) {
    ByteBuffer raw = tensor.getByteBuffer();
    double[] values = new double[like.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] =
          switch (like.type()) {
            case FLOAT -> raw.getFloat(i * 4);
            case S64 -> (double) raw.getLong(i * 8);
            case S32 -> raw.getInt(i * 4);
            case S8 -> raw.get(i);
            default -> raw.get(i) & 0xFF;
          };
    }
    return values;
  }

  private static OnnxTensor toRuntime(Tensor tensor) throws OrtException {
    long[] shape = Arrays.stream(tensor.shape()).asLongStream().toArray();
    return switch (tensor.array()) {
      case float[] data -> OnnxTensor.createTensor(ENVIRONMENT, FloatBuffer.wrap(data), shape);
      case long[] data -> OnnxTensor.createTensor(ENVIRONMENT, LongBuffer.wrap(data), shape);
      case byte[] data ->
          OnnxTensor.createTensor(
              ENVIRONMENT,
              ByteBuffer.wrap(data),
              shape,
              tensor.type().isUnsigned() ? OnnxJavaType.UINT8 : OnnxJavaType.INT8);
      default -> throw new AssertionError(tensor);
    };
  }

  private static List<String> names(String prefix, int count) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      names.add(prefix + i);
    }
    return names;
  }
}
