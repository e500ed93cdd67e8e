package io.bytelane.tests.ptq;

import io.bytelane.models.graph.DataType;
import io.bytelane.models.graph.Graph;
import io.bytelane.models.graph.Node;
import io.bytelane.models.graph.Tensor;
import io.bytelane.reference.ReferenceAveragePool;
import io.bytelane.reference.ReferenceByte;
import io.bytelane.reference.ReferenceConv2d;
import io.bytelane.reference.ReferenceElementwise;
import io.bytelane.reference.ReferenceGemm;
import io.bytelane.reference.ReferenceMatrix;
import io.bytelane.reference.ReferencePool;
import io.bytelane.reference.ReferenceQuantParams;
import io.bytelane.reference.ReferenceQuantizer;
import io.bytelane.reference.ReferenceRequantize;
import io.bytelane.reference.ReferenceTensor;
import io.bytelane.reference.ReferenceWindow;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/// What a QDQ graph means in integers, node by node with the oracle's operators: a layer between
/// DequantizeLinear and QuantizeLinear is an exact int32 sum, requantized by scheme `FLOAT32` and
/// clamped to the levels of its activation. Shares no code with plans.
final class QdqOracle {
  /// Levels of a tensor in ONNX's layout.
  @SuppressWarnings("ArrayRecordComponent") // not compared
  record Levels(int[] shape, byte[] data, boolean unsigned, ReferenceQuantParams params) {
    int at(int index) {
      return ReferenceByte.value(data[index], unsigned);
    }

    int images() {
      return shape[0];
    }

    int channels() {
      return shape[1];
    }
  }

  /// A result that waits for the scale, zero point and clamp of its output.
  private interface Pending {
    Levels finish(ReferenceQuantParams out, int low, int high, boolean unsigned);
  }

  /// A pending result with the real clamp of its activation.
  private record Clamped(Pending result, float low, float high) {}

  private final Graph graph;
  private final Map<String, Levels> levels = new HashMap<>();
  private final Map<String, Clamped> pending = new HashMap<>();
  private final Map<String, float[]> floats = new HashMap<>();
  private final Map<String, int[]> floatShapes = new HashMap<>();

  QdqOracle(Graph graph) {
    this.graph = graph;
  }

  /// Returns the first output of the graph for a batch.
  float[] run(Tensor input) {
    String name = graph.inputs().getFirst().name();
    floats.put(name, input.floats());
    floatShapes.put(name, input.shape());
    graph.nodes().forEach(this::evaluate);
    return floats.get(graph.outputs().getFirst().name());
  }

  private void evaluate(Node node) {
    String out = node.output(0);
    switch (node.operator()) {
      case "QuantizeLinear" -> levels.put(out, quantize(node));
      case "DequantizeLinear" -> dequantize(node);
      case "Conv" -> pending.put(out, new Clamped(convolution(node), -1 / 0f, 1 / 0f));
      case "Gemm" -> pending.put(out, new Clamped(gemm(node), -1 / 0f, 1 / 0f));
      case "GlobalAveragePool", "AveragePool" ->
          pending.put(out, new Clamped(average(node), -1 / 0f, 1 / 0f));
      case "Add" -> pending.put(out, new Clamped(add(node), -1 / 0f, 1 / 0f));
      case "Concat" -> pending.put(out, new Clamped(concat(node), -1 / 0f, 1 / 0f));
      case "Relu" -> clamp(node, 0, 1 / 0f);
      case "Clip" ->
          clamp(node, constant(node.input(1)).floats()[0], constant(node.input(2)).floats()[0]);
      case "MaxPool" -> levels.put(out, max(node));
      case "Flatten" -> {
        Levels x = levels.get(node.input(0));
        int[] shape = {x.images(), x.data().length / x.images()};
        levels.put(out, new Levels(shape, x.data(), x.unsigned(), x.params()));
      }
      default -> throw new AssertionError("the oracle has no " + node);
    }
  }

  private Tensor constant(String name) {
    return graph.constant(name).orElseThrow();
  }

  private ReferenceQuantParams params(Node node) {
    return new ReferenceQuantParams(
        constant(node.input(1)).floats()[0], (int) constant(node.input(2)).longAt(0));
  }

  private Levels quantize(Node node) {
    ReferenceQuantParams params = params(node);
    boolean unsigned = constant(node.input(2)).type() == DataType.U8;
    int low = ReferenceByte.min(unsigned);
    int high = ReferenceByte.max(unsigned);
    Clamped result = pending.get(node.input(0));
    if (result != null) {
      int from =
          ReferenceQuantizer.divide(result.low(), params.scale(), params.zeroPoint(), low, high);
      int to =
          ReferenceQuantizer.divide(result.high(), params.scale(), params.zeroPoint(), low, high);
      return result.result().finish(params, from, to, unsigned);
    }
    Levels same = levels.get(node.input(0));
    if (same != null) {
      if (!same.params().equals(params) || same.unsigned() != unsigned) {
        throw new AssertionError(node + " changes the parameters of moved levels");
      }
      return same;
    }
    float[] x = floats.get(node.input(0));
    byte[] q = new byte[x.length];
    for (int i = 0; i < q.length; i++) {
      q[i] = (byte) ReferenceQuantizer.divide(x[i], params.scale(), params.zeroPoint(), low, high);
    }
    return new Levels(floatShapes.get(node.input(0)), q, unsigned, params);
  }

