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
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Resizing in plans, against the interpreter of the whole graph, which computes in double.
class ResizePlanTest {
  private static final int CHANNELS = 18;
  private static final int HEIGHT = 5;
  private static final int WIDTH = 7;
  private static final int BATCH = 3;

  private static Map<String, Attribute> attributes(String mode, String coordinates) {
    return Map.of(
        "mode", Attribute.of(mode), "coordinate_transformation_mode", Attribute.of(coordinates));
  }

  @ParameterizedTest
  @CsvSource({
    "linear, half_pixel, 2, 3",
    "linear, align_corners, 1.5, 0.6",
    "linear, asymmetric, 0.7, 2",
    "linear, pytorch_half_pixel, 0.2, 2",
    "cubic, half_pixel, 2, 2.5",
    "cubic, align_corners, 0.5, 2"
  })
  void imagesAreInterpolated(String mode, String coordinates, float rows, float columns) {
    Graph graph =
        image(13)
            .floats("scales", 1, 1, rows, columns)
            .node("Resize", "x,,scales", "y", attributes(mode, coordinates))
            .outputs("y");
    assertThat(steps(assertAgrees(graph))).contains("FloatResample");
  }

  @Test
  void antialiasingIsInterpolation() {
    Graph graph =
        image(18)
            .floats("scales", 1, 1, 0.4f, 0.3f)
            .node(
                "Resize",
                "x,,scales",
                "y",
                Map.of("mode", Attribute.of("linear"), "antialias", Attribute.of(1L)))
            .outputs("y");
    assertThat(steps(assertAgrees(graph))).contains("FloatResample");
  }

  @Test
  void aResizedBatchAxisIsLeftToTheGenericOperator() {
    Graph graph =
        image(13)
            .floats("scales", 2, 1, 1, 2)
            .node("Resize", "x,,scales", "y", attributes("linear", "half_pixel"))
            .outputs("y");
    assertThat(steps(Planner.plan(graph))).containsExactly("Generic Resize");
  }

  /// What exporters write for a size in pixels: the batch comes from the shape of the input.
  @ParameterizedTest
  @ValueSource(strings = {"nearest", "linear", "cubic"})
  void sizesFollowTheBatch(String mode) {
    for (int keeps : new int[] {1, 2}) {
      long[] rest = keeps == 1 ? new long[] {CHANNELS, 8, 9} : new long[] {8, 9};
      Graph graph =
          image(13)
              .constant("start", Tensor.vector(0))
              .constant("end", Tensor.vector(keeps))
              .constant("rest", Tensor.vector(rest))
              .node("Shape", "x", "shape")
              .node("Slice", "shape,start,end", "batch")
              .node("Concat", "batch,rest", "sizes", Map.of("axis", Attribute.of(0L)))
              .node("Resize", "x,,,sizes", "y", attributes(mode, "half_pixel"))
              .outputs("y");
      assertThat(steps(assertAgrees(graph)))
          .contains(mode.equals("nearest") ? "Resize" : "FloatResample");
    }
  }

  /// To the size of another image, as networks with skip connections do.
  @Test
  void sizesOfAnotherImage() {
    Graph graph =
        image(13)
            .node("MaxPool", "x", "small", Map.of("kernel_shape", Attribute.ofInts(2, 3)))
            .node("Shape", "x", "sizes")
            .node("Resize", "small,,,sizes", "large", attributes("linear", "half_pixel"))
            .node("Add", "large,x", "y")
            .outputs("y");
    assertAgrees(graph);
  }

  @Test
  void levelsAreInterpolatedAsFloats() {
    Graph graph =
        image(13)
            .constant("s", Tensor.scalar(0.0625f))
            .constant("z", Tensor.of(DataType.S8, new int[0], new byte[] {-7}))
            .floats("scales", 1, 1, 2, 2)
            .node("QuantizeLinear", "x,s,z", "xq")
            .node("DequantizeLinear", "xq,s,z", "xd")
            .node("Resize", "xd,,scales", "r", attributes("linear", "asymmetric"))
            .node("QuantizeLinear", "r,s,z", "q")
            .node("DequantizeLinear", "q,s,z", "y")
            .outputs("y");
    assertThat(steps(assertAgrees(graph))).contains("FloatResample");
  }

  private static TestGraph image(int opset) {
    return new TestGraph(opset).batchInput("x", CHANNELS, HEIGHT, WIDTH);
  }

  private static List<String> steps(ExecutionPlan plan) {
    return plan.steps().stream().map(PlanStep::operator).toList();
  }

  private static ExecutionPlan assertAgrees(Graph graph) {
    ExecutionPlan plan = Planner.plan(graph);
    assertThat(steps(plan)).noneMatch(name -> name.startsWith("Generic"));
    Random random = new Random(2);
    float[] values = new float[BATCH * CHANNELS * HEIGHT * WIDTH];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextFloat(-6, 6);
    }
    Map<String, Tensor> inputs =
        Map.of("x", Tensor.of(new int[] {BATCH, CHANNELS, HEIGHT, WIDTH}, values));
    Tensor expected = new GraphInterpreter(graph).run(inputs).get("y");
    Tensor actual = plan.newSession(BATCH).run(inputs).get("y");
    assertThat(actual.shape()).containsExactly(expected.shape());
    for (int i = 0; i < expected.size(); i++) {
      assertThat(actual.floats()[i])
          .as("element %d", i)
          .isCloseTo(expected.floats()[i], within(1e-5f));
    }
    return plan;
  }
}
