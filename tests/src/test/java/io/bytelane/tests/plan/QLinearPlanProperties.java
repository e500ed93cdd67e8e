package io.bytelane.tests.plan;

import static org.assertj.core.api.Assertions.assertThat;

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
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/// Networks that come quantized, against the generic operators.
class QLinearPlanProperties {
  @Property(tries = 40)
  void convolutionsKeepTheirBits(@ForAll long seed, @ForAll boolean unsigned) {
    Random random = new Random(seed);
    int outputs = 1 + random.nextInt(5);
    int channels = 1 + random.nextInt(4);
    boolean perChannel = random.nextBoolean();
    TestGraph graph =
        quantized(random, unsigned, channels, 5, 6)
            .constant("w", levels(random, DataType.S8, outputs, channels, 2, 3))
            .constant("ws", scales(random, perChannel ? outputs : 1))
            .constant("wz", Tensor.zeros(DataType.S8, perChannel ? outputs : 1))
            .constant("b", Tensor.of(DataType.S32, new int[] {outputs}, ints(random, outputs)))
            .node(
                "QLinearConv",
                "q,s,z,w,ws,wz,ys,yz,b",
                "y",
                Map.of("pads", Attribute.ofInts(1, 0, 0, 1)));

    check(graph.outputs("y"), "Conv2d", random, channels, 5, 6);
  }

  /// The form of a linear layer in QLinear files: a convolution over images of one pixel.
  @Property(tries = 40)
  void imagesOfOnePixelAreLinearLayers(@ForAll long seed, @ForAll boolean unsigned) {
    Random random = new Random(seed);
    int outputs = 1 + random.nextInt(20);
    int channels = 1 + random.nextInt(40);
    TestGraph graph =
        quantized(random, unsigned, channels, 1, 1)
            .constant("w", levels(random, DataType.S8, outputs, channels, 1, 1))
            .constant("ws", scales(random, outputs))
            .constant("wz", Tensor.zeros(DataType.S8, outputs))
            .constant("b", Tensor.of(DataType.S32, new int[] {outputs}, ints(random, outputs)))
            .node("QLinearConv", "q,s,z,w,ws,wz,ys,yz,b", "y");

    check(graph.outputs("y"), "FullyConnected", random, channels, 1, 1);
  }

  @Property(tries = 40)
  void productsKeepTheirBits(@ForAll long seed, @ForAll boolean unsigned) {
    Random random = new Random(seed);
    int k = 1 + random.nextInt(40);
    int n = 1 + random.nextInt(20);
    TestGraph graph =
        quantized(random, unsigned, k)
            .constant("w", levels(random, DataType.U8, k, n))
            .constant("ws", scales(random, 1))
            .constant("wz", levels(random, DataType.U8, 1))
            .node("QLinearMatMul", "q,s,z,w,ws,wz,ys,yz", "y");

    check(graph.outputs("y"), "FullyConnected", random, k);
  }

  /// A scale and a zero point for each row of the left operand, constant weights.
  @Property(tries = 40)
  void rowsWithScalesKeepTheirBits(@ForAll long seed, @ForAll boolean unsigned) {
    Random random = new Random(seed);
    int m = 2 + random.nextInt(9);
    int k = 1 + random.nextInt(40);
    int n = 1 + random.nextInt(40);
    boolean perColumn = random.nextBoolean();
    TestGraph graph =
        quantized(random, unsigned, m, k)
            .constant("as", scales(random, m))
            .constant("az", levels(random, unsigned ? DataType.U8 : DataType.S8, m))
            .constant("w", levels(random, DataType.S8, k, n))
            .constant("ws", scales(random, perColumn ? n : 1))
            .constant("wz", levels(random, DataType.S8, perColumn ? n : 1))
            .node("QLinearMatMul", "q,as,az,w,ws,wz,ys,yz", "y");

    check(graph.outputs("y"), "Int8Gemm", random, m, k);
  }

  /// Both operands depend on the input: one is the other one transposed, in stacks of matrices.
  @Property(tries = 40)
  void productsOfTwoValuesKeepTheirBits(@ForAll long seed, @ForAll boolean unsigned) {
    Random random = new Random(seed);
    int heads = 1 + random.nextInt(3);
    int m = 1 + random.nextInt(9);
    int k = 1 + random.nextInt(40);
    boolean perRow = random.nextBoolean();
    DataType type = unsigned ? DataType.U8 : DataType.S8;
    TestGraph graph =
        quantized(random, unsigned, heads, m, k)
            .constant("as", scales(random, perRow ? m : 1))
            .constant("az", levels(random, type, 1))
            .constant("ws", scales(random, 1))
            .constant("wz", levels(random, type, 1))
            .node("Transpose", "q", "t", Map.of("perm", Attribute.ofInts(0, 1, 3, 2)))
            .node("QLinearMatMul", "q,as,az,t,ws,wz,ys,yz", "y");

    check(graph.outputs("y"), "Int8Gemm", random, heads, m, k);
  }

  /// An input `x` quantized to `q`, and output parameters.
  private static TestGraph quantized(Random random, boolean unsigned, int... shape) {
    DataType type = unsigned ? DataType.U8 : DataType.S8;
    return new TestGraph()
        .batchInput("x", shape)
        .constant("s", Tensor.scalar(0.01f + random.nextFloat() / 50))
        .constant("z", levels(random, type).reshaped())
        .constant("ys", Tensor.scalar(0.02f + random.nextFloat() / 20))
        .constant("yz", levels(random, type).reshaped())
        .node("QuantizeLinear", "x,s,z", "q");
  }

  private static void check(Graph graph, String operator, Random random, int... shape) {
    ExecutionPlan plan = Planner.plan(graph);
    assertThat(plan.steps())
        .extracting(PlanStep::operator)
        .doesNotContain("Dequantize")
        .contains(operator);
    int[] batch = new int[shape.length + 1];
    batch[0] = 3;
    System.arraycopy(shape, 0, batch, 1, shape.length);
    float[] x = new float[Tensor.elementCount(batch)];
    for (int i = 0; i < x.length; i++) {
      x[i] = random.nextFloat() * 4 - 2;
    }
    Map<String, Tensor> input = Map.of("x", Tensor.of(batch, x));

    byte[] actual = plan.newSession(3).run(input).get("y").bytes();

    assertThat(actual).isEqualTo(new GraphInterpreter(graph).run(input).get("y").bytes());
  }

  private static Tensor levels(Random random, DataType type, int... shape) {
    byte[] bytes = new byte[Tensor.elementCount(shape)];
    random.nextBytes(bytes);
    return Tensor.of(type, shape, bytes);
  }

  private static Tensor scales(Random random, int count) {
    float[] scales = new float[count];
    for (int i = 0; i < count; i++) {
      scales[i] = 0.005f + random.nextFloat() / 100;
    }
    return Tensor.of(new int[] {count}, scales);
  }

  private static int[] ints(Random random, int count) {
    return random.ints(count, -500, 500).toArray();
  }
}
