package io.bytelane.tests.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import io.bytelane.models.graph.Attribute;
import io.bytelane.models.graph.DataType;
import io.bytelane.models.graph.Tensor;
import io.bytelane.reference.ReferenceConv2d;
import io.bytelane.reference.ReferenceFloat;
import io.bytelane.reference.ReferenceLayout;
import io.bytelane.reference.ReferenceQuantizer;
import io.bytelane.reference.ReferenceRequantize;
import io.bytelane.reference.ReferenceTensor;
import io.bytelane.reference.ReferenceWindow;
import java.util.Map;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/// Convolutions of the generic operators against the oracle, which works in NHWC and OHWI.
class QuantizedOracleProperties {
  /// A random convolution that is not empty.
  ///
  /// @param window its geometry
  /// @param batch images
  /// @param groups groups
  /// @param depth input channels per group
  /// @param outputs output channels
  private record Layer(ReferenceWindow window, int batch, int groups, int depth, int outputs) {
    static Layer of(SplittableRandom random) {
      int kernelHeight = random.nextInt(1, 4);
      int kernelWidth = random.nextInt(1, 4);
      int dilation = random.nextInt(1, 3);
      ReferenceWindow window =
          new ReferenceWindow(
              dilation * (kernelHeight - 1) + random.nextInt(1, 5),
              dilation * (kernelWidth - 1) + random.nextInt(1, 5),
              kernelHeight,
              kernelWidth,
              random.nextInt(1, 3),
              random.nextInt(1, 4),
              dilation,
              dilation,
              random.nextInt(3),
              random.nextInt(3),
              random.nextInt(3),
              random.nextInt(3),
              false);
      int groups = random.nextInt(1, 4);
      return new Layer(
          window,
          random.nextInt(1, 3),
          groups,
          random.nextInt(1, 4),
          groups * random.nextInt(1, 4));
    }

    int channels() {
      return groups * depth;
    }

    int[] inputShape() {
      return new int[] {batch, channels(), window.inputHeight(), window.inputWidth()};
    }

    int[] weightShape() {
      return new int[] {outputs, depth, window.kernelHeight(), window.kernelWidth()};
    }

    int[] outputShape() {
      return new int[] {batch, outputs, window.outputHeight(), window.outputWidth()};
    }

    Map<String, Attribute> attributes() {
      return Map.of(
          "group", Attribute.of(groups),
          "strides", Attribute.ofInts(window.strideHeight(), window.strideWidth()),
          "dilations", Attribute.ofInts(window.dilationHeight(), window.dilationWidth()),
          "pads",
              Attribute.ofInts(
                  window.padTop(), window.padLeft(), window.padBottom(), window.padRight()));
    }
  }

  @Property(tries = 100)
  void convInteger(@ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Layer layer = Layer.of(random);
    byte[] x = bytes(random, Tensor.elementCount(layer.inputShape()));
    byte[] w = bytes(random, Tensor.elementCount(layer.weightShape()));
    byte[] zeroX = bytes(random, 1);
    byte[] zeroW = bytes(random, random.nextBoolean() ? 1 : layer.outputs());
    int[] expected =
        ReferenceConv2d.wrapped(
            layer.window(),
            layer.batch(),
            layer.channels(),
            layer.outputs(),
            layer.groups(),
            ReferenceTensor.u8(channelsLast(x, layer.inputShape()), zeroX[0] & 0xFF),
            ReferenceTensor.s8(channelsLast(w, layer.weightShape()), ints(zeroW)),
            null);
    Tensor found =
        Evaluation.one(
            "ConvInteger",
            10,
            layer.attributes(),
            Tensor.of(DataType.U8, layer.inputShape(), x),
            Tensor.of(DataType.S8, layer.weightShape(), w),
            Tensor.of(DataType.U8, new int[0], zeroX),
            Tensor.of(DataType.S8, new int[] {zeroW.length}, zeroW));
    assertThat(found.shape()).isEqualTo(layer.outputShape());
    for (int i = 0; i < expected.length; i++) {
      assertThat(found.ints()[channelsFirst(i, layer.outputShape())]).isEqualTo(expected[i]);
    }
  }

