package io.bytelane.tests.ptq;

import static org.assertj.core.api.Assertions.assertThat;

import io.bytelane.models.bundled.BundledNetwork;
import io.bytelane.models.graph.Graph;
import io.bytelane.models.graph.Node;
import io.bytelane.models.graph.Tensor;
import io.bytelane.models.operator.GraphInterpreter;
import io.bytelane.models.plan.ExecutionPlan;
import io.bytelane.models.plan.PlanStep;
import io.bytelane.models.plan.Planner;
import io.bytelane.models.ptq.PayloadSize;
import io.bytelane.models.ptq.Ptq;
import io.bytelane.models.ptq.PtqOptions;
import io.bytelane.models.ptq.StandardDynamicForm;
import io.bytelane.reference.ReferenceDynamic;
import io.bytelane.reference.ReferenceQuantParams;
import io.bytelane.reference.ReferenceQuantizer;
import io.bytelane.tests.plan.Bundled;
import io.bytelane.tests.plan.TestGraph;
import io.bytelane.tests.support.FloatPattern;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DynamicLayerTest {
  private static final int K = 19;
  private static final int N = 6;
  private static final int ROWS = 4;

  private static Graph linear() {
    return new TestGraph()
        .batchInput("x", K)
        .floats("w", new int[] {K, N}, FloatPattern.UNIFORM.floats(K * N, 1))
        .floats("b", FloatPattern.UNIFORM.floats(N, 2))
        .node("MatMul", "x,w", "m")
        .node("Add", "b,m", "s")
        .node("Relu", "s", "y")
        .outputs("y");
  }

  private static float[] run(ExecutionPlan plan, float[] input) {
    float[] output = new float[ROWS * N];
    plan.newSession(ROWS).run(input, ROWS, output);
    return output;
  }

  @Test
  void computesEveryRowByTheRuleOfTheContract() {
    Graph graph = Ptq.quantizeDynamic(linear(), PtqOptions.DEFAULT);
    float[] x = FloatPattern.UNIFORM.floats(ROWS * K, 3);
    ExecutionPlan plan = Planner.plan(graph);

    float[] actual = run(plan, x);

    Node layer = graph.nodes().getFirst();
    Tensor weights = graph.constant(layer.input(1)).orElseThrow();
    float[] scales = graph.constant(layer.input(2)).orElseThrow().floats();
    float[] bias = graph.constant(layer.input(4)).orElseThrow().floats();
    for (int row = 0; row < ROWS; row++) {
      ReferenceQuantParams params = ReferenceDynamic.parameters(x, row * K, K, true, row);
      for (int o = 0; o < N; o++) {
        int acc = 0;
        for (int i = 0; i < K; i++) {
          int q =
              ReferenceQuantizer.divide(x[row * K + i], params.scale(), params.zeroPoint(), 0, 255);
          acc += (q - params.zeroPoint()) * weights.bytes()[i * N + o];
        }
        float real = ReferenceDynamic.output(acc, params.scale(), scales[o], bias[o]);
        assertThat(actual[row * N + o]).isEqualTo(Math.max(real, 0f));
      }
    }
    assertThat(plan.steps())
        .extracting(PlanStep::operator)
        .containsExactly("DynamicFullyConnected");
  }

  @Test
  void doesNotLetRowsInfluenceEachOther() {
    ExecutionPlan plan = Planner.plan(Ptq.quantizeDynamic(linear(), PtqOptions.DEFAULT));
    float[] x = FloatPattern.UNIFORM.floats(ROWS * K, 4);
    float[] before = run(plan, x);

    x[2 * K] = 1000f;
    float[] after = run(plan, x);

    assertThat(plan.mixesBatch()).isFalse();
    assertThat(Arrays.copyOf(after, 2 * N)).isEqualTo(Arrays.copyOf(before, 2 * N));
  }

  @Test
  void recognizesTheFormOfOnnxAndKeepsItsBits() {
    Graph own = Ptq.quantizeDynamic(linear(), PtqOptions.DEFAULT.withDynamicPerRow(false));
    Graph standard = StandardDynamicForm.of(own);
    float[] x = FloatPattern.UNIFORM.floats(ROWS * K, 5);

    ExecutionPlan plan = Planner.plan(standard);

    assertThat(TestGraph.operators(standard))
        .containsExactlyInAnyOrder(
            "DynamicQuantizeLinear", "MatMulInteger", "Cast", "Mul", "Mul", "Add", "Relu");
    assertThat(plan.steps())
        .extracting(PlanStep::operator)
        .containsExactly("DynamicFullyConnected");
    assertThat(plan.mixesBatch()).isTrue();
    Tensor input = Tensor.of(new int[] {ROWS, K}, x);
    float[] expected = new GraphInterpreter(standard).run(Map.of("x", input)).get("y").floats();
    assertThat(run(plan, x)).isEqualTo(expected);
    assertThat(run(Planner.plan(own), x)).isEqualTo(expected);
    assertThat(PayloadSize.of(standard)).isEqualTo(PayloadSize.of(own)).isEqualTo(K * N + 12 * N);
  }

  @Test
  void quantizesTheLinearLayersOfANetworkAlone() {
    Graph graph = Bundled.graph(BundledNetwork.LENET);

    Graph quantized = Ptq.quantizeDynamic(graph, PtqOptions.DEFAULT);

    assertThat(TestGraph.operators(quantized))
        .contains("Conv", "DynamicLinear")
        .doesNotContain("Gemm");
    float[] images = Bundled.testImages(BundledNetwork.LENET, 8);
    float[] expected = new float[80];
    float[] actual = new float[80];
    Planner.plan(graph).newSession(8).run(images, 8, expected);
    Planner.plan(quantized).newSession(8).run(images, 8, actual);
    for (int i = 0; i < 8; i++) {
      assertThat(best(actual, i)).isEqualTo(best(expected, i));
    }
  }

  private static int best(float[] outputs, int row) {
    int best = 0;
    for (int c = 1; c < 10; c++) {
      best = outputs[row * 10 + c] > outputs[row * 10 + best] ? c : best;
    }
    return best;
  }
}
