package io.bytelane.tests.contract;

import io.bytelane.Activations;
import io.bytelane.Add;
import io.bytelane.AveragePool2d;
import io.bytelane.Broadcast;
import io.bytelane.Concat;
import io.bytelane.Conv2d;
import io.bytelane.Conv2dGeometry;
import io.bytelane.Dequantize;
import io.bytelane.DynamicFullyConnected;
import io.bytelane.ElementwiseOperator;
import io.bytelane.FloatAveragePool2d;
import io.bytelane.FloatBinary;
import io.bytelane.FloatConv2d;
import io.bytelane.FloatFunction;
import io.bytelane.FloatGemm;
import io.bytelane.FloatMatMul;
import io.bytelane.FloatMaxPool2d;
import io.bytelane.FloatPad;
import io.bytelane.FloatSoftmax;
import io.bytelane.FloatTransposedConv2d;
import io.bytelane.FullyConnected;
import io.bytelane.GemmShape;
import io.bytelane.ImageGather;
import io.bytelane.ImageLayout;
import io.bytelane.Int8Gemm;
import io.bytelane.LayerNorm;
import io.bytelane.LookupTable;
import io.bytelane.Max;
import io.bytelane.MaxPool2d;
import io.bytelane.Min;
import io.bytelane.Mul;
import io.bytelane.Pad;
import io.bytelane.Pool2dGeometry;
import io.bytelane.Quantize;
import io.bytelane.ResizeNearest;
import io.bytelane.Softmax;
import io.bytelane.Sub;
import io.bytelane.Transpose;
import io.bytelane.TransposedConv2d;
import io.bytelane.TransposedConv2dGeometry;
import io.bytelane.Workspace;
import io.bytelane.quant.PerChannelQuantParams;
import io.bytelane.quant.QuantParams;
import io.bytelane.quant.QuantizedType;
import io.bytelane.quant.RequantScheme;
import io.bytelane.tests.contract.OperatorCase.Caller;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executor;
import java.util.stream.Stream;

/// Every operator of the public API, and every route of the layers.
final class OperatorCases {
  private static final QuantParams INPUT = new QuantParams(0.02f, 3, QuantizedType.S8);
  private static final QuantParams OUTPUT = new QuantParams(0.5f, -7, QuantizedType.S8);
  private static final int K = 40;
  private static final int N = 24;
  private static final int ROWS = 9;
  private static final int LENGTH = 200;
  private static final Executor DIRECT = Runnable::run;

  private OperatorCases() {}

  static Stream<OperatorCase> all() {
    return Stream.of(
            linear(),
            products(),
            SegmentCases.all(),
            divided(),
            convolutions(),
            floatLayers(),
            transformer(),
            pools(),
            elementwise(),
            movement())
        .flatMap(List::stream);
  }

  private static List<OperatorCase> linear() {
    return List.of(
        fullyConnected("FullyConnected to int8", ROWS, RequantScheme.FLOAT32),
        fullyConnected("FullyConnected of one row", 1, RequantScheme.FLOAT32),
        fullyConnected("FullyConnected FIXED_DOUBLE", ROWS, RequantScheme.FIXED_DOUBLE),
        fullyConnected("FullyConnected FIXED_SINGLE", ROWS, RequantScheme.FIXED_SINGLE),
        fullyConnectedToInt32(),
        fullyConnectedToFloat(),
        dynamic(DynamicFullyConnected.Granularity.PER_ROW),
        dynamic(DynamicFullyConnected.Granularity.PER_TENSOR));
  }

  private static FullyConnected.Builder fullyConnected() {
    return FullyConnected.builder(K, N).input(INPUT).weights(bytes(N * K), scales(N));
  }

  private static OperatorCase fullyConnected(String name, int rows, RequantScheme scheme) {
    FullyConnected op = fullyConnected().output(OUTPUT).scheme(scheme).build();
    byte[] in = bytes(rows * K);
    return new OperatorCase(
        name,
        () -> {
          Workspace w = Workspace.forOperators(op);
          byte[] out = new byte[rows * N];
          return new Caller(() -> op.run(in, 0, out, 0, rows, w), out);
        });
  }

  private static OperatorCase fullyConnectedToInt32() {
    FullyConnected op = fullyConnected().outputInt32().build();
    byte[] in = bytes(ROWS * K);
    return new OperatorCase(
        "FullyConnected to int32",
        () -> {
          Workspace w = Workspace.forOperators(op);
          int[] out = new int[ROWS * N];
          return new Caller(() -> op.run(in, 0, out, 0, ROWS, w), out);
        });
  }