  private void dequantize(Node node) {
    Levels q = levels.get(node.input(0));
    if (q == null) {
      return;
    }
    // Readers inside the graph take the levels, a reader outside the real values.
    levels.put(node.output(0), q);
    float[] real = new float[q.data().length];
    for (int i = 0; i < real.length; i++) {
      real[i] = ReferenceQuantizer.dequantize(q.at(i), q.params().scale(), q.params().zeroPoint());
    }
    floats.put(node.output(0), real);
  }

  private void clamp(Node node, float low, float high) {
    Clamped before = pending.get(node.input(0));
    if (before != null) {
      pending.put(node.output(0), new Clamped(before.result(), low, high));
      return;
    }
    Levels x = levels.get(node.input(0));
    Pending result =
        (out, from, to, unsigned) -> {
          byte[] q = new byte[x.data().length];
          for (int i = 0; i < q.length; i++) {
            q[i] = (byte) ReferenceElementwise.rescale(x.at(i), x.params(), out, from, to);
          }
          return new Levels(x.shape(), q, unsigned, out);
        };
    pending.put(node.output(0), new Clamped(result, low, high));
  }

  private Node dequantizer(String value) {
    return graph.producer(value).orElseThrow();
  }

  private int[] bias(Node node) {
    return node.hasInput(2) ? constant(dequantizer(node.input(2)).input(0)).ints() : null;
  }

  private Pending convolution(Node node) {
    Levels x = levels.get(node.input(0));
    Node source = dequantizer(node.input(1));
    Tensor weights = constant(source.input(0));
    int[] shape = weights.shape();
    ReferenceWindow window = window(node, x.shape(), shape[2], shape[3]);
    int groups = (int) node.intAttribute("group", 1);
    int[] acc =
        ReferenceConv2d.accumulators(
            window,
            x.images(),
            x.channels(),
            shape[0],
            groups,
            tensor(channelsLast(x.data(), x.shape()), x),
            ReferenceTensor.s8(channelsLast(weights.bytes(), shape), 0),
            bias(node));
    int height = window.outputHeight();
    int width = window.outputWidth();
    int[] last = {x.images(), height, width, shape[0]};
    return requantized(
        acc,
        x,
        constant(source.input(1)).floats(),
        q -> channelsFirst(q, last),
        x.images(),
        shape[0],
        height,
        width);
  }

  private Pending gemm(Node node) {
    Levels x = levels.get(node.input(0));
    Node source = dequantizer(node.input(1));
    Tensor weights = constant(source.input(0));
    boolean transposed = node.intAttribute("transB", 0) != 0;
    int n = weights.dimension(transposed ? 0 : 1);
    int k = weights.dimension(transposed ? 1 : 0);
    ReferenceMatrix right =
        transposed
            ? ReferenceMatrix.columnMajor(weights.bytes(), 0, k, false)
            : ReferenceMatrix.rowMajor(weights.bytes(), 0, n, false);
    int[] acc =
        ReferenceGemm.accumulators(
            x.images(),
            n,
            k,
            ReferenceMatrix.rowMajor(x.data(), 0, k, x.unsigned()),
            x.params().zeroPoint(),
            right,
            new int[] {0},
            bias(node));
    return requantized(
        acc, x, constant(source.input(1)).floats(), UnaryOperator.identity(), x.images(), n);
  }

  /// @param layout puts levels with the channels last into ONNX's layout
  /// @param shape of the result, images and channels first
  private static Pending requantized(
      int[] acc, Levels x, float[] weightScales, UnaryOperator<byte[]> layout, int... shape) {
    return (out, low, high, unsigned) -> {
      float[] m = new float[weightScales.length];
      for (int o = 0; o < m.length; o++) {
        m[o] = ReferenceRequantize.multiplier(x.params().scale(), weightScales[o], out.scale());
      }
      byte[] q = ReferenceRequantize.float32(acc, shape[1], m, out.zeroPoint(), low, high);
      return new Levels(shape, layout.apply(q), unsigned, out);
    };
  }

