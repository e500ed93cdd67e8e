package io.bytelane.tests.onnx;

import io.bytelane.models.graph.Attribute;
import io.bytelane.models.graph.DataType;
import io.bytelane.models.graph.Tensor;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Function;

/// A random legal node with random inputs.
///
/// @param operator the operator
/// @param opset a version of it
/// @param outputs number of outputs
/// @param attributes its attributes
/// @param inputs its inputs, null where left out
record RandomNode(
    String operator,
    int opset,
    int outputs,
    Map<String, Attribute> attributes,
    List<Tensor> inputs) {
  /// Generators by the family of operators they draw from.
  static final Map<String, Function<SplittableRandom, RandomNode>> FAMILIES = families();

  private static Map<String, Function<SplittableRandom, RandomNode>> families() {
    Map<String, Function<SplittableRandom, RandomNode>> families = new LinkedHashMap<>();
    families.put("conv", random -> new Draw(random).conv("Conv"));
    families.put("integer conv", random -> new Draw(random).conv("ConvInteger"));
    families.put("transposed conv", random -> new Draw(random).convTranspose());
    families.put("pool", random -> new Draw(random).pool());
    families.put("reduce", random -> new Draw(random).reduce());
    families.put("arg", random -> new Draw(random).arg());
    families.put("softmax", random -> new Draw(random).softmax());
    families.put("layer norm", random -> new Draw(random).layerNorm());
    families.put("elementwise", random -> new Draw(random).elementwise());
    families.put("map", random -> new Draw(random).map());
    families.put("matrix product", random -> new Draw(random).matMul());
    families.put("slice", random -> new Draw(random).slice());
    families.put("pad", random -> new Draw(random).pad());
    families.put("resize", random -> new Draw(random).resize());
    families.put("quantize", random -> new Draw(random).quantize());
    families.putAll(RandomMoveNode.families());
    return families;
  }

  /// Draws nodes.
  ///
  /// @param random the source
  private record Draw(SplittableRandom random) {
    private RandomNode conv(String operator) {
      boolean whole = operator.equals("ConvInteger");
      int rank = whole ? 2 : between(1, 3);
      int groups = between(1, 3);
      int depth = between(1, 3);
      int outputs = groups * between(1, 2);
      int[] x = sizes(rank + 2, 5, 8);
      int[] w = sizes(rank + 2, 1, 3);
      x[0] = between(1, 2);
      x[1] = groups * depth;
      w[0] = outputs;
      w[1] = depth;
      Map<String, Attribute> attributes = window(Arrays.copyOfRange(w, 2, w.length));
      attributes.put("group", Attribute.of(groups));
      List<Tensor> inputs =
          whole
              ? List.of(
                  bytes(DataType.U8, x),
                  bytes(DataType.U8, w),
                  bytes(DataType.U8),
                  bytes(DataType.U8))
              : List.of(floats(x), floats(w), floats(outputs));
      return new RandomNode(operator, between(whole ? 10 : 7, 17), 1, attributes, inputs);
    }

    private RandomNode convTranspose() {
      int groups = between(1, 2);
      int[] x = sizes(4, 3, 6);
      x[1] = groups * between(1, 3);
      int[] w = sizes(4, 2, 3);
      w[0] = x[1];
      w[1] = between(1, 2);
      Map<String, Attribute> attributes = new HashMap<>();
      attributes.put("group", Attribute.of(groups));
      attributes.put("strides", Attribute.ofInts(between(1, 2), 2));
      attributes.put("dilations", Attribute.ofInts(1, between(1, 2)));
      if (random.nextBoolean()) {
        attributes.put("auto_pad", Attribute.of(pick("SAME_UPPER", "SAME_LOWER")));
      } else {
        attributes.put("pads", Attribute.ofInts(1, between(0, 1), 0, between(0, 1)));
        attributes.put("output_padding", Attribute.ofInts(0, 1));
      }
      List<Tensor> inputs = List.of(floats(x), floats(w), floats(groups * w[1]));
      return new RandomNode("ConvTranspose", between(7, 17), 1, attributes, inputs);
    }

    private RandomNode pool() {
      String operator = pick("MaxPool", "AveragePool", "LpPool");
      boolean max = operator.equals("MaxPool");
      int rank = between(1, 3);

      Map<String, Attribute> attributes = window(sizes(rank, 1, 3));
      if (!operator.equals("LpPool")) {
        attributes.put("ceil_mode", Attribute.of(between(0, 1)));
      }
      if (operator.equals("AveragePool")) {
        attributes.put("count_include_pad", Attribute.of(between(0, 1)));
      }
      int outputs = max ? between(1, 2) : 1;
      if (outputs == 2) {
        attributes.put("storage_order", Attribute.of(between(0, 1)));
      }
      int opset = max ? between(12, 17) : operator.equals("LpPool") ? 18 : 19;
      int[] x = sizes(rank + 2, 6, 9);
      return new RandomNode(operator, opset, outputs, attributes, List.of(floats(x)));
    }

    private Map<String, Attribute> window(int[] kernel) {
      long[] strides = new long[kernel.length];
      long[] dilations = new long[kernel.length];
      long[] pads = new long[2 * kernel.length];
      boolean same = between(0, 3) == 0;
      for (int i = 0; i < kernel.length; i++) {
        strides[i] = between(1, 3);
        // ONNX Runtime knows no dilation together with the SAME rule.
        dilations[i] = same ? 1 : between(1, 2);
        pads[i] = between(0, kernel[i] - 1);
        pads[kernel.length + i] = between(0, kernel[i] - 1);
      }
      Map<String, Attribute> attributes = new HashMap<>();
      attributes.put(
          "kernel_shape", Attribute.ofInts(Arrays.stream(kernel).asLongStream().toArray()));
      attributes.put("strides", Attribute.ofInts(strides));
      attributes.put("dilations", Attribute.ofInts(dilations));
      if (same) {
        attributes.put("auto_pad", Attribute.of(pick("SAME_UPPER", "SAME_LOWER", "VALID")));
      } else {
        attributes.put("pads", Attribute.ofInts(pads));
      }
      return attributes;
    }

    private RandomNode reduce() {
      int[] x = sizes(between(1, 4), 1, 4);
      int opset = between(11, 18);
      String operator =
          pick(
              "ReduceSum",
              "ReduceMean",
              "ReduceMax",
              "ReduceMin",
              "ReduceProd",
              "ReduceL1",
              "ReduceL2",
              "ReduceSumSquare",
              "ReduceLogSumExp");
      long[] axes = {between(-x.length, x.length - 1)};
      Map<String, Attribute> attributes = new HashMap<>();
      attributes.put("keepdims", Attribute.of(between(0, 1)));
      if (opset < (operator.equals("ReduceSum") ? 13 : 18)) {
        attributes.put("axes", Attribute.ofInts(axes));
        return new RandomNode(operator, opset, 1, attributes, List.of(floats(x)));
      }
      List<Tensor> inputs = List.of(floats(x), Tensor.vector(axes));
      return new RandomNode(operator, opset, 1, attributes, inputs);
    }

    private RandomNode arg() {
      int[] x = sizes(between(1, 4), 1, 4);
      Map<String, Attribute> attributes =
          Map.of(
              "axis", Attribute.of(between(-x.length, x.length - 1)),
              "keepdims", Attribute.of(between(0, 1)),
              "select_last_index", Attribute.of(between(0, 1)));
      float[] ties = new float[Tensor.elementCount(x)];
      for (int i = 0; i < ties.length; i++) {
        ties[i] = between(0, 3);
      }
      List<Tensor> inputs = List.of(Tensor.of(x, ties));
      return new RandomNode(pick("ArgMax", "ArgMin"), 13, 1, attributes, inputs);
    }

    private RandomNode softmax() {
      int[] x = sizes(between(1, 4), 1, 4);
      Map<String, Attribute> axis = Map.of("axis", Attribute.of(between(0, x.length - 1)));
      return new RandomNode(
          pick("Softmax", "LogSoftmax"), between(7, 15), 1, axis, List.of(floats(x)));
    }

    private RandomNode layerNorm() {
      int[] x = sizes(between(1, 4), 1, 4);
      int axis = between(0, x.length - 1);
      int[] w = Arrays.copyOfRange(x, axis, x.length);
      Map<String, Attribute> attributes =
          Map.of("axis", Attribute.of(axis - x.length), "epsilon", Attribute.of(0.01f));
      List<Tensor> inputs = List.of(floats(x), floats(w), floats(w));
      return new RandomNode("LayerNormalization", 17, 3, attributes, inputs);
    }

    private RandomNode elementwise() {
      int[] a = sizes(between(1, 4), 1, 3);
      int[] b = a.clone();
      for (int i = 0; i < a.length; i++) {
        switch (between(0, 3)) {
          case 0 -> a[i] = 1;
          case 1 -> b[i] = 1;
          default -> {}
        }
      }
      b = Arrays.copyOfRange(b, between(0, b.length), b.length);
      String operator =
          pick("Add", "Sub", "Mul", "Div", "Max", "Min", "Less", "GreaterOrEqual", "Pow");
      boolean swapped = random.nextBoolean();
      List<Tensor> inputs = List.of(floats(swapped ? b : a), floats(swapped ? a : b));
      return new RandomNode(operator, between(13, 17), 1, Map.of(), inputs);
    }

    private RandomNode map() {
      String operator =
          pick(
              "Abs",
              "Neg",
              "Sign",
              "Relu",
              "Exp",
              "Sigmoid",
              "Tanh",
              "Erf",
              "Softplus",
              "Floor",
              "Ceil",
              "Round",
              "Reciprocal",
              "LeakyRelu",
              "Elu",
              "Selu",
              "HardSigmoid",
              "HardSwish",
              "Gelu",
              "Mish");
      return new RandomNode(operator, 20, 1, Map.of(), List.of(floats(sizes(2, 1, 5))));
    }

    private RandomNode matMul() {
      int[] a = sizes(between(2, 4), 1, 3);
      int[] b = a.clone();
      b[a.length - 2] = a[a.length - 1];
      b[a.length - 1] = between(1, 4);
      for (int i = 0; i < a.length - 2; i++) {
        b[i] = random.nextBoolean() ? 1 : b[i];
      }
      if (random.nextBoolean()) {
        List<Tensor> inputs =
            List.of(
                bytes(DataType.U8, a),
                bytes(DataType.S8, b),
                bytes(DataType.U8),
                bytes(DataType.S8));
        return new RandomNode("MatMulInteger", 10, 1, Map.of(), inputs);
      }
      return new RandomNode("MatMul", 13, 1, Map.of(), List.of(floats(a), floats(b)));
    }

    private RandomNode slice() {
      int[] x = sizes(between(1, 4), 1, 6);
      long[] step = {random.nextBoolean() ? between(1, 3) : -between(1, 3)};
      List<Tensor> inputs =
          List.of(
              floats(x),
              Tensor.vector(between(-8, 8)),
              Tensor.vector(between(-8, 8)),
              Tensor.vector(between(-x.length, x.length - 1)),
              Tensor.vector(step));
      return new RandomNode("Slice", between(10, 17), 1, Map.of(), inputs);
    }

    private RandomNode pad() {
      int[] x = sizes(between(1, 4), 2, 5);
      String mode = pick("constant", "edge", "reflect", "wrap");
      long[] pads = new long[2 * x.length];
      Arrays.setAll(pads, i -> between(mode.equals("constant") ? -1 : 0, x[i % x.length] - 1));
      List<Tensor> inputs = List.of(floats(x), Tensor.vector(pads));
      int opset = mode.equals("wrap") ? 19 : between(11, 19);
      return new RandomNode("Pad", opset, 1, Map.of("mode", Attribute.of(mode)), inputs);
    }

    private RandomNode resize() {
      int[] x = sizes(4, 2, 6);
      String mode = pick("nearest", "linear", "cubic");
      Map<String, Attribute> attributes =
          Map.of(
              "mode", Attribute.of(mode),
              "nearest_mode",
                  Attribute.of(pick("floor", "ceil", "round_prefer_floor", "round_prefer_ceil")),
              "coordinate_transformation_mode",
                  Attribute.of(
                      pick("half_pixel", "pytorch_half_pixel", "align_corners", "asymmetric")));
      Tensor sizes = Tensor.vector(x[0], x[1], between(1, 9), between(1, 9));
      List<Tensor> inputs = Arrays.asList(floats(x), null, null, sizes);
      return new RandomNode("Resize", between(18, 19), 1, attributes, inputs);
    }

    private RandomNode quantize() {
      int[] x = sizes(between(1, 4), 1, 4);
      if (random.nextBoolean()) {
        return new RandomNode("DynamicQuantizeLinear", 11, 3, Map.of(), List.of(floats(x)));
      }
      int axis = between(0, x.length - 1);
      float[] scales = new float[x[axis]];
      for (int i = 0; i < scales.length; i++) {
        scales[i] = between(1, 50) * 0.001f;
      }
      boolean back = random.nextBoolean();
      DataType type = random.nextBoolean() ? DataType.U8 : DataType.S8;
      List<Tensor> inputs =
          List.of(
              back ? bytes(type, x) : floats(x),
              Tensor.of(new int[] {scales.length}, scales),
              bytes(type, scales.length));
      return new RandomNode(
          back ? "DequantizeLinear" : "QuantizeLinear",
          13,
          1,
          Map.of("axis", Attribute.of(axis)),
          inputs);
    }

    private int between(int low, int high) {
      return random.nextInt(low, high + 1);
    }

    private String pick(String... choices) {
      return choices[random.nextInt(choices.length)];
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

    private Tensor bytes(DataType type, int... shape) {
      byte[] data = new byte[Tensor.elementCount(shape)];
      random.nextBytes(data);
      return Tensor.of(type, shape, data);
    }
  }
}
