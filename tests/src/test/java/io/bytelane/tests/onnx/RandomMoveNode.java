package io.bytelane.tests.onnx;

import io.bytelane.models.graph.Attribute;
import io.bytelane.models.graph.DataType;
import io.bytelane.models.graph.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Function;

/// More families of random legal nodes: those that move elements, Gemm, Resize by scales, and
/// layers of 8-bit levels.
///
/// @param random the source
record RandomMoveNode(SplittableRandom random) {
  /// Generators by the family of operators they draw from.
  static Map<String, Function<SplittableRandom, RandomNode>> families() {
    Map<String, Function<SplittableRandom, RandomNode>> families = new LinkedHashMap<>();
    families.put("gather", random -> new RandomMoveNode(random).gather());
    families.put("split", random -> new RandomMoveNode(random).split());
    families.put("concat", random -> new RandomMoveNode(random).concat());
    families.put("expand", random -> new RandomMoveNode(random).expand());
    families.put("reshape", random -> new RandomMoveNode(random).reshape());
    families.put("transpose", random -> new RandomMoveNode(random).transpose());
    families.put("clip", random -> new RandomMoveNode(random).clip());
    families.put("gemm", random -> new RandomMoveNode(random).gemm());
    families.put("batch norm", random -> new RandomMoveNode(random).batchNorm());
    families.put("global pool", random -> new RandomMoveNode(random).globalPool());
    families.put("resize by scales", random -> new RandomMoveNode(random).resizeByScales());
    families.put("reduce more axes", random -> new RandomMoveNode(random).reduceMany());
    families.put("byte pool", random -> new RandomMoveNode(random).bytePool());
    families.put("quantized conv", random -> new RandomMoveNode(random).quantizedConv());
    families.put("quantized product", random -> new RandomMoveNode(random).quantizedProduct());
    return families;
  }

  private RandomNode gather() {
    int[] x = sizes(between(1, 4), 1, 4);
    int axis = between(-x.length, x.length - 1);
    int size = x[axis < 0 ? axis + x.length : axis];
    int[] shape = sizes(between(0, 2), 1, 3);
    long[] indices = new long[Tensor.elementCount(shape)];
    Arrays.setAll(indices, i -> between(-size, size - 1));
    List<Tensor> inputs = List.of(floats(x), Tensor.vector(indices).reshaped(shape));
    return node("Gather", between(11, 17), Map.of("axis", Attribute.of(axis)), inputs);
  }

  private RandomNode split() {
    int[] x = sizes(between(1, 3), 1, 4);
    int axis = between(-x.length, x.length - 1);
    int parts = between(2, 3);
    int place = axis < 0 ? axis + x.length : axis;
    Map<String, Attribute> attributes = new HashMap<>(Map.of("axis", Attribute.of(axis)));
    if (random.nextBoolean()) {
      x[place] = parts * 2 + between(0, 1);
      attributes.put("num_outputs", Attribute.of(parts));
      return new RandomNode("Split", 18, parts, attributes, List.of(floats(x)));
    }
    long[] sizes = new long[parts];
    Arrays.setAll(sizes, i -> between(0, 3));
    x[place] = (int) Arrays.stream(sizes).sum();
    if (x[place] == 0) {
      x[place] = 1;
      sizes[0] = 1;
    }
    List<Tensor> inputs = List.of(floats(x), Tensor.vector(sizes));
    return new RandomNode("Split", between(13, 18), parts, attributes, inputs);
  }

  private RandomNode concat() {
    int[] x = sizes(between(1, 4), 1, 3);
    int axis = between(-x.length, x.length - 1);
    List<Tensor> inputs = new ArrayList<>();
    int count = between(1, 4);
    for (int i = 0; i < count; i++) {
      int[] shape = x.clone();
      shape[axis < 0 ? axis + x.length : axis] = between(1, 3);
      inputs.add(floats(shape));
    }
    return node("Concat", between(11, 17), Map.of("axis", Attribute.of(axis)), inputs);
  }

  private RandomNode expand() {
    int[] x = sizes(between(1, 4), 1, 3);
    long[] shape = new long[between(x.length, 5)];
    for (int i = 1; i <= shape.length; i++) {
      int size = i <= x.length ? x[x.length - i] : 1;
      shape[shape.length - i] = size == 1 ? between(1, 3) : pick(1, size);
    }
    return node("Expand", between(8, 17), Map.of(), List.of(floats(x), Tensor.vector(shape)));
  }

