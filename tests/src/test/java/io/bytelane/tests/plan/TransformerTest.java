package io.bytelane.tests.plan;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession.SessionOptions.OptLevel;
import io.bytelane.models.graph.DataType;
import io.bytelane.models.graph.Graph;
import io.bytelane.models.graph.Tensor;
import io.bytelane.models.onnx.OnnxImporter;
import io.bytelane.models.operator.GraphInterpreter;
import io.bytelane.models.plan.ExecutionPlan;
import io.bytelane.models.plan.PlanStep;
import io.bytelane.models.plan.Planner;
import io.bytelane.tests.support.OnnxRuntime;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/// A real int8 transformer, all-MiniLM-L6-v2, from its ONNX file.
class TransformerTest {
  private static final int WIDTH = 384;

  /// Word pieces of: the cat sat on the mat; the dog sat on the mat; the food was very good here.
  private static final long[][] SENTENCES = {
    {101, 1996, 4937, 2938, 2006, 1996, 13523, 1012, 102},
    {101, 1996, 3899, 2938, 2006, 1996, 13523, 1012, 102},
    {101, 1996, 2833, 2001, 2200, 2204, 2182, 1012, 102}
  };

  @Test
  void agreesWithOnnxRuntimeOnSentences() throws IOException, OrtException {
    byte[] file = model();
    Graph graph = OnnxImporter.read("all-minilm-l6-v2-q.onnx", file);
    int[] shape = {SENTENCES.length, SENTENCES[0].length};
    Map<String, int[]> shapes = new HashMap<>();
    Map<String, Tensor> inputs = new HashMap<>();
    graph
        .inputs()
        .forEach(
            input -> {
              shapes.put(input.name(), shape);
              inputs.put(input.name(), Tensor.of(DataType.S64, shape, values(input.name())));
            });

    ExecutionPlan plan = Planner.plan(graph, shapes);
    float[] ours = plan.newSession(1).run(inputs).values().iterator().next().floats();

    assertThat(plan.steps())
        .extracting(PlanStep::operator)
        .filteredOn("DynamicFullyConnected"::equals)
        .hasSize(36);
    float[] expected = new GraphInterpreter(graph).run(inputs).values().iterator().next().floats();
    assertThat(cosine(ours, expected)).as("interpreter").isGreaterThan(0.999999);
    float[] theirs = runtime(file, inputs);
    float[][] embeddings = embeddings(ours);
    float[][] references = embeddings(theirs);
    for (int i = 0; i < SENTENCES.length; i++) {
      assertThat(cosine(embeddings[i], references[i])).as("sentence %d", i).isGreaterThan(0.9999);
    }
    assertThat(cosine(embeddings[0], embeddings[1]))
        .as("cat and dog are closer than cat and food")
        .isGreaterThan(cosine(embeddings[0], embeddings[2]));
  }

  private static byte[] model() throws IOException {
    String name = "/all-minilm-l6-v2-q.onnx";
    try (InputStream in = TransformerTest.class.getResourceAsStream(name)) {
      return Objects.requireNonNull(in, name).readAllBytes();
    }
  }

  /// The word pieces, a mask of ones or types of zero.
  private static long[] values(String input) {
    long[] values = Arrays.stream(SENTENCES).flatMapToLong(Arrays::stream).toArray();
    switch (input) {
      case "attention_mask" -> Arrays.fill(values, 1);
      case "token_type_ids" -> Arrays.fill(values, 0);
      default -> assertThat(input).isEqualTo("input_ids");
    }
    return values;
  }

  /// The mean over the words of each sentence.
  private static float[][] embeddings(float[] hidden) {
    int words = SENTENCES[0].length;
    float[][] means = new float[SENTENCES.length][WIDTH];
    for (int i = 0; i < hidden.length; i++) {
      means[i / (words * WIDTH)][i % WIDTH] += hidden[i] / words;
    }
    return means;
  }

  private static double cosine(float[] a, float[] b) {
    double product = 0;
    double squareA = 0;
    double squareB = 0;
    for (int i = 0; i < a.length; i++) {
      product += (double) a[i] * b[i];
      squareA += (double) a[i] * a[i];
      squareB += (double) b[i] * b[i];
    }
    return product / Math.sqrt(squareA * squareB);
  }

  private static float[] runtime(byte[] file, Map<String, Tensor> inputs) throws OrtException {
    try (OnnxRuntime runtime = new OnnxRuntime(file, OptLevel.ALL_OPT)) {
      return runtime.run(inputs).values().iterator().next().floats();
    }
  }
}
