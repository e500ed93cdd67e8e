package io.bytelane.tests.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.bytelane.models.bundled.BundledNetwork;
import io.bytelane.models.graph.Attribute;
import io.bytelane.models.graph.Graph;
import io.bytelane.models.graph.Tensor;
import io.bytelane.models.operator.GraphInterpreter;
import io.bytelane.models.plan.ExecutionPlan;
import io.bytelane.models.plan.PlanStep;
import io.bytelane.models.plan.Planner;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FloatPlanTest {
  private static final int LOGITS = 10;

  @ParameterizedTest
  @EnumSource(BundledNetwork.class)
  void givesTheLogitsThatPyTorchGave(BundledNetwork network) throws IOException {
    float[] expected = network.expectedLogits().floats();
    int images = expected.length / LOGITS;
    float[] actual = new float[expected.length];

    Planner.plan(Bundled.graph(network))
        .newSession(16)
        .run(Bundled.testImages(network, images), images, actual);

    for (int i = 0; i < expected.length; i++) {
      assertThat(actual[i]).as("logit %d", i).isCloseTo(expected[i], within(1e-4f));
    }
  }

  @ParameterizedTest
  @EnumSource(BundledNetwork.class)
  void agreesWithTheInterpreterOfTheWholeGraph(BundledNetwork network) {
    Graph graph = Bundled.graph(network);
    float[] image = Bundled.testImages(network, 1);
    float[] actual = new float[LOGITS];

    Planner.plan(graph).newSession(1).run(image, 1, actual);

    Tensor input = Tensor.of(new int[] {1, 1, 28, 28}, image);
    float[] expected =
        new GraphInterpreter(graph).run(Map.of("input", input)).values().iterator().next().floats();
    for (int i = 0; i < LOGITS; i++) {
      assertThat(actual[i]).isCloseTo(expected[i], within(1e-5f * (1 + Math.abs(expected[i]))));
    }
  }

  @ParameterizedTest
  @EnumSource(BundledNetwork.class)
  void doesNotDependOnHowABatchIsSplit(BundledNetwork network) {
    ExecutionPlan plan = Planner.plan(Bundled.graph(network));
    float[] images = Bundled.testImages(network, 7);
    float[] whole = new float[7 * LOGITS];
    float[] parts = new float[7 * LOGITS];
    float[] single = new float[7 * LOGITS];

    plan.newSession(7).run(images, 7, whole);
    plan.newSession(3).run(images, 7, parts);
    plan.newSession(1).run(images, 7, single);

    // A product of one row may add its floats up in another order than one of many rows.
    for (int i = 0; i < whole.length; i++) {
      assertThat(parts[i]).isCloseTo(whole[i], within(1e-5f * (1 + Math.abs(whole[i]))));
      assertThat(single[i]).isCloseTo(whole[i], within(1e-5f * (1 + Math.abs(whole[i]))));
    }
  }

  @Test
  void fusesEveryLayerOfTheVggNetwork() {
    ExecutionPlan plan = Planner.plan(Bundled.graph(BundledNetwork.FASHION_VGG));

    assertThat(plan.steps())
        .extracting(PlanStep::operator)
        .containsExactly(
            "FloatConv2d",
            "FloatConv2d",
            "FloatMaxPool2d",
            "FloatConv2d",
            "FloatConv2d",
            "FloatMaxPool2d",
            "FloatConv2d",
            "FloatConv2d",
            "FloatMaxPool2d",
            "FloatAveragePool2d",
            "FloatGemm");
    assertThat(plan.remarks()).isEmpty();
  }

  @Test
  void sharesMemoryBetweenValuesThatAreNotAliveTogether() {
    ExecutionPlan plan = Planner.plan(Bundled.graph(BundledNetwork.MNIST_CNN));

    // The two largest neighbours, 32 and 64 channels of 28 x 28; everything else fits beside them.
    assertThat(plan.activationBytes()).isEqualTo(4L * 28 * 28 * (32 + 64));
  }

  @Test
  void refusesABatchOnAPlanForOneShape() {
    Graph graph = new TestGraph().input("x", 2, 3).node("Relu", "x", "y").outputs("y");
    ExecutionPlan plan = Planner.plan(graph);

    assertThat(plan.takesBatches()).isFalse();
    assertThatThrownBy(() -> plan.newSession(2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("maxBatch: 2 (expected: in [1, 1]");
    Tensor input = Tensor.of(new int[] {2, 3}, new float[] {-1, 2, -3, 4, -5, 6});
    Tensor output = plan.newSession(1).run(Map.of("x", input)).get("y");
    assertThat(output.floats()).containsExactly(0, 2, 0, 4, 0, 6);
    assertThat(output.shape()).containsExactly(2, 3);
  }

  /// Layers need at least one input; the steps of a plan follow ONNX, where an empty sum is 0.
  @Test
  void aLayerWithoutInputsGivesItsBias() {
    Graph graph =
        new TestGraph()
            .batchInput("x", 0)
            .floats("w", new int[] {0, 3})
            .floats("b", 5, 6, 7)
            .node("Gemm", "x,w,b", "y")
            .node("MatMul", "x,w", "z")
            .outputs("y", "z");

    Map<String, Tensor> results =
        Planner.plan(graph)
            .newSession(4)
            .run(Map.of("x", Tensor.of(new int[] {2, 0}, new float[0])));

    assertThat(results.get("y").floats()).containsExactly(5, 6, 7, 5, 6, 7);
    assertThat(results.get("z").floats()).containsExactly(0, 0, 0, 0, 0, 0);
  }

  @Test
  void returnsConstantsAndInputs() {
    Graph graph =
        new TestGraph()
            .batchInput("x", 2)
            .floats("c", 5, 6)
            .node("Neg", "c", "d")
            .outputs("d", "x");

    Map<String, Tensor> results =
        Planner.plan(graph)
            .newSession(4)
            .run(Map.of("x", Tensor.of(new int[] {3, 2}, new float[] {1, 2, 3, 4, 5, 6})));

    assertThat(List.copyOf(results.keySet())).containsExactly("d", "x");
    assertThat(results.get("d").floats()).containsExactly(-5, -6);
    assertThat(results.get("x").floats()).containsExactly(1, 2, 3, 4, 5, 6);
  }

  @Test
  void keepsValuesThatMixTheBatchAsTensors() {
    // The sum over the batch does not grow with it.
    Graph graph =
        new TestGraph(11)
            .batchInput("x", 2)
            .node(
                "ReduceSum",
                "x",
                "s",
                Map.of(
                    "axes", Attribute.ofInts(0),
                    "keepdims", Attribute.of(0)))
            .node("Sub", "x,s", "y")
            .outputs("y");
    ExecutionPlan plan = Planner.plan(graph);

    assertThat(plan.mixesBatch()).isTrue();
    float[] y = new float[4];
    plan.newSession(2).run(new float[] {1, 2, 3, 4}, 2, y);
    assertThat(y).containsExactly(-3, -4, -1, -2);
    assertThatThrownBy(() -> plan.newSession(1).run(new float[4], 2, y))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("batch: 2 (expected: in [0, 1])");
  }
}
