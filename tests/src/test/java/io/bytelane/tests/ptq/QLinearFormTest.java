package io.bytelane.tests.ptq;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession.SessionOptions.OptLevel;
import io.bytelane.models.bundled.BundledNetwork;
import io.bytelane.models.graph.Graph;
import io.bytelane.models.graph.Tensor;
import io.bytelane.models.onnx.OnnxExporter;
import io.bytelane.models.onnx.OnnxImporter;
import io.bytelane.models.plan.Planner;
import io.bytelane.models.ptq.Ptq;
import io.bytelane.models.ptq.PtqOptions;
import io.bytelane.models.ptq.QLinearForm;
import io.bytelane.quant.QuantizedType;
import io.bytelane.tests.plan.Bundled;
import io.bytelane.tests.plan.TestGraph;
import io.bytelane.tests.support.OnnxRuntime;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The same network as QDQ and as QLinear, in plans and in ONNX Runtime.
class QLinearFormTest {
  private static final int IMAGES = 16;

  @ParameterizedTest
  @EnumSource(BundledNetwork.class)
  void keepsEveryBit(BundledNetwork network) {
    Graph qdq = quantized(network, QuantizedType.S8);
    Graph qlinear = QLinearForm.of(qdq);
    float[] images = Bundled.testImages(network, IMAGES);

    assertThat(TestGraph.operators(qlinear))
        .contains("QLinearConv")
        .doesNotContain("Conv", "Gemm", "Clip");
    assertThat(run(qlinear, images)).isEqualTo(run(qdq, images));
  }

  /// Bit for bit: both sum exactly and requantize by the same rule.
  @ParameterizedTest
  @EnumSource(
      names = {"MNIST_CNN", "FASHION_VGG", "FASHION_DSNET"}) // LeNet ends in float operators
  void agreesWithOnnxRuntime(BundledNetwork network) throws OrtException {
    Graph qlinear = QLinearForm.of(quantized(network, QuantizedType.U8));
    byte[] file = OnnxExporter.toBytes(qlinear);
    float[] images = Bundled.testImages(network, IMAGES);

    float[] theirs = runtime(file, images);

    assertThat(run(OnnxImporter.read("exported", file), images)).isEqualTo(theirs);
  }

  @ParameterizedTest
  @EnumSource(BundledNetwork.class)
  void loadsInOnnxRuntimeInQdqForm(BundledNetwork network) throws OrtException {
    Graph qdq = quantized(network, QuantizedType.U8);
    float[] images = Bundled.testImages(network, IMAGES);
    float[] ours = run(qdq, images);

    float[] theirs = runtime(OnnxExporter.toBytes(qdq), images);

    int same = 0;
    for (int i = 0; i < IMAGES; i++) {
      same += best(ours, i) == best(theirs, i) ? 1 : 0;
    }
    assertThat(same).isGreaterThanOrEqualTo(IMAGES - 1);
  }

  private static Graph quantized(BundledNetwork network, QuantizedType type) {
    return Ptq.quantize(
        Bundled.graph(network),
        PtqOptions.DEFAULT.withActivationType(type),
        Bundled.calibration(network));
  }

  private static float[] run(Graph graph, float[] images) {
    float[] outputs = new float[IMAGES * 10];
    Planner.plan(graph).newSession(IMAGES).run(images, IMAGES, outputs);
    return outputs;
  }

  private static float[] runtime(byte[] file, float[] images) throws OrtException {
    Tensor input = Tensor.of(new int[] {IMAGES, 1, 28, 28}, images);
    try (OnnxRuntime runtime = new OnnxRuntime(file, OptLevel.ALL_OPT)) {
      return runtime.run(Map.of("input", input)).values().iterator().next().floats();
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