  @Property(tries = 100)
  void qLinearConv(@ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Layer layer = Layer.of(random);
    byte[] x = bytes(random, Tensor.elementCount(layer.inputShape()));
    byte[] w = bytes(random, Tensor.elementCount(layer.weightShape()));
    byte[] zeros = bytes(random, 2);
    float scaleX = random.nextInt(1, 100) * 0.001f;
    float scaleY = random.nextInt(1, 100) * 0.01f;
    float[] scaleW = new float[random.nextBoolean() ? 1 : layer.outputs()];
    float[] multipliers = new float[scaleW.length];
    for (int o = 0; o < scaleW.length; o++) {
      scaleW[o] = random.nextInt(1, 100) * 0.0001f;
      multipliers[o] = ReferenceRequantize.multiplier(scaleX, scaleW[o], scaleY);
    }
    int[] bias = new int[layer.outputs()];
    for (int o = 0; o < bias.length; o++) {
      bias[o] = random.nextInt(-5000, 5000);
    }
    int[] sums =
        ReferenceConv2d.accumulators(
            layer.window(),
            layer.batch(),
            layer.channels(),
            layer.outputs(),
            layer.groups(),
            ReferenceTensor.s8(channelsLast(x, layer.inputShape()), zeros[0]),
            ReferenceTensor.s8(channelsLast(w, layer.weightShape()), 0),
            bias);
    byte[] expected =
        ReferenceRequantize.float32(sums, layer.outputs(), multipliers, zeros[1], -128, 127);
    Tensor found =
        Evaluation.one(
            "QLinearConv",
            10,
            layer.attributes(),
            Tensor.of(DataType.S8, layer.inputShape(), x),
            Tensor.scalar(scaleX),
            Tensor.of(DataType.S8, new int[0], new byte[] {zeros[0]}),
            Tensor.of(DataType.S8, layer.weightShape(), w),
            Tensor.of(new int[] {scaleW.length}, scaleW),
            Tensor.of(DataType.S8, new int[] {scaleW.length}, new byte[scaleW.length]),
            Tensor.scalar(scaleY),
            Tensor.of(DataType.S8, new int[0], new byte[] {zeros[1]}),
            Tensor.of(DataType.S32, new int[] {bias.length}, bias));
    for (int i = 0; i < expected.length; i++) {
      assertThat(found.bytes()[channelsFirst(i, layer.outputShape())]).isEqualTo(expected[i]);
    }
  }

  @Property(tries = 100)
  void convolutionOfFloats(@ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Layer layer = Layer.of(random);
    float[] x = floats(random, Tensor.elementCount(layer.inputShape()));
    float[] w = floats(random, Tensor.elementCount(layer.weightShape()));
    float[] bias = random.nextBoolean() ? floats(random, layer.outputs()) : null;
    float[] expected =
        ReferenceFloat.conv2d(
            layer.window(),
            layer.batch(),
            layer.channels(),
            layer.outputs(),
            layer.groups(),
            channelsLast(x, layer.inputShape()),
            channelsLast(w, layer.weightShape()),
            bias);
    Tensor found =
        Evaluation.one(
            "Conv",
            11,
            layer.attributes(),
            Tensor.of(layer.inputShape(), x),
            Tensor.of(layer.weightShape(), w),
            bias == null ? null : Tensor.of(new int[] {bias.length}, bias));
    for (int i = 0; i < expected.length; i++) {
      // Halves and small sums are exact in double, whatever the order.
      assertThat(found.floats()[channelsFirst(i, layer.outputShape())]).isEqualTo(expected[i]);
    }
  }

  @Property
  void quantizeAlongAnyAxis(@ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int[] shape = {random.nextInt(1, 4), random.nextInt(1, 4), random.nextInt(1, 4)};
    int axis = random.nextInt(-3, 3);
    int channels = shape[Math.floorMod(axis, 3)];
    float[] scales = new float[channels];
    byte[] zeros = bytes(random, channels);
    for (int c = 0; c < channels; c++) {
      scales[c] = random.nextInt(1, 1000) * 0.001f;
    }
    float[] x = floats(random, Tensor.elementCount(shape));
    Tensor found =
        Evaluation.one(
            "QuantizeLinear",
            13,
            Map.of("axis", Attribute.of(axis)),
            Tensor.of(shape, x),
            Tensor.of(new int[] {channels}, scales),
            Tensor.of(DataType.U8, new int[] {channels}, zeros));
    int[] strides = {shape[1] * shape[2], shape[2], 1};
    for (int i = 0; i < x.length; i++) {
      int c = i / strides[Math.floorMod(axis, 3)] % channels;
      int expected = ReferenceQuantizer.divide(x[i], scales[c], zeros[c] & 0xFF, 0, 255);
      assertThat(found.longAt(i)).isEqualTo(expected);
    }
  }

  private static byte[] bytes(SplittableRandom random, int length) {
    byte[] data = new byte[length];
    random.nextBytes(data);
    return data;
  }

  private static float[] floats(SplittableRandom random, int length) {
    float[] data = new float[length];
    for (int i = 0; i < length; i++) {
      data[i] = random.nextInt(-1000, 1000) * 0.5f;
    }
    return data;
  }

  private static int[] ints(byte[] data) {
    int[] values = new int[data.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = data[i];
    }
    return values;
  }

  private static byte[] channelsLast(byte[] data, int[] shape) {
    return ReferenceLayout.transpose(data, shape, new int[] {0, 2, 3, 1});
  }

  private static float[] channelsLast(float[] data, int[] shape) {
    float[] moved = new float[data.length];
    int[] first = {shape[0], shape[1], shape[2], shape[3]};
    for (int i = 0; i < data.length; i++) {
      moved[i] = data[channelsFirst(i, first)];
    }
    return moved;
  }

  /// The NCHW index of an element given its NHWC index; the shape is that of NCHW.
  private static int channelsFirst(int index, int[] shape) {
    int channel = index % shape[1];
    int cell = index / shape[1];
    int area = shape[2] * shape[3];
    return (cell / area * shape[1] + channel) * area + cell % area;
  }
}
