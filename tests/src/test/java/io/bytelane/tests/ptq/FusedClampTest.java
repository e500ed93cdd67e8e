package io.bytelane.tests.ptq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.bytelane.models.graph.Attribute;
import io.bytelane.models.graph.DataType;
import io.bytelane.models.graph.Graph;
import io.bytelane.models.graph.Tensor;
import io.bytelane.models.plan.ExecutionPlan;
import io.bytelane.models.plan.PlanStep;
import io.bytelane.models.plan.Planner;
import io.bytelane.tests.plan.TestGraph;
import io.bytelane.tests.support.BytePattern;
import io.bytelane.tests.support.FloatPattern;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Activations inside a quantized layer whose output range is wider than they let through, so that
/// the clamp shows.
class FusedClampTest {
  private static final int BATCH = 4;

  @ParameterizedTest
  @CsvSource({"Conv,Relu", "Conv,Clip", "Gemm,Relu", "Gemm,Clip", "Add,Relu", "Add,Clip"})
  void limitsTheLevels(String layer, String activation) {
    TestGraph network =
        new TestGraph()
            .batchInput("x", 3, 4, 4)
            .constant("s", Tensor.scalar(0.02f))
            .constant("z", level(7))
            .constant("low", Tensor.scalar(-0.3f))
            .constant("high", Tensor.scalar(0.7f))
            .node("QuantizeLinear", "x,s,z", "q")
            .node("DequantizeLinear", "q,s,z", "d");
    addLayer(network, layer);
    Graph graph =
        network
            .node(activation, activation.equals("Clip") ? "l,low,high" : "l", "a")
            .node("QuantizeLinear", "a,s,z", "aq")
            .node("DequantizeLinear", "aq,s,z", "y")
            .outputs("y");
    ExecutionPlan plan = Planner.plan(graph);
    float[] x = FloatPattern.UNIFORM.floats(BATCH * 48, 9);
    float[] expected = new QdqOracle(graph).run(Tensor.of(new int[] {BATCH, 3, 4, 4}, x));
    float[] actual = new float[expected.length];

    plan.newSession(BATCH).run(x, BATCH, actual);

    assertThat(actual).isEqualTo(expected);
    assertThat(plan.steps())
        .extracting(PlanStep::operator)
        .noneMatch(operator -> operator.startsWith("Float") || operator.startsWith("Generic"));
    // Some values hit the clamp, others do not.
    TreeSet<Float> values = new TreeSet<>();
    for (float value : actual) {
      values.add(value);
    }
    assertThat(values.first()).isCloseTo(activation.equals("Clip") ? -0.3f : 0f, within(1e-6f));
    assertThat(values).hasSizeGreaterThan(5);
  }

  private static void addLayer(TestGraph network, String layer) {
    switch (layer) {
      case "Conv" ->
          weights(network, 5, 3, 2, 2)
              .node("Conv", "d,wd", "l", Map.of("pads", Attribute.ofInts(1, 0, 0, 1)));
      case "Gemm" ->
          weights(network, 48, 6)
              .node("Flatten", "d", "f")
              .node("QuantizeLinear", "f,s,z", "fq")
              .node("DequantizeLinear", "fq,s,z", "fd")
              .node("Gemm", "fd,wd", "l");
      default -> network.node("Add", "d,d", "l");
    }
  }

  private static TestGraph weights(TestGraph network, int... shape) {
    byte[] levels = BytePattern.RANDOM.bytes(Tensor.elementCount(shape), false, 5);
    return network
        .constant("w", Tensor.of(DataType.S8, shape, levels))
        .constant("ws", Tensor.scalar(0.004f))
        .constant("wz", level(0))
        .node("DequantizeLinear", "w,ws,wz", "wd");
  }

  private static Tensor level(int value) {
    return Tensor.of(DataType.S8, new int[0], new byte[] {(byte) value});
  }
}