  private static OperatorCase fullyConnectedToFloat() {
    FullyConnected op = fullyConnected().outputFloat().build();
    byte[] in = bytes(ROWS * K);
    return new OperatorCase(
        "FullyConnected to float",
        () -> {
          Workspace w = Workspace.forOperators(op);
          float[] out = new float[ROWS * N];
          return new Caller(() -> op.run(in, 0, out, 0, ROWS, w), out);
        });
  }

  private static OperatorCase dynamic(DynamicFullyConnected.Granularity granularity) {
    DynamicFullyConnected op =
        DynamicFullyConnected.builder(K, N)
            .weights(bytes(N * K), scales(N))
            .granularity(granularity)
            .build();
    float[] in = floats(ROWS * K);
    return new OperatorCase(
        "DynamicFullyConnected " + granularity,
        () -> {
          Workspace w = Workspace.forOperators(op);
          float[] out = new float[ROWS * N];
          return new Caller(() -> op.run(in, 0, out, 0, ROWS, w), out);
        });
  }

  private static List<OperatorCase> products() {
    GemmShape shape = GemmShape.of(ROWS, N, K);
    GemmShape heads = GemmShape.ofTransposed(ROWS, N, K).withBatch(2, ROWS * K, N * K, ROWS * N);
    Int8Gemm gemm = Int8Gemm.builder(N, K).left(INPUT).right(INPUT).output(OUTPUT).build();
    Int8Gemm sums = Int8Gemm.builder(N, K).left(INPUT).right(INPUT).outputInt32().build();
    byte[] a = bytes(2 * ROWS * K);
    byte[] b = bytes(2 * N * K);
    int[] aZeroPoints = {5};
    int[] bZeroPoints = new int[N];
    return List.of(
        new OperatorCase(
            "Int8Gemm to int8",
            () -> {
              Workspace w = Workspace.forOperators(gemm);
              byte[] out = new byte[ROWS * N];
              return new Caller(() -> gemm.run(shape, a, 0, b, 0, out, 0, w), out);
            }),
        new OperatorCase(
            "Int8Gemm of a batch, zero points of the call",
            () -> {
              Workspace w = Workspace.forOperators(sums);
              int[] out = new int[2 * ROWS * N];
              return new Caller(
                  () -> sums.run(heads, a, 0, aZeroPoints, b, 0, bZeroPoints, out, 0, w, DIRECT, 1),
                  out);
            }));
  }

  /// Calls that are divided, with an executor that itself allocates nothing.
  private static List<OperatorCase> divided() {
    int rows = 96;
    int k = 320;
    int n = 288;
    FullyConnected int8 =
        FullyConnected.builder(k, n)
            .input(INPUT)
            .weights(bytes(n * k), scales(n))
            .output(OUTPUT)
            .build();
    FloatGemm fp32 = FloatGemm.builder(k, n).weights(floats(n * k)).build();
    byte[] levels = bytes(rows * k);
    float[] reals = floats(rows * k);
    return List.of(
        new OperatorCase(
            "FullyConnected in three parts",
            () -> {
              Workspace w = Workspace.forOperators(3, int8);
              byte[] out = new byte[rows * n];
              return new Caller(() -> int8.run(levels, 0, out, 0, rows, w, DIRECT, 3), out);
            }),
        new OperatorCase(
            "FloatGemm in three parts",
            () -> {
              Workspace w = Workspace.forOperators(3, fp32);
              float[] out = new float[rows * n];
              return new Caller(() -> fp32.run(reals, 0, out, 0, rows, w, DIRECT, 3), out);
            }));
  }

  private static List<OperatorCase> convolutions() {
    return List.of(
        conv("pointwise", Conv2dGeometry.builder(5, 5, 16, 24).kernel(1, 1).build()),
        conv("patches", Conv2dGeometry.builder(7, 7, 3, 8).kernel(3, 3).stride(2, 2).build()),
        conv(
            "patches of two groups",
            Conv2dGeometry.builder(6, 6, 8, 8).kernel(2, 2).groups(2).build()),
        conv(
            "depthwise",
            Conv2dGeometry.builder(6, 6, 16, 16).kernel(3, 3).pads(1, 1, 1, 1).groups(16).build()),
        conv(
            "winograd", Conv2dGeometry.builder(8, 8, 16, 16).kernel(3, 3).pads(1, 1, 1, 1).build()),
        transposed(),
        floatTransposed());
  }