  private Levels max(Node node) {
    Levels x = levels.get(node.input(0));
    long[] kernel = node.intsAttribute("kernel_shape", null);
    ReferenceWindow window = window(node, x.shape(), (int) kernel[0], (int) kernel[1]);
    byte[] q =
        ReferencePool.max(
            window, x.images(), x.channels(), channelsLast(x.data(), x.shape()), x.unsigned());
    return image(q, x, window, x.unsigned(), x.params());
  }

  private Pending average(Node node) {
    Levels x = levels.get(node.input(0));
    boolean global = node.is("GlobalAveragePool");
    long[] kernel =
        global ? new long[] {x.shape()[2], x.shape()[3]} : node.intsAttribute("kernel_shape", null);
    ReferenceWindow window = window(node, x.shape(), (int) kernel[0], (int) kernel[1]);
    boolean padding = node.intAttribute("count_include_pad", 0) != 0;
    ReferenceTensor input = tensor(channelsLast(x.data(), x.shape()), x);
    return (out, low, high, unsigned) -> {
      byte[] q =
          out.equals(x.params())
              ? ReferenceAveragePool.sameParams(
                  window, x.images(), x.channels(), input, out.zeroPoint(), padding)
              : ReferenceAveragePool.rescaled(
                  window, x.images(), x.channels(), input, x.params(), out, low, high, padding);
      return image(q, x, window, unsigned, out);
    };
  }

  private static Levels image(
      byte[] q, Levels x, ReferenceWindow window, boolean unsigned, ReferenceQuantParams params) {
    int height = window.outputHeight();
    int width = window.outputWidth();
    return new Levels(
        new int[] {x.images(), x.channels(), height, width},
        channelsFirst(q, new int[] {x.images(), height, width, x.channels()}),
        unsigned,
        params);
  }

  private Pending add(Node node) {
    Levels a = levels.get(node.input(0));
    Levels b = levels.get(node.input(1));
    return (out, low, high, unsigned) -> {
      byte[] q = new byte[a.data().length];
      for (int i = 0; i < q.length; i++) {
        q[i] =
            (byte)
                ReferenceElementwise.add(a.at(i), a.params(), b.at(i), b.params(), out, low, high);
      }
      return new Levels(a.shape(), q, unsigned, out);
    };
  }

  /// Along channels.
  private Pending concat(Node node) {
    List<Levels> inputs = new ArrayList<>();
    node.inputs().forEach(input -> inputs.add(levels.get(input)));
    return (out, low, high, unsigned) -> {
      int channels = inputs.stream().mapToInt(Levels::channels).sum();
      int[] shape = inputs.getFirst().shape().clone();
      shape[1] = channels;
      byte[] q = new byte[Tensor.elementCount(shape)];
      int to = 0;
      for (int image = 0; image < shape[0]; image++) {
        for (Levels x : inputs) {
          int size = x.data().length / shape[0];
          for (int i = 0; i < size; i++) {
            q[to++] =
                (byte)
                    ReferenceElementwise.rescale(
                        x.at(image * size + i), x.params(), out, low, high);
          }
        }
      }
      return new Levels(shape, q, unsigned, out);
    };
  }

  private static ReferenceTensor tensor(byte[] data, Levels x) {
    int zeroPoint = x.params().zeroPoint();
    return x.unsigned() ? ReferenceTensor.u8(data, zeroPoint) : ReferenceTensor.s8(data, zeroPoint);
  }

  private static ReferenceWindow window(Node node, int[] shape, int kernelHeight, int kernelWidth) {
    long[] s = node.intsAttribute("strides", new long[] {1, 1});
    long[] d = node.intsAttribute("dilations", new long[] {1, 1});
    long[] p = node.intsAttribute("pads", new long[4]);
    return new ReferenceWindow(
        shape[2],
        shape[3],
        kernelHeight,
        kernelWidth,
        (int) s[0],
        (int) s[1],
        (int) d[0],
        (int) d[1],
        (int) p[0],
        (int) p[1],
        (int) p[2],
        (int) p[3],
        node.intAttribute("ceil_mode", 0) != 0);
  }

  private static byte[] channelsLast(byte[] data, int[] shape) {
    byte[] turned = new byte[data.length];
    int size = data.length / shape[0];
    for (int n = 0; n < shape[0]; n++) {
      byte[] image = Arrays.copyOfRange(data, n * size, (n + 1) * size);
      System.arraycopy(transpose(image, shape[1], size / shape[1]), 0, turned, n * size, size);
    }
    return turned;
  }

  private static byte[] channelsFirst(byte[] data, int[] shape) {
    int pixels = shape[1] * shape[2];
    return channelsLast(data, new int[] {shape[0], pixels, shape[3]});
  }

  private static byte[] transpose(byte[] data, int rows, int columns) {
    byte[] turned = new byte[data.length];
    for (int r = 0; r < rows; r++) {
      for (int c = 0; c < columns; c++) {
        turned[c * rows + r] = data[r * columns + c];
      }
    }
    return turned;
  }
}
