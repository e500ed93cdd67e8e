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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Transposed convolutions in plans, against the interpreter of the whole graph.
class TransposedConvPlanTest {
  private static final int[] INPUT = {2, 6, 5, 4};

  private static Map<String, Attribute> attributes(int groups) {
    return Map.of(
        "strides", Attribute.ofInts(2, 3),
        "pads", Attribute.ofInts(1, 0, 0, 2),
        "output_padding", Attribute.ofInts(1, 0),
        "dilations", Attribute.ofInts(1, 2),
        "group", Attribute.of(groups));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void floatsAgreeWithTheInterpreter(int groups) {
    Graph graph =
        new TestGraph()
            .batchInput("x", 6, 5, 4)
            .floats("w", new int[] {6, 4, 3, 2}, random(6 * 4 * 3 * 2, 1f, 1))
            .floats("b", random(4 * groups, 1f, 2))
            .node("ConvTranspose", "x,w,b", "y", attributes(groups))
            .node("Relu", "y", "z")
            .outputs("z");
    assertAgrees(graph, "FloatTransposedConv2d", 1e-5f);
  }

  /// Scales are powers of two, so that the floats of the interpreter are exact too.
  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void levelsEqualThoseOfTheInterpreter(int groups) {
    TestGraph network =
        new TestGraph()
            .batchInput("x", 6, 5, 4)
            .constant("sx", Tensor.of(new int[0], new float[] {0.0625f}))
            .constant("sy", Tensor.of(new int[0], new float[] {0.25f}))
            .constant("z", Tensor.of(DataType.S8, new int[0], new byte[] {3}))
            .constant("w", Tensor.of(DataType.S8, new int[] {6, 4, 3, 2}, bytes(6 * 4 * 3 * 2)))
            .floats("sw", groups == 1 ? new float[] {0.5f, 0.25f, 1f, 0.125f} : new float[] {0.25f})
            .node("QuantizeLinear", "x,sx,z", "xq")
            .node("DequantizeLinear", "xq,sx,z", "xd");
    Graph graph =
        (groups == 1
                ? network.node("DequantizeLinear", "w,sw", "wd", Map.of("axis", Attribute.of(1)))
                : network
                    .constant("sw0", Tensor.of(new int[0], new float[] {0.25f}))
                    .node("DequantizeLinear", "w,sw0", "wd"))
            .node("ConvTranspose", "xd,wd", "y", attributes(groups))
            .node("QuantizeLinear", "y,sy,z", "yq")
            .node("DequantizeLinear", "yq,sy,z", "yd")
            .outputs("yd");
    assertAgrees(graph, "TransposedConv2d", 0f);
  }

  @Test
  void sequencesAreImagesOfOneRow() {
    Graph graph =
        new TestGraph()
            .batchInput("x", 6, 20)
            .floats("w", new int[] {6, 3, 4}, random(6 * 3 * 4, 1f, 1))
            .node(
                "ConvTranspose",
                "x,w",
                "y",
                Map.of("strides", Attribute.ofInts(2), "pads", Attribute.ofInts(1, 1)))
            .outputs("y");
    assertAgrees(graph, "FloatTransposedConv2d", 1e-5f);
  }

  @Test
  void sizesGivenInAnotherWayAreLeftToTheGenericOperator() {
    Graph graph =
        new TestGraph()
            .batchInput("x", 6, 5, 4)
            .floats("w", new int[] {6, 4, 3, 3}, random(6 * 4 * 9, 1f, 1))
            .node(
                "ConvTranspose",
                "x,w",
                "y",
                Map.of("strides", Attribute.ofInts(2, 2), "output_shape", Attribute.ofInts(10, 8)))
            .outputs("y");
    assertAgrees(graph, "Generic ConvTranspose", 0f);
  }

  private static void assertAgrees(Graph graph, String operator, float tolerance) {
    float[] input = random(2 * 6 * 5 * 4, 4f, 3);
    ExecutionPlan plan = Planner.plan(graph);
    assertThat(plan.steps()).extracting(PlanStep::operator).contains(operator);
    int[] shape = graph.inputs().getFirst().shape().rank() == 3 ? new int[] {2, 6, 20} : INPUT;
    float[] expected =
        new GraphInterpreter(graph)
            .run(Map.of("x", Tensor.of(shape, input)))
            .values()
            .iterator()
            .next()
            .floats();
    float[] actual = new float[expected.length];
    plan.newSession(2).run(input, 2, actual);
    for (int i = 0; i < expected.length; i++) {
      assertThat(actual[i])
          .as("element %d", i)
          .isCloseTo(expected[i], within(tolerance * (1 + Math.abs(expected[i]))));
    }
  }

  private static float[] random(int length, float range, long seed) {
    Random random = new Random(seed);
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = random.nextFloat(-range, range);
    }
    return values;
  }

  private static byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    new Random(5).nextBytes(bytes);
    return bytes;
  }
}
