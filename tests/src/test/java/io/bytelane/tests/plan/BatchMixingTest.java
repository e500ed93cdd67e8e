package io.bytelane.tests.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.bytelane.models.graph.Attribute;
import io.bytelane.models.graph.Graph;
import io.bytelane.models.graph.Tensor;
import io.bytelane.models.operator.GraphInterpreter;
import io.bytelane.models.plan.ExecutionPlan;
import io.bytelane.models.plan.Planner;
import io.bytelane.tests.gemm.FloatFill;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Networks whose operators work along the batch: seen as such, never split, right for any batch.
class BatchMixingTest {
  private static final int WIDTH = 4;
  private static final Map<String, Attribute> NONE = Map.of();
  private static final long END = Long.MAX_VALUE;

  static Stream<Arguments> mixing() {
    return Stream.of(
        Arguments.of("Softmax", 13, "x", axis(0)),
        Arguments.of("Softmax", 13, "x", axis(-2)),
        Arguments.of("Softmax", 11, "x", axis(0)),
        Arguments.of("LogSoftmax", 13, "x", axis(0)),
        Arguments.of("Concat", 13, "x,x", axis(0)),
        Arguments.of("Concat", 13, "x,row", axis(0)),
        Arguments.of("Concat", 13, "x,x", axis(-2)),
        Arguments.of("ReduceMean", 13, "x", axes(0)),
        Arguments.of("ReduceMax", 13, "x", Map.of()),
        Arguments.of("ReduceSum", 13, "x,zero", NONE),
        Arguments.of("ArgMax", 13, "x", axis(0)),
        Arguments.of("Gather", 13, "x,zero", axis(0)),
        Arguments.of("Slice", 13, "x,zero,two,zero", NONE),
        Arguments.of("Slice", 13, "x,last,first,zero,back", NONE),
        Arguments.of("Tile", 13, "x,twice", NONE),
        Arguments.of("Pad", 13, "x,pads", NONE),
        Arguments.of("Transpose", 13, "x", NONE),
        Arguments.of("LayerNormalization", 17, "x,one", axis(0)));
  }

  static Stream<Arguments> apart() {
    return Stream.of(
        Arguments.of("Softmax", 13, "x", axis(1)),
        Arguments.of("Concat", 13, "x,x", axis(1)),
        Arguments.of("ReduceMean", 13, "x", axes(1)),
        Arguments.of("Gather", 13, "x,zero", axis(1)),
        Arguments.of("Slice", 13, "x,zero,two,oneAxis", NONE),
        Arguments.of("Slice", 13, "x,zero,end,zero", NONE));
  }

  @ParameterizedTest
  @MethodSource("mixing")
  void seesTheWholeBatch(
      String operator, int opset, String inputs, Map<String, Attribute> attributes) {
    Graph graph = graph(operator, opset, inputs, attributes);
    ExecutionPlan plan = Planner.plan(graph);
    for (int batch = 1; batch <= 4; batch++) {
      Map<String, Tensor> x = input(batch);
      Tensor expected = new GraphInterpreter(graph).run(x).get("y");
      same(plan.newSession(4).run(x).get("y"), expected);
    }
    if (plan.takesBatches()) {
      assertThat(plan.mixesBatch()).isTrue();
      float[] three = input(3).get("x").floats();
      assertThatThrownBy(() -> plan.newSession(2).run(three, 3, new float[100]))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @ParameterizedTest
  @MethodSource("apart")
  void splitsWhatMayBeSplit(
      String operator, int opset, String inputs, Map<String, Attribute> attributes) {
    Graph graph = graph(operator, opset, inputs, attributes);
    ExecutionPlan plan = Planner.plan(graph);
    assertThat(plan.mixesBatch()).isFalse();
    Tensor expected = new GraphInterpreter(graph).run(input(5)).get("y");
    float[] found = new float[expected.size()];
    plan.newSession(2).run(input(5).get("x").floats(), 5, found);
    same(Tensor.of(expected.shape(), found), expected);
  }

  private static void same(Tensor found, Tensor expected) {
    assertThat(found.shape()).isEqualTo(expected.shape());
    for (int i = 0; i < expected.size(); i++) {
      assertThat(found.doubleAt(i)).isCloseTo(expected.doubleAt(i), within(1e-6));
    }
  }

  private static Graph graph(
      String operator, int opset, String inputs, Map<String, Attribute> attributes) {
    return new TestGraph(opset)
        .batchInput("x", WIDTH)
        .floats("row", new int[] {1, WIDTH}, FloatFill.gaussian(WIDTH, 2))
        .floats("one", new int[] {1}, 1f)
        .constant("zero", Tensor.vector(0))
        .constant("oneAxis", Tensor.vector(1))
        .constant("two", Tensor.vector(2))
        .constant("end", Tensor.vector(END))
        .constant("last", Tensor.vector(-1))
        .constant("first", Tensor.vector(-END))
        .constant("back", Tensor.vector(-1))
        .constant("twice", Tensor.vector(2, 1))
        .constant("pads", Tensor.vector(1, 0, 0, 0))
        .node(operator, inputs, "y", attributes)
        .outputs("y");
  }

  private static Map<String, Tensor> input(int batch) {
    int count = batch * WIDTH;
    return Map.of("x", Tensor.of(new int[] {batch, WIDTH}, FloatFill.gaussian(count, 7)));
  }

  private static Map<String, Attribute> axis(int axis) {
    return Map.of("axis", Attribute.of(axis));
  }

  private static Map<String, Attribute> axes(int axis) {
    return Map.of("axes", Attribute.ofInts(axis));
  }
}
