package io.bytelane.tests.ptq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession.SessionOptions.OptLevel;
import io.bytelane.models.graph.Attribute;
import io.bytelane.models.graph.DataType;
import io.bytelane.models.graph.Dimension;
import io.bytelane.models.graph.Graph;
import io.bytelane.models.graph.GraphBuilder;
import io.bytelane.models.graph.Node;
import io.bytelane.models.graph.Shape;
import io.bytelane.models.graph.Tensor;
import io.bytelane.models.graph.Value;
import io.bytelane.models.onnx.OnnxExporter;
import io.bytelane.models.operator.GraphInterpreter;
import io.bytelane.models.plan.ShapePlans;
import io.bytelane.models.plan.ShapeSession;
import io.bytelane.models.ptq.CalibrationData;
import io.bytelane.models.ptq.Ptq;
import io.bytelane.models.ptq.PtqOptions;
import io.bytelane.quant.QuantizationException;
import io.bytelane.tests.gemm.FloatFill;
import io.bytelane.tests.support.OnnxRuntime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Static quantization of networks whose batch and length are open: the calibration data fix them.
class SeveralOpenDimensionsTest {
  private static final int WORDS = 30;
  private static final int WIDTH = 16;
  private static final int INNER = 24;

  /// Embeddings of words, two layers with a residual sum, attention of each word to the others of
  /// its sentence.
  private static Graph sentences() {
    Shape shape = Shape.of(List.of(Dimension.symbolic("batch"), Dimension.symbolic("length")));
    GraphBuilder builder = new GraphBuilder("sentences").opset("", 13);
    builder.input(new Value("ids", DataType.S64, shape));
    builder.input(new Value("mask", DataType.FLOAT, shape));
    floats(builder, "table", 1, WORDS, WIDTH);
    floats(builder, "w1", 2, WIDTH, INNER);
    floats(builder, "b1", 3, INNER);
    floats(builder, "w2", 4, INNER, WIDTH);
    floats(builder, "b2", 5, WIDTH);
    builder.initializer("last", Tensor.vector(2));
    node(builder, "Gather", "table,ids", "x");
    node(builder, "MatMul", "x,w1", "p1");
    node(builder, "Add", "p1,b1", "s1");
    node(builder, "Relu", "s1", "h1");
    node(builder, "MatMul", "h1,w2", "p2");
    node(builder, "Add", "p2,b2", "s2");
    node(builder, "Add", "s2,x", "r");
    builder.add("Transpose", List.of("r"), List.of("t"), Map.of("perm", Attribute.ofInts(0, 2, 1)));
    node(builder, "MatMul", "r,t", "scores");
    node(builder, "Softmax", "scores", "attention");
    node(builder, "MatMul", "attention,r", "context");
    node(builder, "Unsqueeze", "mask,last", "column");
    node(builder, "Mul", "context,column", "y");
    builder.output(new Value("y", DataType.FLOAT, Shape.UNKNOWN));
    return builder.build();
  }

  private static void node(GraphBuilder builder, String operator, String inputs, String output) {
    builder.add(operator, List.of(inputs.split(",", -1)), List.of(output), Map.of());
  }

  private static void floats(GraphBuilder builder, String name, int seed, int... shape) {
    float[] values = FloatFill.gaussian(Tensor.elementCount(shape), seed);
    for (int i = 0; i < values.length; i++) {
      values[i] *= 0.3f;
    }
    builder.initializer(name, Tensor.of(shape, values));
  }

  private static Map<String, Tensor> inputs(int batch, int length, int seed) {
    Random random = new Random(seed);
    long[] ids = random.longs((long) batch * length, 0, WORDS).toArray();
    float[] mask = new float[ids.length];
    Arrays.fill(mask, 1f);
    mask[mask.length - 1] = 0;
    int[] shape = {batch, length};
    return Map.of("ids", Tensor.of(DataType.S64, shape, ids), "mask", Tensor.of(shape, mask));
  }

  private static CalibrationData data() {
    List<Map<String, Tensor>> batches = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      batches.add(inputs(1 + i % 3, 3 + i % 5, i));
    }
    return new CalibrationData(batches);
  }

  @Test
  void layersAreQuantizedAndTheResultRunsInEveryShape() throws OrtException {
    Graph graph = sentences();
    int[] batches = {0};
    Graph quantized = Ptq.quantize(graph, PtqOptions.DEFAULT, data(), () -> batches[0]++);
    assertThat(batches[0]).isEqualTo(12);
    assertThat(quantized.nodes()).extracting(Node::operator).contains("QuantizeLinear");

    ShapeSession session = ShapePlans.of(quantized, 3).newSession();
    byte[] file = OnnxExporter.toBytes(quantized);
    try (OnnxRuntime runtime = new OnnxRuntime(file, OptLevel.NO_OPT)) {
      for (int length : new int[] {2, 5, 9}) {
        Map<String, Tensor> inputs = inputs(2, length, 100 + length);
        float[] floats = new GraphInterpreter(graph).run(inputs).get("y").floats();
        float[] found = session.run(inputs).get("y").floats();
        float[] theirs = runtime.run(inputs).get("y").floats();
        assertThat(found).hasSameSizeAs(floats);
        for (int i = 0; i < found.length; i++) {
          assertThat(found[i]).as("against float, %d", i).isCloseTo(floats[i], within(0.12f));
          assertThat(found[i])
              .as("against ONNX Runtime, %d", i)
              .isCloseTo(theirs[i], within(1e-4f));
        }
      }
    }
  }

  /// Ranges are those of all batches, whatever their shapes: the same as of one batch with all.
  @Test
  void rangesDoNotDependOnHowTheDataAreCut() {
    Graph graph = sentences();
    CalibrationData whole = CalibrationData.of(inputs(8, 4, 1), 8, 8);
    CalibrationData parts = CalibrationData.of(inputs(8, 4, 1), 8, 3);
    assertThat(parts.batches()).hasSize(3);
    assertThat(parts.batches().get(2).get("ids").shape()).containsExactly(2, 4);

    Graph once = Ptq.quantize(graph, PtqOptions.DEFAULT, whole);
    Graph cut = Ptq.quantize(graph, PtqOptions.DEFAULT, parts);

    assertThat(OnnxExporter.toBytes(cut)).isEqualTo(OnnxExporter.toBytes(once));
  }

  @Test
  void withoutDataItSaysWhichValueHasNoRange() {
    assertThatThrownBy(
            () -> Ptq.quantize(sentences(), PtqOptions.DEFAULT, new CalibrationData(List.of())))
        .isInstanceOf(QuantizationException.class)
        .hasMessageContaining("x");
  }

  @Test
  void tooFewSamplesAreRefused() {
    assertThatThrownBy(() -> CalibrationData.of(inputs(2, 4, 1), 3, 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("count, batch: 3, 2 (expected: >= 1, and as many samples in ");
  }
}