  private static TransposedConv2dGeometry upsampling() {
    return TransposedConv2dGeometry.builder(5, 6, 16, 8)
        .kernel(4, 4)
        .stride(2, 2)
        .pads(1, 1, 1, 1)
        .build();
  }

  private static OperatorCase transposed() {
    TransposedConv2dGeometry g = upsampling();
    TransposedConv2d op =
        TransposedConv2d.builder(g)
            .input(INPUT)
            .weights(bytes(g.weightCount()), scales(g.outputChannels()))
            .output(OUTPUT)
            .build();
    byte[] in = bytes(g.inputSize());
    return new OperatorCase(
        "TransposedConv2d",
        () -> {
          Workspace w = Workspace.forOperators(op);
          byte[] out = new byte[g.outputSize()];
          return new Caller(() -> op.run(in, 0, out, 0, 1, w), out);
        });
  }

  private static OperatorCase floatTransposed() {
    TransposedConv2dGeometry g = upsampling();
    FloatTransposedConv2d op =
        FloatTransposedConv2d.builder(g).weights(floats(g.weightCount())).build();
    float[] in = floats(g.inputSize());
    return new OperatorCase(
        "FloatTransposedConv2d",
        () -> {
          Workspace w = Workspace.forOperators(op);
          float[] out = new float[g.outputSize()];
          return new Caller(() -> op.run(in, 0, out, 0, 1, w), out);
        });
  }

  private static OperatorCase conv(String route, Conv2dGeometry g) {
    Conv2d op =
        Conv2d.builder(g)
            .input(INPUT)
            .weights(bytes(g.weightCount()), scales(g.outputChannels()))
            .output(OUTPUT)
            .build();
    byte[] in = bytes(g.inputSize());
    return new OperatorCase(
        "Conv2d " + route + ", " + op.kernelName(),
        () -> {
          Workspace w = Workspace.forOperators(op);
          byte[] out = new byte[g.outputSize()];
          return new Caller(() -> op.run(in, 0, out, 0, 1, w), out);
        });
  }

  private static List<OperatorCase> floatLayers() {
    FloatGemm gemm = FloatGemm.builder(K, N).weights(floats(N * K)).build();
    float[] rows = floats(ROWS * K);
    return List.of(
        new OperatorCase(
            "FloatGemm",
            () -> {
              Workspace w = Workspace.forOperators(gemm);
              float[] out = new float[ROWS * N];
              return new Caller(() -> gemm.run(rows, 0, out, 0, ROWS, w), out);
            }),
        floatConv("pointwise", Conv2dGeometry.builder(5, 5, 16, 24).kernel(1, 1).build()),
        floatConv(
            "patches", Conv2dGeometry.builder(8, 8, 16, 16).kernel(3, 3).pads(1, 1, 1, 1).build()),
        floatConv(
            "depthwise", Conv2dGeometry.builder(6, 6, 16, 16).kernel(3, 3).groups(16).build()));
  }

  private static List<OperatorCase> transformer() {
    FloatSoftmax softmax = FloatSoftmax.of(20);
    LayerNorm norm = LayerNorm.of(floats(50), null, 1e-5f);
    FloatMatMul product = FloatMatMul.builder(5, 20, 4).matrices(2).bias(20).build();
    float[] reals = floats(LENGTH);
    return List.of(
        new OperatorCase(
            "FloatSoftmax",
            () -> {
              Workspace w = Workspace.forOperators(softmax);
              float[] out = new float[LENGTH];
              return new Caller(() -> softmax.run(reals, 0, out, 0, LENGTH / 20, w), out);
            }),
        new OperatorCase(
            "LayerNorm",
            () -> {
              Workspace w = Workspace.forOperators(norm);
              float[] out = new float[LENGTH];
              return new Caller(() -> norm.run(reals, 0, out, 0, LENGTH / 50, w), out);
            }),
        new OperatorCase(
            "FloatMatMul",
            () -> {
              Workspace w = Workspace.forOperators(product);
              float[] out = new float[LENGTH];
              return new Caller(() -> product.run(reals, 0, reals, 0, reals, 0, out, 0, 1, w), out);
            }));
  }

