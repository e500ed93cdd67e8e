package io.bytelane.tests.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession.SessionOptions.OptLevel;
import io.bytelane.models.graph.Graph;
import io.bytelane.models.graph.Tensor;
import io.bytelane.models.onnx.OnnxExporter;
import io.bytelane.models.onnx.OnnxImporter;
import io.bytelane.models.plan.ShapePlans;
import io.bytelane.models.plan.ShapeSession;
import io.bytelane.models.ptq.ConfigName;
import io.bytelane.models.ptq.Ptq;
import io.bytelane.models.ptq.PtqOptions;
import io.bytelane.models.ptq.StandardDynamicForm;
import io.bytelane.tests.support.OnnxRuntime;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// The float form of MiniLM, quantized here. Its file is large: only the profile `long` fetches it.
class FloatTransformerTest {
  private static final String FLOAT = "all-minilm-l6-v2.onnx";

  private static Graph graph;
  private static List<long[]> tokens;
  private static float[][] floats;

  /// Runs a network on one sentence.
  private interface Run {
    Map<String, Tensor> on(Map<String, Tensor> inputs) throws OrtException;
  }

  @BeforeAll
  static void embed() throws IOException, OrtException {
    assumeTrue(
        FloatTransformerTest.class.getResource("/" + FLOAT) != null,
        "all-minilm-l6-v2.onnx is on the class path with -Plong only");
    graph = OnnxImporter.read(FLOAT, MiniLm.file(FLOAT));
    tokens = MiniLm.tokens(Sentences.ALL);
    floats = embeddings(graph);
  }

  private static float[][] embeddings(Graph network) throws OrtException {
    ShapeSession session = ShapePlans.of(network, 20).newSession();
    return embeddings(session::run);
  }

  private static float[][] embeddings(Run network) throws OrtException {
    float[][] embeddings = new float[tokens.size()][];
    for (int i = 0; i < embeddings.length; i++) {
      List<long[]> sentence = tokens.subList(i, i + 1);
      float[] hidden = network.on(MiniLm.inputs(sentence)).values().iterator().next().floats();
      embeddings[i] = MiniLm.embeddings(hidden, sentence)[0];
    }
    return embeddings;
  }

  @Test
  void theFloatNetworkAgreesWithOnnxRuntime() throws IOException, OrtException {
    try (OnnxRuntime runtime = new OnnxRuntime(MiniLm.file(FLOAT), OptLevel.ALL_OPT)) {
      assertThat(MiniLm.agreement(floats, embeddings(runtime::run))[0]).isGreaterThan(0.999999);
    }
  }

  /// Seen: 0.9965 and a median of 0.9990; the published int8 file, with one scale for each tensor:
  /// 0.9830 and 0.9922.
  @Test
  void dynamicQuantizationLosesLittle() throws IOException, OrtException {
    Graph quantized = Ptq.quantizeDynamic(graph, PtqOptions.of(ConfigName.DYNAMIC_INT8));
    float[][] found = embeddings(quantized);
    double[] cosines = MiniLm.agreement(found, floats);
    assertThat(cosines[0]).isGreaterThan(0.993);
    assertThat(cosines[cosines.length / 2]).isGreaterThan(0.998);
    assertThat(MiniLm.neighbours(found)).isEqualTo(MiniLm.neighbours(floats));
    Graph published = OnnxImporter.read(MiniLm.INT8, MiniLm.file(MiniLm.INT8));
    double[] others = MiniLm.agreement(embeddings(published), floats);
    assertThat(cosines[0]).as("better than one scale for each tensor").isGreaterThan(others[0]);
  }

  /// The exported file has the standard operators, with a range for each tensor.
  @Test
  void onnxRuntimeRunsTheExportedFile() throws OrtException {
    Graph quantized = Ptq.quantizeDynamic(graph, PtqOptions.of(ConfigName.DYNAMIC_INT8));
    byte[] file = OnnxExporter.toBytes(StandardDynamicForm.of(quantized));
    try (OnnxRuntime runtime = new OnnxRuntime(file, OptLevel.ALL_OPT)) {
      double[] cosines = MiniLm.agreement(embeddings(runtime::run), floats);
      assertThat(cosines[0]).isGreaterThan(0.98);
    }
  }
}
