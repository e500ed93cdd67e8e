package io.bytelane.tests.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.bytelane.models.graph.Attribute;
import io.bytelane.models.graph.DataType;
import io.bytelane.models.graph.Graph;
import io.bytelane.models.graph.Tensor;
import io.bytelane.models.operator.GraphInterpreter;
import io.bytelane.models.plan.ExecutionPlan;
import io.bytelane.models.plan.PlanStep;
import io.bytelane.models.plan.Planner;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Reductions of whole images, as exporters write them, against the interpreter.
class GlobalPoolPlanTest {
  private static final int[] SHAPE = {3, 5, 4, 4};

  @ParameterizedTest
  @CsvSource({
    "ReduceMean, 1, AveragePool2d",
    "ReduceMean, 0, AveragePool2d",
    "GlobalAveragePool, 1, AveragePool2d",
    "ReduceMax, 0, MaxPool2d",
    "GlobalMaxPool, 1, MaxPool2d"
  })
  void imagesAreReducedByPools(String operator, int keepDims, String pool) {
    boolean reduction = operator.startsWith("Reduce");
    Map<String, Attribute> attributes =
        reduction
            ? Map.of("keepdims", Attribute.of(keepDims), "axes", Attribute.ofInts(-1, 2))
            : Map.of();
    Graph floats = input().node(operator, "x", "y", attributes).outputs("y");
    assertAgrees(floats, "Float" + pool);
    Graph levels =
        input()
            .constant("s", Tensor.of(new int[0], new float[] {0.0625f}))
            .constant("z", Tensor.of(DataType.S8, new int[0], new byte[] {5}))
            .node("QuantizeLinear", "x,s,z", "xq")
            .node("DequantizeLinear", "xq,s,z", "xd")
            .node(operator, "xd", "p", attributes)
            .node("QuantizeLinear", "p,s,z", "yq")
            .node("DequantizeLinear", "yq,s,z", "y")
            .outputs("y");
    assertAgrees(levels, pool);
  }

  @ParameterizedTest
  @CsvSource({"ReduceMean, 1", "ReduceMax, 3"})
  void otherAxesAreLeftToTheGenericOperator(String operator, int axis) {
    Graph graph =
        input().node(operator, "x", "y", Map.of("axes", Attribute.ofInts(axis))).outputs("y");
    assertAgrees(graph, "Generic " + operator);
  }

  private static TestGraph input() {
    return new TestGraph().batchInput("x", SHAPE[1], SHAPE[2], SHAPE[3]);
  }

  private static void assertAgrees(Graph graph, String operator) {
    ExecutionPlan plan = Planner.plan(graph);
    assertThat(plan.steps()).extracting(PlanStep::operator).contains(operator);
    Random random = new Random(2);
    float[] values = new float[Tensor.elementCount(SHAPE)];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextFloat(-6, 6);
    }
    Map<String, Tensor> inputs = Map.of("x", Tensor.of(SHAPE, values));
    Tensor expected = new GraphInterpreter(graph).run(inputs).get("y");
    Tensor actual = plan.newSession(SHAPE[0]).run(inputs).get("y");
    assertThat(actual.shape()).containsExactly(expected.shape());
    for (int i = 0; i < expected.size(); i++) {
      assertThat(actual.floats()[i])
          .as("element %d", i)
          .isCloseTo(expected.floats()[i], within(1e-5f));
    }
  }
}
