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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Operators that move elements, in plans, against the interpreter of the whole graph: floats and
/// levels, images in row-major order and between layers that keep them channels last.
class MovePlanTest {
  private static final int CHANNELS = 6;
  private static final int HEIGHT = 5;
  private static final int WIDTH = 7;
  private static final int BATCH = 3;

  /// A node on an image `x` of 6 channels, 5 x 7 pixels.
  ///
  /// @param operator its operator
  /// @param constants what it reads besides x
  /// @param attributes its attributes
  /// @param outputs how many values it writes
  record Move(
      String operator, List<Tensor> constants, Map<String, Attribute> attributes, int outputs) {
    TestGraph addTo(TestGraph graph, String input, String prefix) {
      StringBuilder inputs = new StringBuilder(input);
      for (int i = 0; i < constants.size(); i++) {
        inputs.append(',');
        if (constants.get(i) != null) {
          graph.constant(prefix + "c" + i, constants.get(i));
          inputs.append(prefix).append('c').append(i);
        }
      }
      List<String> names = new ArrayList<>();
      for (int i = 0; i < outputs; i++) {
        names.add(prefix + i);
      }
      return graph.node(operator, inputs.toString(), String.join(",", names), attributes);
    }

    @Override
    public String toString() {
      return operator + " " + attributes.keySet() + " " + constants;
    }
  }

  private static Move move(
      String operator, Map<String, Attribute> attributes, Tensor... constants) {
    return new Move(operator, Arrays.asList(constants), attributes, 1);
  }

  static Stream<Move> moves() {
    Tensor scales = Tensor.of(new int[] {4}, new float[] {1, 1, 2, 3});
    Tensor pads = Tensor.vector(0, 0, 1, 2, 0, 0, 0, 3);
    Attribute reflect = Attribute.of("reflect");
    Attribute halfPixel = Attribute.of("half_pixel");
    return Stream.of(
        move("Transpose", Map.of("perm", Attribute.ofInts(0, 2, 3, 1))),
        move("Transpose", Map.of("perm", Attribute.ofInts(0, 1, 3, 2))),
        move("Transpose", Map.of("perm", Attribute.ofInts(0, 3, 1, 2))),
        move("Pad", Map.of(), pads),
        move("Pad", Map.of(), pads, Tensor.of(new int[0], new float[] {1.25f})),
        move("Pad", Map.of("mode", reflect), pads),
        move("Pad", Map.of(), Tensor.vector(0, 1, 0, -1, 0, 2, -2, 0)),
        move("Resize", Map.of(), null, scales),
        move("Resize", Map.of("coordinate_transformation_mode", halfPixel), null, scales),
        move("Slice", Map.of(), Tensor.vector(1), Tensor.vector(4), Tensor.vector(1)),
        move(
            "Slice",
            Map.of(),
            Tensor.vector(-1, 0),
            Tensor.vector(-100, 5),
            Tensor.vector(3, 2),
            Tensor.vector(-1, 2)),
        new Move(
            "Split",
            Collections.singletonList(Tensor.vector(2, 4)),
            Map.of("axis", Attribute.of(1)),
            2),
        move("Gather", Map.of("axis", Attribute.of(1)), Tensor.vector(5, 0, 0, 3)),
        move("Tile", Map.of(), Tensor.vector(1, 2, 1, 2)));
  }

  @ParameterizedTest
  @MethodSource("moves")
  void floatsAreMoved(Move move) {
    Graph graph = move.addTo(input(), "x", "y").outputs(names("y", move.outputs()));
    assertAgrees(graph, move.operator());
  }

  @ParameterizedTest
  @MethodSource("moves")
  void imagesBetweenLayersAreMoved(Move move) {
    TestGraph graph =
        input()
            .floats("w", new int[] {CHANNELS, 1, 3, 3}, random(9 * CHANNELS, 1))
            .node(
                "Conv",
                "x,w",
                "c",
                Map.of("group", Attribute.of(CHANNELS), "pads", Attribute.ofInts(1, 1, 1, 1)));
    move.addTo(graph, "c", "m");
    for (int i = 0; i < move.outputs(); i++) {
      graph.node("MaxPool", "m" + i, "y" + i, Map.of("kernel_shape", Attribute.ofInts(2, 1)));
    }
    assertAgrees(graph.outputs(names("y", move.outputs())), move.operator());
  }

  @ParameterizedTest
  @MethodSource("moves")
  void levelsAreMovedAndRequantized(Move move) {
    for (float scale : new float[] {0.0625f, 0.125f}) {
      TestGraph graph =
          input()
              .constant("s", Tensor.of(new int[0], new float[] {0.0625f}))
              .constant("t", Tensor.of(new int[0], new float[] {scale}))
              .constant("z", Tensor.of(DataType.S8, new int[0], new byte[] {-7}))
              .node("QuantizeLinear", "x,s,z", "xq")
              .node("DequantizeLinear", "xq,s,z", "xd");
      move.addTo(graph, "xd", "m");
      for (int i = 0; i < move.outputs(); i++) {
        graph
            .node("QuantizeLinear", "m" + i + ",t,z", "q" + i)
            .node("DequantizeLinear", "q" + i + ",t,z", "y" + i);
      }
      ExecutionPlan plan = assertAgrees(graph.outputs(names("y", move.outputs())), move.operator());
      assertThat(plan.steps())
          .filteredOn(step -> step.operator().equals(move.operator()))
          .allSatisfy(step -> assertThat(step.toString()).contains("-> q").contains("int8"));
    }
  }

  @Test
  void whatMixesBatchElementsIsLeftToTheGenericOperator() {
    Graph graph =
        move(
                "Slice",
                Map.of(),
                Tensor.vector(-1),
                Tensor.vector(-100),
                Tensor.vector(0),
                Tensor.vector(-1))
            .addTo(input(), "x", "y")
            .outputs("y0");
    assertThat(Planner.plan(graph).steps())
        .extracting(PlanStep::operator)
        .containsExactly("Generic Slice");
  }

  private static TestGraph input() {
    return new TestGraph().batchInput("x", CHANNELS, HEIGHT, WIDTH);
  }

  private static String[] names(String prefix, int count) {
    String[] names = new String[count];
    Arrays.setAll(names, i -> prefix + i);
    return names;
  }

  private static ExecutionPlan assertAgrees(Graph graph, String operator) {
    ExecutionPlan plan = Planner.plan(graph);
    assertThat(plan.steps())
        .extracting(PlanStep::operator)
        .contains(operator)
        .noneMatch(name -> name.startsWith("Generic"));
    Tensor x =
        Tensor.of(
            new int[] {BATCH, CHANNELS, HEIGHT, WIDTH},
            random(BATCH * CHANNELS * HEIGHT * WIDTH, 2));
    Map<String, Tensor> expected = new GraphInterpreter(graph).run(Map.of("x", x));
    Map<String, Tensor> actual = new HashMap<>(plan.newSession(BATCH).run(Map.of("x", x)));
    expected.forEach(
        (name, tensor) -> {
          assertThat(actual.get(name).shape()).containsExactly(tensor.shape());
          for (int i = 0; i < tensor.size(); i++) {
            assertThat(actual.get(name).floats()[i])
                .as("%s[%d]", name, i)
                .isCloseTo(tensor.floats()[i], within(1e-5f));
          }
        });
    return plan;
  }

  private static float[] random(int length, long seed) {
    Random random = new Random(seed);
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = random.nextFloat(-6, 6);
    }
    return values;
  }
}
