package io.bytelane.bench.transformer;

import io.bytelane.bench.Check;
import io.bytelane.models.graph.DataType;
import io.bytelane.models.graph.Graph;
import io.bytelane.models.graph.Tensor;
import io.bytelane.models.onnx.OnnxImporter;
import io.bytelane.models.operator.GraphInterpreter;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Random;

/// The int8 file of all-MiniLM-L6-v2, from its Maven artifact, and sentences of random words.
final class MiniLmNetwork {
  /// Values of a word.
  static final int WIDTH = 384;

  private static final String FILE = "/all-minilm-l6-v2-q.onnx";
  private static final double LEAST_COSINE = 0.9999;

  /// Word pieces from here on are words, those below are parts and signs.
  private static final int FIRST_WORD = 2000;

  private static final int WORDS = 18000;

  private MiniLmNetwork() {}

  static byte[] file() {
    try (InputStream in = MiniLmNetwork.class.getResourceAsStream(FILE)) {
      return Objects.requireNonNull(in, FILE).readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(FILE, e);
    }
  }

  static Graph graph() {
    return OnnxImporter.read(FILE, file());
  }

  /// The inputs of operand set `slot`.
  static Map<String, long[]> inputs(int slot, int tokens) {
    long[] words = new Random(slot).longs(tokens, FIRST_WORD, FIRST_WORD + WORDS).toArray();
    long[] mask = new long[tokens];
    Arrays.fill(mask, 1);
    return Map.of("input_ids", words, "attention_mask", mask, "token_type_ids", new long[tokens]);
  }

  static Map<String, Tensor> tensors(int slot, int tokens) {
    Map<String, long[]> values = inputs(slot, tokens);
    int[] shape = {1, tokens};
    Map<String, Tensor> tensors = new HashMap<>();
    values.forEach((name, data) -> tensors.put(name, Tensor.of(DataType.S64, shape, data)));
    return tensors;
  }

  /// Counts the words of operand set 0 whose values point elsewhere than those that the interpreter
  /// of the network's nodes computes.
  static Check check(int tokens, float[] hidden) {
    float[] expected =
        new GraphInterpreter(graph()).run(tensors(0, tokens)).values().iterator().next().floats();
    long wrong = 0;
    for (int word = 0; word < tokens; word++) {
      if (cosine(hidden, expected, word * WIDTH) < LEAST_COSINE) {
        wrong++;
      }
    }
    return new Check(wrong, tokens);
  }

  private static double cosine(float[] a, float[] b, int from) {
    double product = 0;
    double squareA = 0;
    double squareB = 0;
    for (int i = from; i < from + WIDTH; i++) {
      product += (double) a[i] * b[i];
      squareA += (double) a[i] * a[i];
      squareB += (double) b[i] * b[i];
    }
    return product / Math.sqrt(squareA * squareB);
  }
}
