package io.bytelane.tests.ptq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bytelane.models.graph.Attribute;
import io.bytelane.models.graph.DataType;
import io.bytelane.models.graph.Graph;
import io.bytelane.models.graph.Node;
import io.bytelane.models.graph.Tensor;
import io.bytelane.models.onnx.OnnxExporter;
import io.bytelane.models.onnx.OnnxImporter;
import io.bytelane.models.plan.PlanStep;
import io.bytelane.models.plan.Planner;
import io.bytelane.models.ptq.CalibrationData;
import io.bytelane.models.ptq.PayloadSize;
import io.bytelane.models.ptq.Ptq;
import io.bytelane.models.ptq.PtqOptions;
import io.bytelane.models.ptq.QLinearForm;
import io.bytelane.tests.plan.TestGraph;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Weights of fewer than 8 bits: their levels, how they are stored, and what they compute.
class WeightBitsTest {
  private static final int K = 5;
  private static final int N = 3;

  private static Graph quantized(int opset, int bits) {
    float[] weights = new float[K * N];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (i * 7 % 15 - 7) / 10f; // -0.7 to 0.7
    }
    Graph graph =
        new TestGraph(opset)
            .batchInput("x", K)
            .floats("w", new int[] {N, K}, weights)
            .floats("b", 0.25f, -0.5f, 1f)
            .node("Gemm", "x,w,b", "y", Map.of("transB", Attribute.of(1)))
            .outputs("y");
    float[] data = {-1, 0, 1, 2, 3, 3, 2, 1, 0, -1};
    return Ptq.quantize(
        graph,
        PtqOptions.DEFAULT.withPerChannel(false).withWeightBits(bits),
        CalibrationData.of("x", data, 2, 2, K));
  }

  private static Tensor weights(Graph graph) {
    Node gemm = graph.nodes().stream().filter(node -> node.is("Gemm")).findFirst().orElseThrow();
    Node dequantize = graph.producer(gemm.input(1)).orElseThrow();
    return graph.constant(dequantize.input(0)).orElseThrow();
  }

  private static float[] run(Graph graph) {
    float[] y = new float[2 * N];
    Planner.plan(graph).newSession(2).run(new float[] {1, 2, 3, -1, 0, 0, 1, 1, 2, 2}, 2, y);
    return y;
  }

  /// At 4 bits the step is 0.1, so that every weight is a level.
  @Test
  void fourBitsHaveLevelsUpToSeven() {
    byte[] levels = weights(quantized(13, 4)).bytes();
    for (int i = 0; i < levels.length; i++) {
      assertThat(levels[i]).as("weight %d", i).isEqualTo((byte) (i * 7 % 15 - 7));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 4, 5, 6, 7, 8})
  void levelsFillTheNarrowRange(int bits) {
    byte[] levels = weights(quantized(21, bits)).bytes();
    int most = (1 << (bits - 1)) - 1;
    assertThat(levels).contains(most, -most);
    for (byte level : levels) {
      assertThat((int) level).isBetween(-most, most);
    }
  }

  /// From opset 21 on a file holds two weights to a byte; kernels compute the same.
  @Test
  void fourBitsAreStoredAsInt4() {
    Graph wide = quantized(20, 4);
    Graph narrow = quantized(21, 4);
    assertThat(weights(wide).type()).isEqualTo(DataType.S8);
    assertThat(weights(narrow).type()).isEqualTo(DataType.S4);
    assertThat(weights(quantized(21, 5)).type()).isEqualTo(DataType.S8);
    assertThat(PayloadSize.of(wide)).isEqualTo(K * N + 12 * N);
    assertThat(PayloadSize.of(narrow)).isEqualTo((K * N + 1) / 2 + 12 * N);
    assertThat(Planner.plan(narrow).steps())
        .extracting(PlanStep::operator)
        .contains("FullyConnected");
    assertThat(run(narrow)).isEqualTo(run(wide));
    assertThat(run(OnnxImporter.read("again", OnnxExporter.toBytes(narrow)))).isEqualTo(run(wide));
  }

  /// The quantized operators of ONNX know no int4.
  @Test
  void theQLinearFormTakesBytes() {
    Graph narrow = quantized(21, 4);
    Graph qlinear = QLinearForm.of(narrow);
    assertThat(qlinear.initializers().values())
        .extracting(Tensor::type)
        .contains(DataType.S8)
        .doesNotContain(DataType.S4);
    assertThat(run(qlinear)).isEqualTo(run(narrow));
  }

  @Test
  void bitsHaveARange() {
    for (int bits : new int[] {1, 9}) {
      assertThatThrownBy(() -> PtqOptions.DEFAULT.withWeightBits(bits))
          .hasMessage("bits: " + bits + " (expected: in [2, 8])");
    }
  }
}