  private RandomNode reshape() {
    int[] x = sizes(3, 1, 4);
    List<Tensor> inputs = new ArrayList<>(List.of(floats(x)));
    switch (between(0, 3)) {
      case 0 -> inputs.add(Tensor.vector(0, -1));
      case 1 -> inputs.add(Tensor.vector(-1, x[2], x[1]));
      case 2 -> inputs.add(Tensor.vector(1, 0, -1, 1));
      default -> inputs.add(Tensor.vector((long) x[0] * x[1] * x[2]));
    }
    return node("Reshape", between(7, 17), Map.of(), inputs);
  }

  private RandomNode transpose() {
    int[] x = sizes(between(1, 5), 1, 3);
    long[] order = new long[x.length];
    Arrays.setAll(order, i -> i);
    for (int i = order.length - 1; i > 0; i--) {
      int j = between(0, i);
      long swapped = order[i];
      order[i] = order[j];
      order[j] = swapped;
    }
    Map<String, Attribute> attributes =
        random.nextInt(4) == 0 ? Map.of() : Map.of("perm", Attribute.ofInts(order));
    return node("Transpose", between(7, 17), attributes, List.of(floats(x)));
  }

  private RandomNode clip() {
    Tensor low = random.nextBoolean() ? null : Tensor.scalar(between(-2, 2));
    Tensor high = random.nextBoolean() ? null : Tensor.scalar(between(-1, 3));
    if (low != null && high != null && low.floats()[0] > high.floats()[0]) {
      high = low;
    }
    List<Tensor> inputs = Arrays.asList(floats(sizes(2, 1, 5)), low, high);
    return new RandomNode("Clip", between(12, 17), 1, Map.of(), inputs);
  }

  private RandomNode gemm() {
    int m = between(1, 4);
    int n = between(1, 4);
    int k = between(1, 5);
    boolean left = random.nextBoolean();
    boolean right = random.nextBoolean();
    List<Tensor> inputs = new ArrayList<>();
    inputs.add(left ? floats(k, m) : floats(m, k));
    inputs.add(right ? floats(n, k) : floats(k, n));
    switch (between(0, 5)) {
      case 0 -> inputs.add(floats(m, n));
      case 1 -> inputs.add(floats(n));
      case 2 -> inputs.add(floats(m, 1));
      case 3 -> inputs.add(floats(1, n));
      case 4 -> inputs.add(floats());
      default -> {}
    }
    Map<String, Attribute> attributes =
        Map.of(
            "transA", Attribute.of(left ? 1 : 0),
            "transB", Attribute.of(right ? 1 : 0),
            "alpha", Attribute.of(0.5f),
            "beta", Attribute.of(-2f));
    return node("Gemm", between(11, 17), attributes, inputs);
  }

  private RandomNode batchNorm() {
    int[] x = sizes(between(2, 4), 1, 4);
    int c = x[1];
    float[] variance = new float[c];
    for (int i = 0; i < c; i++) {
      variance[i] = (float) random.nextDouble(0.1, 4);
    }
    List<Tensor> inputs =
        List.of(floats(x), floats(c), floats(c), floats(c), Tensor.of(new int[] {c}, variance));
    return node(
        "BatchNormalization", between(9, 17), Map.of("epsilon", Attribute.of(0.01f)), inputs);
  }

  private RandomNode globalPool() {
    String operator = random.nextBoolean() ? "GlobalAveragePool" : "GlobalMaxPool";
    return node(operator, between(7, 17), Map.of(), List.of(floats(sizes(between(3, 5), 1, 4))));
  }

  private RandomNode resizeByScales() {
    int[] x = {1, 1, between(2, 6), between(2, 6)};
    String mode = pick("nearest", "linear", "cubic");
    Map<String, Attribute> attributes = new HashMap<>();
    attributes.put("mode", Attribute.of(mode));
    attributes.put(
        "coordinate_transformation_mode",
        Attribute.of(pick("half_pixel", "half_pixel_symmetric", "asymmetric")));
    if (mode.equals("nearest")) {
      attributes.put("nearest_mode", Attribute.of(pick("floor", "ceil", "round_prefer_ceil")));
    } else if (mode.equals("cubic")) {
      attributes.put("cubic_coeff_a", Attribute.of(-0.5f));
      attributes.put("exclude_outside", Attribute.of(between(0, 1)));
    }
    boolean antialias = !mode.equals("nearest") && random.nextBoolean();
    attributes.put("antialias", Attribute.of(antialias ? 1 : 0));
    float[] scales = {1, 1, pick(0.5f, 0.7f, 1.5f, 2f), pick(0.6f, 1f, 2.5f, 3f)};
    List<Tensor> inputs = Arrays.asList(floats(x), null, Tensor.of(new int[] {4}, scales));
    return new RandomNode("Resize", antialias ? 18 : 19, 1, attributes, inputs);
  }

