package io.bytelane.tests.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.bytelane.models.graph.Attribute;
import io.bytelane.models.graph.DataType;
import io.bytelane.models.graph.Graph;
import io.bytelane.models.graph.Tensor;
import io.bytelane.models.plan.ExecutionPlan;
import io.bytelane.models.plan.PlanStep;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Arithmetic on operands of different shapes in plans, against the interpreter of the whole graph.
/// Scales are powers of two, so that the floats of the interpreter are exact.
class BroadcastPlanTest {
  private static final int CHANNELS = 6;
  private static final int HEIGHT = 5;
  private static final int WIDTH = 4;

  private static TestGraph quantized() {
    return new TestGraph()
        .batchInput("x", CHANNELS, HEIGHT, WIDTH)
        .constant("s", Tensor.of(new int[0], new float[] {0.0625f}))
        .constant("t", Tensor.of(new int[0], new float[] {0.5f}))
        .constant("z", Tensor.of(DataType.S8, new int[0], new byte[] {-3}))
        .node("QuantizeLinear", "x,s,z", "xq")
        .node("DequantizeLinear", "xq,s,z", "xd");
  }

  private static Graph finish(TestGraph graph, String value) {
    return graph
        .node("Relu", value, "r")
        .node("QuantizeLinear", "r,t,z", "yq")
        .node("DequantizeLinear", "yq,t,z", "y")
        .outputs("y");
  }

  /// A squeeze-and-excitation block: a value for each channel scales the image.
  @ParameterizedTest
  @ValueSource(strings = {"Add", "Sub", "Mul", "Min", "Max"})
  void levelsMeetOneValuePerChannel(String operator) {
    TestGraph graph =
        quantized()
            .node("MaxPool", "xd", "m", Map.of("kernel_shape", Attribute.ofInts(HEIGHT, WIDTH)))
            .node("QuantizeLinear", "m,s,z", "mq")
            .node("DequantizeLinear", "mq,s,z", "md")
            .node("MaxPool", "xd", "p", Map.of("kernel_shape", Attribute.ofInts(1, 1)))
            .node("QuantizeLinear", "p,s,z", "pq")
            .node("DequantizeLinear", "pq,s,z", "pd")
            .node(operator, "pd,md", "o");
    assertAgrees(finish(graph, "o"), operator);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Min", "Max"})
  void levelsOfEqualShapeAreCompared(String operator) {
    TestGraph graph =
        quantized()
            .node("QuantizeLinear", "x,t,z", "wq")
            .node("DequantizeLinear", "wq,t,z", "wd")
            .node(operator, "xd,wd", "o");
    assertAgrees(finish(graph, "o"), operator);
  }

  @ParameterizedTest
  @CsvSource({"Add, 1x6x1x1", "Mul, 6x1x1", "Sub, 4", "Max, 1", "Min, 5x4", "Mul, 6x5x4"})
  void levelsMeetAQuantizedConstant(String operator, String sizes) {
    int[] shape = Arrays.stream(sizes.split("x")).mapToInt(Integer::parseInt).toArray();
    byte[] levels = new byte[Tensor.elementCount(shape)];
    new Random(4).nextBytes(levels);
    for (String input : new String[] {"xd", "pd"}) {
      TestGraph graph =
          quantized()
              .node("MaxPool", "xd", "p", Map.of("kernel_shape", Attribute.ofInts(1, 1)))
              .node("QuantizeLinear", "p,s,z", "pq")
              .node("DequantizeLinear", "pq,s,z", "pd")
              .constant("k", Tensor.of(DataType.S8, shape, levels))
              .node("DequantizeLinear", "k,s,z", "kd")
              .node(operator, "kd," + input, "o");
      assertAgrees(finish(graph, "o"), operator);
    }
  }

  /// Floats between layers: scalars and values per channel leave images channels last.
  @Test
  void floatsStayChannelsLast() {
    Graph graph =
        new TestGraph()
            .batchInput("x", CHANNELS, HEIGHT, WIDTH)
            .floats("c", new int[] {1, CHANNELS, 1, 1}, 1, 2, 3, 4, 5, 6)
            .floats("half", new int[0], 0.5f)
            .node("MaxPool", "x", "p", Map.of("kernel_shape", Attribute.ofInts(2, 1)))
            .node("GlobalAveragePool", "p", "g")
            .node("Mul", "p,half", "h")
            .node("Sub", "h,c", "d")
            .node("Mul", "d,g", "e")
            .node("MaxPool", "e", "y", Map.of("kernel_shape", Attribute.ofInts(1, 2)))
            .outputs("y");
    ExecutionPlan plan = assertAgrees(graph, "FloatBinary");
    assertThat(plan.steps())
        .extracting(PlanStep::operator)
        .filteredOn("ImageLayout"::equals)
        .hasSize(2);
  }

  private static ExecutionPlan assertAgrees(Graph graph, String operator) {
    ExecutionPlan plan = PlanAgreement.assertAgrees(graph, 1e-5f);
    assertThat(plan.steps()).extracting(PlanStep::operator).contains(operator);
    return plan;
  }
}
