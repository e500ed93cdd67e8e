package io.bytelane.tests.plan;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import io.bytelane.models.graph.DataType;
import io.bytelane.models.graph.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// The sentence network all-MiniLM-L6-v2: its files, its tokenizer, and what is made of its output.
final class MiniLm {
  /// Values of an embedding.
  static final int WIDTH = 384;

  /// The network with dynamically quantized products, as published.
  static final String INT8 = "all-minilm-l6-v2-q.onnx";

  private MiniLm() {}

  /// The content of a resource.
  static byte[] file(String name) throws IOException {
    try (InputStream in = MiniLm.class.getResourceAsStream("/" + name)) {
      return Objects.requireNonNull(in, name).readAllBytes();
    }
  }

  /// The word pieces of each sentence, as the tokenizer that comes with the network finds them.
  static List<long[]> tokens(List<String> sentences) throws IOException {
    System.setProperty("ai.djl.offline", "true");
    try (InputStream in = MiniLm.class.getResourceAsStream("/all-minilm-l6-v2-q-tokenizer.json");
        HuggingFaceTokenizer tokenizer =
            HuggingFaceTokenizer.newInstance(
                in, Map.of("padding", "false", "truncation", "false"))) {
      return sentences.stream().map(tokenizer::encode).map(Encoding::getIds).toList();
    }
  }

  /// The inputs of the network for sentences, padded to the longest of them.
  static Map<String, Tensor> inputs(List<long[]> sentences) {
    int length = sentences.stream().mapToInt(tokens -> tokens.length).max().orElseThrow();
    int[] shape = {sentences.size(), length};
    long[] ids = new long[sentences.size() * length];
    long[] mask = new long[ids.length];
    for (int i = 0; i < sentences.size(); i++) {
      long[] tokens = sentences.get(i);
      System.arraycopy(tokens, 0, ids, i * length, tokens.length);
      Arrays.fill(mask, i * length, i * length + tokens.length, 1);
    }
    return Map.of(
        "input_ids", Tensor.of(DataType.S64, shape, ids),
        "attention_mask", Tensor.of(DataType.S64, shape, mask),
        "token_type_ids", Tensor.of(DataType.S64, shape, new long[ids.length]));
  }

  /// The last hidden state among the outputs.
  static float[] hidden(Map<String, Tensor> outputs) {
    return outputs.get("last_hidden_state").floats();
  }

  /// The mean over the words of each sentence, without padding.
  static float[][] embeddings(float[] hidden, List<long[]> sentences) {
    int length = hidden.length / WIDTH / sentences.size();
    float[][] means = new float[sentences.size()][WIDTH];
    for (int i = 0; i < means.length; i++) {
      int words = sentences.get(i).length;
      for (int w = 0; w < words; w++) {
        for (int c = 0; c < WIDTH; c++) {
          means[i][c] += hidden[(i * length + w) * WIDTH + c] / words;
        }
      }
    }
    return means;
  }

  static double cosine(float[] a, float[] b) {
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

  /// For each embedding the index of the other one that is nearest.
  static int[] neighbours(float[][] embeddings) {
    int[] nearest = new int[embeddings.length];
    for (int i = 0; i < embeddings.length; i++) {
      double best = Double.NEGATIVE_INFINITY;
      for (int j = 0; j < embeddings.length; j++) {
        double found = i == j ? Double.NEGATIVE_INFINITY : cosine(embeddings[i], embeddings[j]);
        if (found > best) {
          best = found;
          nearest[i] = j;
        }
      }
    }
    return nearest;
  }

  /// The cosines between embeddings of the same sentences, ascending.
  static double[] agreement(float[][] a, float[][] b) {
    double[] cosines = new double[a.length];
    for (int i = 0; i < a.length; i++) {
      cosines[i] = cosine(a[i], b[i]);
    }
    Arrays.sort(cosines);
    return cosines;
  }
}
