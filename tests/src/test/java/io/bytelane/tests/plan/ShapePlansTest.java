package io.bytelane.tests.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.bytelane.models.graph.Graph;
import io.bytelane.models.graph.InvalidModelException;
import io.bytelane.models.graph.Tensor;
import io.bytelane.models.operator.GraphInterpreter;
import io.bytelane.models.plan.ExecutionPlan;
import io.bytelane.models.plan.ShapePlans;
import io.bytelane.models.plan.ShapeSession;
import io.bytelane.tests.gemm.FloatFill;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Plans for changing input shapes.
class ShapePlansTest {
  private static final Graph GRAPH =
      new TestGraph()
          .batchInput("x", 8)
          .floats("w", new int[] {8, 5}, FloatFill.gaussian(40, 1))
          .node("MatMul", "x,w", "h")
          .node("Softmax", "h", "y")
          .outputs("y");

  @Test
  void runsEveryShapeAsTheInterpreterDoes() {
    ShapeSession session = ShapePlans.of(GRAPH, 2).newSession();
    for (int rows : new int[] {3, 1, 4, 3, 7}) {
      Map<String, Tensor> inputs = input(rows);
      float[] expected = new GraphInterpreter(GRAPH).run(inputs).get("y").floats();
      float[] actual = session.run(inputs).get("y").floats();
      float[] array = new float[expected.length + 2];
      session.run(inputs, array, 2);
      assertThat(actual).hasSameSizeAs(expected);
      for (int i = 0; i < expected.length; i++) {
        assertThat(actual[i]).isCloseTo(expected[i], within(1e-6f));
        assertThat(array[2 + i]).isEqualTo(actual[i]);
      }
    }
  }

  @Test
  void keepsThePlansUsedLast() {
    ShapePlans plans = ShapePlans.of(GRAPH, 2);
    ExecutionPlan first = plan(plans, 1);
    plan(plans, 2);
    assertThat(plan(plans, 1)).isSameAs(first);
    plan(plans, 3);
    assertThat(plan(plans, 1)).isSameAs(first);
    plan(plans, 2);
    plan(plans, 3);
    assertThat(plan(plans, 1)).isNotSameAs(first);
  }

  @Test
  void saysWhatIsWrong() {
    assertThatThrownBy(() -> ShapePlans.of(GRAPH, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("capacity: 0 (expected: >= 1)");
    ShapeSession session = ShapePlans.of(GRAPH, 1).newSession();
    assertThatThrownBy(() -> session.run(Map.of()))
        .isInstanceOf(InvalidModelException.class)
        .hasMessageStartingWith("input x: null (expected: a shape for ");
    assertThatThrownBy(() -> session.run(input(2), new float[10], 1))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  private static ExecutionPlan plan(ShapePlans plans, int rows) {
    return plans.plan(Map.of("x", new int[] {rows, 8}));
  }

  private static Map<String, Tensor> input(int rows) {
    return Map.of("x", Tensor.of(new int[] {rows, 8}, FloatFill.gaussian(rows * 8, rows)));
  }
}