  private RandomNode reduceMany() {
    int[] x = sizes(between(2, 4), 1, 4);
    Map<String, Attribute> attributes = new HashMap<>();
    attributes.put("keepdims", Attribute.of(between(0, 1)));
    attributes.put("noop_with_empty_axes", Attribute.of(between(0, 1)));
    List<Tensor> inputs = new ArrayList<>(List.of(floats(x)));
    switch (between(0, 2)) {
      case 0 -> inputs.add(Tensor.vector(0, -1));
      case 1 -> inputs.add(Tensor.vector());
      default -> {}
    }
    String operator = pick("ReduceSum", "ReduceMean", "ReduceMax", "ReduceMin", "ReduceL2");
    return node(operator, 18, attributes, inputs);
  }

  private RandomNode bytePool() {
    DataType type = random.nextBoolean() ? DataType.U8 : DataType.S8;
    Map<String, Attribute> attributes =
        Map.of(
            "kernel_shape", Attribute.ofInts(between(1, 3), between(1, 3)),
            "strides", Attribute.ofInts(between(1, 2), between(1, 2)),
            "ceil_mode", Attribute.of(between(0, 1)));
    return node("MaxPool", 12, attributes, List.of(bytes(type, sizes(4, 3, 6))));
  }

  private RandomNode quantizedConv() {
    int groups = between(1, 2);
    int depth = between(1, 3);
    int outputs = groups * between(1, 2);
    DataType weights = DataType.S8;
    boolean perChannel = random.nextBoolean();
    List<Tensor> inputs =
        List.of(
            bytes(DataType.U8, 1, groups * depth, between(3, 6), between(3, 6)),
            Tensor.scalar(0.02f),
            bytes(DataType.U8),
            bytes(weights, outputs, depth, between(1, 3), between(1, 3)),
            perChannel ? scales(outputs) : Tensor.scalar(0.03f),
            Tensor.zeros(weights, perChannel ? new int[] {outputs} : new int[0]),
            Tensor.scalar(0.9f),
            bytes(DataType.U8),
            ints(outputs));
    Map<String, Attribute> attributes =
        Map.of(
            "group", Attribute.of(groups),
            "pads", Attribute.ofInts(between(0, 1), 0, 1, between(0, 1)),
            "strides", Attribute.ofInts(between(1, 2), 1));
    return node("QLinearConv", between(10, 17), attributes, inputs);
  }

  private RandomNode quantizedProduct() {
    int m = between(1, 4);
    int n = between(1, 4);
    int k = between(1, 6);
    List<Tensor> inputs =
        List.of(
            bytes(DataType.U8, m, k),
            Tensor.scalar(0.02f),
            bytes(DataType.U8),
            bytes(DataType.S8, k, n),
            Tensor.scalar(0.03f),
            bytes(DataType.S8),
            Tensor.scalar(0.7f),
            bytes(DataType.U8));
    return node("QLinearMatMul", between(10, 17), Map.of(), inputs);
  }

  private static RandomNode node(
      String operator, int opset, Map<String, Attribute> attributes, List<Tensor> inputs) {
    return new RandomNode(operator, opset, 1, attributes, inputs);
  }

  private int between(int low, int high) {
    return random.nextInt(low, high + 1);
  }

  private String pick(String... choices) {
    return choices[random.nextInt(choices.length)];
  }

  private float pick(float... choices) {
    return choices[random.nextInt(choices.length)];
  }

  private int pick(int one, int other) {
    return random.nextBoolean() ? one : other;
  }

  private int[] sizes(int rank, int low, int high) {
    int[] sizes = new int[rank];
    Arrays.setAll(sizes, i -> between(low, high));
    return sizes;
  }

  private Tensor floats(int... shape) {
    float[] data = new float[Tensor.elementCount(shape)];
    for (int i = 0; i < data.length; i++) {
      data[i] = (float) random.nextDouble(-3, 3);
    }
    return Tensor.of(shape, data);
  }

  private Tensor scales(int count) {
    float[] data = new float[count];
    for (int i = 0; i < count; i++) {
      data[i] = between(5, 50) * 0.001f;
    }
    return Tensor.of(new int[] {count}, data);
  }

  private Tensor ints(int count) {
    int[] data = new int[count];
    Arrays.setAll(data, i -> between(-500, 500));
    return Tensor.of(DataType.S32, new int[] {count}, data);
  }

  private Tensor bytes(DataType type, int... shape) {
    byte[] data = new byte[Tensor.elementCount(shape)];
    random.nextBytes(data);
    return Tensor.of(type, shape, data);
  }
}