  private static OperatorCase floatConv(String route, Conv2dGeometry g) {
    FloatConv2d op = FloatConv2d.builder(g).weights(floats(g.weightCount())).build();
    float[] in = floats(g.inputSize());
    return new OperatorCase(
        "FloatConv2d " + route,
        () -> {
          Workspace w = Workspace.forOperators(op);
          float[] out = new float[g.outputSize()];
          return new Caller(() -> op.run(in, 0, out, 0, 1, w), out);
        });
  }

  private static List<OperatorCase> pools() {
    Pool2dGeometry g = Pool2dGeometry.builder(7, 7, 20, 3, 3).stride(2, 2).pads(1, 1, 1, 1).build();
    MaxPool2d max = MaxPool2d.of(g, QuantizedType.S8);
    AveragePool2d average = AveragePool2d.builder(g, INPUT).output(OUTPUT).build();
    FloatMaxPool2d floatMax = FloatMaxPool2d.of(g);
    FloatAveragePool2d floatAverage = FloatAveragePool2d.of(g, false);
    byte[] levels = bytes(g.inputSize());
    float[] reals = floats(g.inputSize());
    return List.of(
        new OperatorCase(
            "MaxPool2d",
            () -> {
              Workspace w = Workspace.forOperators(max);
              byte[] out = new byte[g.outputSize()];
              return new Caller(() -> max.run(levels, 0, out, 0, 1, w), out);
            }),
        new OperatorCase(
            "AveragePool2d",
            () -> {
              Workspace w = Workspace.forOperators(average);
              byte[] out = new byte[g.outputSize()];
              return new Caller(() -> average.run(levels, 0, out, 0, 1, w), out);
            }),
        new OperatorCase(
            "FloatMaxPool2d",
            () -> {
              Workspace w = Workspace.forOperators(floatMax);
              float[] out = new float[g.outputSize()];
              return new Caller(() -> floatMax.run(reals, 0, out, 0, 1, w), out);
            }),
        new OperatorCase(
            "FloatAveragePool2d",
            () -> {
              Workspace w = Workspace.forOperators(floatAverage);
              float[] out = new float[g.outputSize()];
              return new Caller(() -> floatAverage.run(reals, 0, out, 0, 1, w), out);
            }));
  }

  private static List<OperatorCase> elementwise() {
    LookupTable table = LookupTable.of(INPUT, OUTPUT, Activations.sigmoid());
    Quantize quantize = Quantize.of(INPUT);
    Dequantize dequantize = Dequantize.of(INPUT);
    Softmax softmax = Softmax.of(INPUT, Softmax.recommendedOutput());
    FloatBinary binary = FloatBinary.of(FloatBinary.Operation.ADD);
    FloatFunction gelu = FloatFunction.of(FloatFunction.Function.GELU);
    FloatFunction erf = FloatFunction.of(FloatFunction.Function.ERF);
    byte[] levels = bytes(LENGTH);
    float[] reals = floats(LENGTH);
    return List.of(
        binary("Add", Add.of(INPUT, OUTPUT, OUTPUT)),
        binary("Sub", Sub.of(INPUT, OUTPUT, OUTPUT)),
        binary("Mul", Mul.of(INPUT, OUTPUT, OUTPUT)),
        binary("Min", Min.of(INPUT, OUTPUT, OUTPUT)),
        binary("Max of equal parameters", Max.of(INPUT)),
        broadcast("Add of a value per channel", new int[] {40, 5}, new int[] {5}),
        broadcast("Add of rows and columns", new int[] {10, 1}, new int[] {1, 20}),
        ofBytes("LookupTable", out -> table.run(levels, 0, out, 0, LENGTH)),
        ofBytes("Quantize", out -> quantize.run(reals, 0, out, 0, LENGTH)),
        ofFloats("Dequantize", out -> dequantize.run(levels, 0, out, 0, LENGTH)),
        ofBytes("Softmax", out -> softmax.run(levels, 0, out, 0, LENGTH / 10, 10)),
        softmaxToInt16(),
        ofFloats("FloatBinary", out -> binary.run(reals, 0, reals, 0, out, 0, LENGTH)),
        ofFloats(
            "FloatBinary repeated", out -> binary.runRepeated(reals, 0, reals, 0, 20, out, 0, 200)),
        ofFloats("FloatFunction gelu", out -> gelu.run(reals, 0, out, 0, LENGTH)),
        ofFloats("FloatFunction erf", out -> erf.run(reals, 0, out, 0, LENGTH)));
  }

