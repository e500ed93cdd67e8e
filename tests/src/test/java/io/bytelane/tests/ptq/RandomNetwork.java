package io.bytelane.tests.ptq;

import io.bytelane.models.graph.Attribute;
import io.bytelane.models.graph.Graph;
import io.bytelane.models.graph.Tensor;
import io.bytelane.models.ptq.CalibrationData;
import io.bytelane.tests.plan.TestGraph;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// Small convolutional networks of any structure that plans know, from a seed.
final class RandomNetwork {
  private final Random random;
  private final TestGraph graph = new TestGraph();
  private final int[] inputShape;
  private int channels;
  private int height;
  private int width;
  private String value = "x";
  private int names;

  private RandomNetwork(long seed) {
    random = new Random(seed);
    channels = 1 + random.nextInt(5);
    height = 6 + random.nextInt(5);
    width = 6 + random.nextInt(5);
    inputShape = new int[] {channels, height, width};
    graph.batchInput("x", inputShape);
  }

  /// A network and data that fit it.
  ///
  /// @param graph float, one output
  /// @param inputShape of a sample
  /// @param samples a few samples
  /// @param count how many
  @SuppressWarnings("ArrayRecordComponent") // not compared
  record Case(Graph graph, int[] inputShape, float[] samples, int count) {
    CalibrationData data() {
      return CalibrationData.of("x", samples, count, 2, inputShape);
    }

    Tensor batch() {
      int[] shape = {count, inputShape[0], inputShape[1], inputShape[2]};
      return Tensor.of(shape, samples);
    }
  }

  static Case of(long seed) {
    RandomNetwork network = new RandomNetwork(seed);
    network.convolution(true);
    int layers = 1 + network.random.nextInt(4);
    for (int i = 0; i < layers; i++) {
      network.layer();
    }
    network.head();
    int count = 5;
    float[] samples = network.floats(count * Tensor.elementCount(network.inputShape), 2f);
    return new Case(network.graph.outputs(network.value), network.inputShape, samples, count);
  }

  private void layer() {
    switch (random.nextInt(7)) {
      case 0 -> pool("MaxPool");
      case 1 -> pool("AveragePool");
      case 2 -> residual();
      case 3 -> join();
      case 4 -> node("Relu", value);
      default -> convolution(false);
    }
  }

  private String next() {
    return "v" + names++;
  }

  private void node(String operator, String inputs, String attribute, Attribute setting) {
    String output = next();
    graph.node(operator, inputs, output, Map.of(attribute, setting));
    value = output;
  }

  private void node(String operator, String inputs) {
    String output = next();
    graph.node(operator, inputs, output);
    value = output;
  }

  private void convolution(boolean first) {
    int groups = first || random.nextInt(3) > 0 ? 1 : channels;
    int outputs = groups * (1 + random.nextInt(groups > 1 ? 2 : 9));
    convolve(outputs, groups, 1 + random.nextInt(3), 1 + random.nextInt(3), 1 + random.nextInt(2));
    activation();
  }

  /// A convolution with its own pads on each side, shrinking the kernel where the image is small.
  private void convolve(int outputs, int groups, int kernelHeight, int kernelWidth, int stride) {
    int kh = Math.min(kernelHeight, height);
    int kw = Math.min(kernelWidth, width);
    int[] pads = {random.nextInt(2), random.nextInt(2), random.nextInt(2), random.nextInt(2)};
    int sh = height > 3 ? stride : 1;
    int inputs = channels / groups;
    String w = next();
    graph.floats(w, new int[] {outputs, inputs, kh, kw}, floats(outputs * inputs * kh * kw, 0.7f));
    String names = value + "," + w;
    if (random.nextBoolean()) {
      String b = next();
      graph.floats(b, floats(outputs, 0.5f));
      names += "," + b;
    }
    Map<String, Attribute> attributes = new HashMap<>();
    attributes.put("group", Attribute.of(groups));
    attributes.put("strides", Attribute.ofInts(sh, 1));
    attributes.put("pads", Attribute.ofInts(pads[0], pads[1], pads[2], pads[3]));
    String output = next();
    graph.node("Conv", names, output, attributes);
    value = output;
    channels = outputs;
    height = (height + pads[0] + pads[2] - kh) / sh + 1;
    width = width + pads[1] + pads[3] - kw + 1;
  }

  private void activation() {
    switch (random.nextInt(3)) {
      case 0 -> node("Relu", value);
      case 1 -> {
        String low = next();
        String high = next();
        graph.floats(low, new int[0], 0f).floats(high, new int[0], 1.5f);
        node("Clip", value + "," + low + "," + high);
      }
      default -> {
        // No activation.
      }
    }
  }

  private void pool(String operator) {
    int kh = 1 + random.nextInt(Math.min(3, height));
    int kw = 1 + random.nextInt(Math.min(3, width));
    int pad = kh > 1 ? random.nextInt(2) : 0;
    String output = next();
    Map<String, Attribute> attributes = new HashMap<>();
    attributes.put("kernel_shape", Attribute.ofInts(kh, kw));
    attributes.put("strides", Attribute.ofInts(kh, 1));
    attributes.put("pads", Attribute.ofInts(pad, 0, 0, 0));
    if (operator.equals("AveragePool")) {
      attributes.put("count_include_pad", Attribute.of(random.nextInt(2)));
    }
    graph.node(operator, value, output, attributes);
    value = output;
    height = (height + pad - kh) / kh + 1;
    width = width - kw + 1;
  }

  /// A 1 x 1 convolution added to its input.
  private void residual() {
    String before = value;
    pointwise(channels);
    node("Add", random.nextBoolean() ? value + "," + before : before + "," + value);
    activation();
  }

  /// A 1 x 1 convolution beside its input.
  private void join() {
    String before = value;
    int kept = channels;
    pointwise(1 + random.nextInt(4));
    node("Concat", before + "," + value, "axis", Attribute.of(1));
    channels += kept;
  }

  private void pointwise(int outputs) {
    String w = next();
    graph.floats(w, new int[] {outputs, channels, 1, 1}, floats(outputs * channels, 0.7f));
    node("Conv", value + "," + w);
    channels = outputs;
  }

  private void head() {
    if (random.nextInt(3) == 0) {
      node("GlobalAveragePool", value);
      height = 1;
      width = 1;
    }
    node("Flatten", value);
    int features = channels * height * width;
    int outputs = 1 + random.nextInt(12);
    boolean transposed = random.nextBoolean();
    String w = next();
    String b = next();
    int[] shape = transposed ? new int[] {outputs, features} : new int[] {features, outputs};
    graph.floats(w, shape, floats(outputs * features, 0.4f)).floats(b, floats(outputs, 0.5f));
    node("Gemm", value + "," + w + "," + b, "transB", Attribute.of(transposed ? 1 : 0));
    if (random.nextBoolean()) {
      node("Relu", value);
    }
  }

  private float[] floats(int count, float magnitude) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (random.nextFloat() * 2 - 1) * magnitude;
    }
    return values;
  }

  /// Returns what a network is made of, for messages.
  static List<String> describe(Case network) {
    return network.graph().nodes().stream().map(Object::toString).toList();
  }
}
