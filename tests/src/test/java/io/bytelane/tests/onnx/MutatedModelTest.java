package io.bytelane.tests.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import com.sun.management.ThreadMXBean;
import io.bytelane.models.bundled.BundledNetwork;
import io.bytelane.models.graph.Graph;
import io.bytelane.models.graph.GraphBuilder;
import io.bytelane.models.graph.ModelException;
import io.bytelane.models.graph.Shape;
import io.bytelane.models.graph.Tensor;
import io.bytelane.models.graph.Value;
import io.bytelane.models.onnx.OnnxExporter;
import io.bytelane.models.onnx.OnnxImporter;
import io.bytelane.models.onnx.proto.ModelProto;
import io.bytelane.models.operator.GraphInterpreter;
import io.bytelane.models.plan.ExecutionPlan;
import io.bytelane.models.plan.Planner;
import io.bytelane.models.ptq.CalibrationData;
import io.bytelane.models.ptq.ConfigName;
import io.bytelane.models.ptq.Ptq;
import io.bytelane.models.ptq.QLinearForm;
import io.bytelane.quant.QuantizationException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Models that parse but no longer fit together: importing, planning and running one ends in a
/// result or in a typed exception that states a rule, and takes no more memory than the limits
/// allow. The time limit only ends hangs.
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class MutatedModelTest {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final boolean LONG = Boolean.getBoolean("bytelane.long");
  private static final int NODE_MUTANTS = LONG ? 20_000 : 200;
  private static final int NETWORK_MUTANTS = LONG ? 2000 : 20;

  /// A tensor may have 1 GiB at most, and a step more than one.
  private static final long MOST_BYTES = 4L << 30;

  static Stream<String> families() {
    return RandomNode.FAMILIES.keySet().stream();
  }

  @ParameterizedTest
  @MethodSource("families")
  void mutatedNodes(String family) throws InvalidProtocolBufferException {
    for (int seed = 0; seed < NODE_MUTANTS; seed++) {
      SplittableRandom random = new SplittableRandom(family.hashCode() * 31L + seed);
      RandomNode node = RandomNode.FAMILIES.get(family).apply(random);
      Map<String, Tensor> fed = new HashMap<>();
      byte[] model = OnnxExporter.toBytes(graph(node, fed));
      survives(family + " " + seed, model, random, fed);
    }
  }

  @ParameterizedTest
  @EnumSource(BundledNetwork.class)
  void mutatedNetworks(BundledNetwork network) throws IOException {
    Graph graph = OnnxImporter.read(network.modelFile(), network.model());
    String input = graph.inputs().getFirst().name();
    float[] images = network.calibration().images().toFloats(0, 8);
    CalibrationData data = CalibrationData.of(input, images, 8, 8, 1, 28, 28);
    Graph qdq = Ptq.apply(graph, ConfigName.STATIC_INT8_PER_CHANNEL, data);
    Map<String, Tensor> fed = Map.of(input, Tensor.of(new int[] {1, 1, 28, 28}, new float[784]));
    List<Graph> forms = List.of(graph, qdq, QLinearForm.of(qdq));
    for (int form = 0; form < forms.size(); form++) {
      byte[] model = OnnxExporter.toBytes(forms.get(form));
      for (int seed = 0; seed < NETWORK_MUTANTS; seed++) {
        survives(network + " " + form + " " + seed, model, new SplittableRandom(seed), fed);
      }
    }
  }

  private static void survives(
      String what, byte[] model, SplittableRandom random, Map<String, Tensor> fed)
      throws InvalidProtocolBufferException {
    byte[] mutant = new ModelMutator(random).mutate(ModelProto.parseFrom(model));
    Graph graph = attempt(what, () -> OnnxImporter.read("mutant.onnx", mutant));
    if (graph == null) {
      return;
    }
    Map<String, int[]> shapes = new HashMap<>();
    fed.forEach((name, tensor) -> shapes.put(name, tensor.shape()));
    attempt(what, () -> new GraphInterpreter(graph).run(fed));
    attempt(what, () -> Planner.plan(graph));
    ExecutionPlan plan = attempt(what, () -> Planner.plan(graph, shapes));
    if (plan != null) {
      attempt(what, () -> plan.newSession(1).run(fed));
    }
  }

  /// The result, or null where the attempt ended in a typed exception.
  private static <T> T attempt(String what, Supplier<T> action) {
    long before = THREADS.getCurrentThreadAllocatedBytes();
    try {
      return action.get();
    } catch (ModelException | QuantizationException e) {
      assertThat(e).as(what).hasMessageContaining("(expected: ");
      return null;
    } catch (RuntimeException | Error e) {
      throw new AssertionError(what + ": " + e, e);
    } finally {
      long used = THREADS.getCurrentThreadAllocatedBytes() - before;
      assertThat(used).as("%s: bytes allocated", what).isLessThan(MOST_BYTES);
    }
  }

  /// One node as a model: the first input is fed, the others are constants.
  private static Graph graph(RandomNode drawn, Map<String, Tensor> fed) {
    GraphBuilder graph = new GraphBuilder("one").opset("", drawn.opset());
    List<String> inputs = new ArrayList<>();
    for (Tensor tensor : drawn.inputs()) {
      String name = tensor == null ? "" : "in" + inputs.size();
      if (inputs.isEmpty()) {
        fed.put(name, tensor);
        graph.input(new Value(name, tensor.type(), Shape.of(tensor.shape())));
      } else if (tensor != null) {
        graph.initializer(name, tensor);
      }
      inputs.add(name);
    }
    List<String> outputs = new ArrayList<>();
    for (int i = 0; i < drawn.outputs(); i++) {
      outputs.add("out" + i);
    }
    graph.add(drawn.operator(), inputs, outputs, drawn.attributes());
    outputs.forEach(name -> graph.output(Value.unknown(name)));
    return graph.build();
  }
}