  private static OperatorCase softmaxToInt16() {
    Softmax op = Softmax.toInt16(INPUT);
    byte[] levels = bytes(LENGTH);
    return new OperatorCase(
        "Softmax to int16",
        () -> {
          short[] out = new short[LENGTH];
          return new Caller(() -> op.run(levels, 0, out, 0, LENGTH / 10, 10), out);
        });
  }

  private static OperatorCase binary(String name, ElementwiseOperator op) {
    byte[] a = bytes(LENGTH);
    byte[] b = bytes(LENGTH + 1);
    return ofBytes(name, out -> op.run(a, 0, b, 1, out, 0, LENGTH));
  }

  private static OperatorCase broadcast(String name, int[] aShape, int[] bShape) {
    Add op = Add.of(INPUT, OUTPUT, OUTPUT);
    Broadcast shapes = Broadcast.of(aShape, bShape);
    byte[] a = bytes(shapes.aSize());
    byte[] b = bytes(shapes.bSize());
    return new OperatorCase(
        name,
        () -> {
          Workspace w = Workspace.forOperators(op);
          byte[] out = new byte[LENGTH];
          return new Caller(() -> op.run(a, 0, b, 0, out, 0, shapes, w), out);
        });
  }

  private static List<OperatorCase> movement() {
    Concat concat = Concat.of(List.of(INPUT, OUTPUT), new int[] {15, 5}, OUTPUT);
    ImageGather gather = ImageGather.pad(3, 3, 6, 1, 1, 1, 1);
    ImageLayout layout = ImageLayout.of(8, 5, 5);
    Transpose transpose = Transpose.of(new int[] {5, 2, 20}, 2, 1, 0);
    Pad pad = Pad.of(new int[] {3, 3, 6}, new int[] {1, 1, 0}, new int[] {1, 1, 0}, INPUT, OUTPUT);
    FloatPad floatPad =
        FloatPad.of(new int[] {3, 3, 6}, new int[] {1, 1, 0}, new int[] {1, 1, 0}, 1f);
    ResizeNearest resize = ResizeNearest.of(3, 3, 5, 6, 6, ResizeNearest.Coordinates.ASYMMETRIC);
    byte[][] parts = {bytes(150), bytes(50)};
    int[] offsets = new int[2];
    byte[] levels = bytes(LENGTH);
    float[] reals = floats(LENGTH);
    return List.of(
        ofBytes("Concat", out -> concat.run(parts, offsets, out, 0, 10)),
        ofBytes("ImageGather", out -> gather.run(levels, 0, out, 0, 1, (byte) 3)),
        ofFloats("ImageGather of floats", out -> gather.run(reals, 0, out, 0, 1, 3f)),
        ofBytes("Transpose", out -> transpose.run(levels, 0, out, 0, 1)),
        ofFloats("Transpose of floats", out -> transpose.run(reals, 0, out, 0, 1)),
        ofBytes("Pad", out -> pad.run(levels, 0, out, 0, 1)),
        ofFloats("FloatPad", out -> floatPad.run(reals, 0, out, 0, 1)),
        ofBytes("ResizeNearest", out -> resize.run(levels, 0, out, 0, 1)),
        ofBytes("ImageLayout to NHWC", out -> layout.toNhwc(levels, 0, out, 0, 1)),
        ofFloats("ImageLayout to NCHW", out -> layout.toNchw(reals, 0, out, 0, 1)));
  }

  private interface BytesRun {
    void run(byte[] out);
  }

  private interface FloatsRun {
    void run(float[] out);
  }

  private static OperatorCase ofBytes(String name, BytesRun run) {
    return new OperatorCase(
        name,
        () -> {
          byte[] out = new byte[LENGTH];
          return new Caller(() -> run.run(out), out);
        });
  }

  private static OperatorCase ofFloats(String name, FloatsRun run) {
    return new OperatorCase(
        name,
        () -> {
          float[] out = new float[LENGTH];
          return new Caller(() -> run.run(out), out);
        });
  }

  private static PerChannelQuantParams scales(int channels) {
    float[] scales = new float[channels];
    for (int c = 0; c < channels; c++) {
      scales[c] = 0.001f * (c + 1);
    }
    return PerChannelQuantParams.symmetric(scales);
  }

  private static byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    // Symmetric weights exclude -128.
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) Math.max(bytes[i], -127);
    }
    return bytes;
  }

  private static float[] floats(int length) {
    float[] floats = new float[length];
    Random random = new Random(length);
    for (int i = 0; i < length; i++) {
      floats[i] = random.nextFloat(-2, 2);
    }
    return floats;
  }
}
