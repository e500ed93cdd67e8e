package io.bytelane.tests.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.bytelane.models.graph.Graph;
import io.bytelane.models.graph.Tensor;
import io.bytelane.models.operator.GraphInterpreter;
import io.bytelane.models.plan.ExecutionPlan;
import io.bytelane.models.plan.PlanStep;
import io.bytelane.models.plan.Planner;
import java.util.Map;
import java.util.Random;

/// Plans against the interpreter, which computes in double.
final class PlanAgreement {
  private static final int BATCH = 3;

  private PlanAgreement() {}

  /// Plans a graph from one input `x` with an open batch dimension to `y`, requires that no step is
  /// generic, runs both forms on three samples and compares.
  ///
  /// @param tolerance of a value; relative above 1
  static ExecutionPlan assertAgrees(Graph graph, float tolerance) {
    ExecutionPlan plan = Planner.plan(graph);
    assertThat(plan.steps())
        .extracting(PlanStep::operator)
        .noneMatch(name -> name.startsWith("Generic"));
    int[] shape =
        graph.inputs().getFirst().shape().dimensions().stream()
            .mapToInt(dimension -> dimension.isFixed() ? dimension.size() : BATCH)
            .toArray();
    Random random = new Random(2);
    float[] values = new float[Tensor.elementCount(shape)];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextFloat(-8, 8);
    }
    Map<String, Tensor> inputs = Map.of("x", Tensor.of(shape, values));
    float[] expected = new GraphInterpreter(graph).run(inputs).get("y").floats();
    float[] actual = plan.newSession(BATCH).run(inputs).get("y").floats();
    assertThat(actual).hasSameSizeAs(expected);
    for (int i = 0; i < expected.length; i++) {
      assertThat(actual[i])
          .as("element %d", i)
          .isCloseTo(expected[i], within(tolerance * Math.max(1, Math.abs(expected[i]))));
    }
    return plan;
  }
}
