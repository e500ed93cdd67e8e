package io.bytelane.tests.conformance;

import io.bytelane.Add;
import io.bytelane.AveragePool2d;
import io.bytelane.AveragePool2d.Rounding;
import io.bytelane.Broadcast;
import io.bytelane.Conv2d;
import io.bytelane.Dequantize;
import io.bytelane.ElementwiseOperator;
import io.bytelane.FixedPointSum;
import io.bytelane.FullyConnected;
import io.bytelane.KernelPath;
import io.bytelane.LookupTable;
import io.bytelane.Max;
import io.bytelane.MaxPool2d;
import io.bytelane.Min;
import io.bytelane.Mul;
import io.bytelane.Pad;
import io.bytelane.Pool2dGeometry;
import io.bytelane.Quantize;
import io.bytelane.Softmax;
import io.bytelane.Sub;
import io.bytelane.Transpose;
import io.bytelane.TransposedConv2d;
import io.bytelane.Workspace;
import io.bytelane.quant.ClampRange;
import io.bytelane.quant.DynamicQuantizer;
import io.bytelane.quant.FixedPointMultiplier;
import io.bytelane.quant.LevelRange;
import io.bytelane.quant.Multipliers;
import io.bytelane.quant.QuantParams;
import io.bytelane.quant.QuantizationException;
import io.bytelane.quant.QuantizationException.Reason;
import io.bytelane.quant.QuantizedType;
import io.bytelane.reference.ReferenceWindow;
import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;

/// The public operators on the active kernel path. Rules of the package `quant` that no operator
/// runs are left out here: its own tests ask for them.
public final class KernelEngine implements Engine {
  /// Short inputs are repeated until they fill vectors of every width, and a tail.
  private static final int FILL = 67;

  @Override
  public String name() {
    return "kernels " + KernelPath.active();
  }

  @Override
  public String errorName(RuntimeException e) {
    return e instanceof QuantizationException refusal
        ? KernelLayers.camelCase(refusal.reason())
        : Engine.super.errorName(e);
  }

  @Override
  public long errorIndex(RuntimeException e) {
    return e instanceof QuantizationException refusal
        ? refusal.index()
        : Engine.super.errorIndex(e);
  }

  @Override
  public boolean offers(Scheme scheme) {
    return scheme != Scheme.ZERO_POINT_FIRST;
  }

  @Override
  public int[] quantizeAmax(
      float[] x, float amax, int bits, boolean unsigned, boolean narrow, boolean floor) {
    return LibraryNumbers.quantizeAmax(x, amax, bits, unsigned, narrow, floor);
  }

  @Override
  public Affine chooseParams(ParamsRule rule, float min, float max, int low, int high) {
    return LibraryNumbers.params(rule, min, max, low, high);
  }

  @Override
  public float symmetricScale(float absMax, float divisor) {
    return LibraryNumbers.symmetricScale(absMax, divisor);
  }

  @Override
  public float biasAwareScale(float absMax, float divisor, float bias, float inputScale) {
    return LibraryNumbers.biasAwareScale(absMax, divisor, bias, inputScale);
  }

  @Override
  public int quantizeBias(float bias, float biasScale) {
    return LibraryNumbers.quantizeBias(bias, biasScale);
  }

  @Override
  public boolean biasSaturates(float bias, float biasScale) {
    return LibraryNumbers.biasSaturates(bias, biasScale);
  }

  @Override
  public float[] foldBatchNorm(
      float[] w, float bias, float gamma, float beta, float mean, float variance, float epsilon) {
    return LibraryNumbers.foldBatchNorm(w, bias, gamma, beta, mean, variance, epsilon);
  }

  @Override
  public int[] quantize(QuantizeRule rule, float[] x, float scale, int zp, int low, int high) {
    if (zp == 0 && high - low > 255) {
      return LibraryNumbers.quantizeWide(rule, x, scale, low, high);
    }
    QuantizedType type = KernelLayers.type(this, low, high, zp);
    if (rule != QuantizeRule.DIVIDE || low != type.min() || high != type.max()) {
      return KernelLayers.quantize(rule, x, scale, zp, new LevelRange(low, high));
    }
    float[] filled = Arrays.copyOf(x, Math.max(x.length, FILL));
    byte[] q = new byte[filled.length];
    Quantize.of(new QuantParams(scale, zp, type)).run(filled, 0, q, 0, q.length);
    return Layouts.levels(Arrays.copyOf(q, x.length), !type.isSigned());
  }

  @Override
  public float[] dequantize(int[] q, float scale, int zeroPoint) {
    int low = Arrays.stream(q).min().orElse(0);
    int high = Arrays.stream(q).max().orElse(0);
    QuantizedType type = KernelLayers.type(this, low, high, zeroPoint);
    float[] x = new float[q.length];
    Dequantize.of(new QuantParams(scale, zeroPoint, type))
        .run(KernelLayers.bytes(q), 0, x, 0, x.length);
    return x;
  }

  @Override
  public Affine dynamicParams(float[] x, int offset, int length, boolean unsigned, int row) {
    LevelRange levels = LevelRange.of(unsigned ? QuantizedType.U8 : QuantizedType.S8);
    QuantParams p = DynamicQuantizer.choose(x, offset, length, row, levels);
    return new Affine(p.scale(), p.zeroPoint());
  }

  @Override
  public void checkMultiplier(float m) {
    Multipliers.requireValid("multiplier", m);
  }

  /// A layer of zero weights whose bias is the accumulators, one channel each. Ranges beyond a byte
  /// are left to the form for single values.
  @Override
  public int[] requantize(int[] acc, int channels, OutputStage stage) {
    if ((long) stage.high() - stage.low() > 255) {
      return LibraryNumbers.requantizeWide(acc, channels, stage);
    }
    int count = Math.max(1, (FILL + acc.length - 1) / acc.length) * acc.length;
    int[] bias = new int[count];
    for (int i = 0; i < count; i++) {
      bias[i] = acc[i % acc.length];
    }
    FullyConnected.Builder layer = FullyConnected.builder(1, count).bias(bias);
    KernelLayers.requantize(this, layer, new byte[count], false, new int[] {0}, count, stage);
    FullyConnected operator = layer.input(KernelLayers.input(false, 0)).build();
    byte[] q = new byte[count];
    operator.run(new byte[1], 0, q, 0, 1, Workspace.forOperators(operator));
    for (int i = 0; i < count; i++) {
      if (q[i] != q[i % acc.length]) {
        throw new AssertionError("lane " + i + " differs from lane " + i % acc.length);
      }
    }
    return KernelLayers.levels(this, Arrays.copyOf(q, acc.length), stage);
  }

  /// A layer refuses weights that some input could drive beyond int32. Operands that stay within it
  /// are left to the wrapping form.
  @Override
  public int dot(byte[] a, int aOffset, boolean au, byte[] b, int bOffset, boolean bu, int n) {
    int k = Math.max(n, 1);
    byte[] x = Arrays.copyOf(Arrays.copyOfRange(a, aOffset, aOffset + n), k);
    byte[] y = Arrays.copyOf(Arrays.copyOfRange(b, bOffset, bOffset + n), k);
    GemmProblem p = new GemmProblem(1, 1, k, x, au, 0, y, bu, new int[] {0}, null);
    try {
      return gemm(p)[0];
    } catch (QuantizationException e) {
      if (e.reason() != Reason.ACCUMULATOR_OVERFLOW || !KernelLayers.dotFits(x, au, y, bu)) {
        throw e;
      }
      return KernelLayers.product(p, KernelLayers.accumulators(p).wrapAccumulator())[0];
    }
  }

  @Override
  public int[] gemm(GemmProblem p) {
    return p.k() == 0
        ? KernelLayers.emptyProduct(p)
        : KernelLayers.product(p, KernelLayers.accumulators(p));
  }

  @Override
  public int[] gemm(GemmProblem p, OutputStage stage) {
    FullyConnected.Builder layer = FullyConnected.builder(p.k(), p.n()).bias(p.bias());
    layer.input(KernelLayers.input(p.aUnsigned(), p.aZeroPoint()));
    KernelLayers.requantize(this, layer, p.weights(), p.bUnsigned(), p.bZeroPoint(), p.n(), stage);
    FullyConnected operator = layer.build();
    byte[] q = new byte[p.m() * p.n()];
    operator.run(p.a(), 0, q, 0, p.m(), Workspace.forOperators(operator));
    return KernelLayers.levels(this, q, stage);
  }

  @Override
  public int[] convolve(ConvProblem p) {
    Conv2d operator =
        KernelLayers.convolution(p)
            .weights(
                p.weights(),
                KernelLayers.unscaled(p.weightsUnsigned(), p.weightZeroPoint(), p.outputChannels()))
            .outputInt32()
            .build();
    int[] acc = new int[p.batch() * operator.geometry().outputSize()];
    operator.run(p.input(), 0, acc, 0, p.batch(), Workspace.forOperators(operator));
    return acc;
  }

  @Override
  public int[] convolve(ConvProblem p, OutputStage stage) {
    Conv2d.Builder layer = KernelLayers.convolution(p);
    KernelLayers.requantize(
        this,
        layer,
        p.weights(),
        p.weightsUnsigned(),
        p.weightZeroPoint(),
        p.outputChannels(),
        stage);
    Conv2d operator = layer.build();
    byte[] q = new byte[p.batch() * operator.geometry().outputSize()];
    operator.run(p.input(), 0, q, 0, p.batch(), Workspace.forOperators(operator));
    return KernelLayers.levels(this, q, stage);
  }

  @Override
  public int[] transposed(ConvProblem p, OutputStage stage) {
    TransposedConv2d.Builder layer = KernelLayers.transposed(p);
    KernelLayers.requantize(
        this,
        layer,
        p.weights(),
        p.weightsUnsigned(),
        p.weightZeroPoint(),
        p.outputChannels(),
        stage);
    TransposedConv2d operator = layer.build();
    byte[] q = new byte[p.batch() * operator.geometry().outputSize()];
    operator.run(p.input(), 0, q, 0, p.batch(), Workspace.forOperators(operator));
    return KernelLayers.levels(this, q, stage);
  }

  @Override
  public int[] maxPool(PoolProblem p) {
    MaxPool2d operator = MaxPool2d.of(pool(p), p.unsigned() ? QuantizedType.U8 : QuantizedType.S8);
    byte[] q = new byte[p.batch() * operator.geometry().outputSize()];
    operator.run(p.input(), 0, q, 0, p.batch(), Workspace.forOperators(operator));
    return Layouts.levels(q, p.unsigned());
  }

  @Override
  public int[] averagePool(PoolProblem p, AverageRule rule, int zp, int low, int high) {
    return average(
        p,
        AveragePool2d.builder(pool(p), KernelLayers.input(p.unsigned(), zp))
            .clamp(new ClampRange(low, high))
            .countIncludePad(rule == AverageRule.INCLUDE_PAD)
            .rounding(
                rule == AverageRule.TFLITE_HALF_AWAY
                    ? Rounding.TFLITE_HALF_AWAY
                    : Rounding.HALF_EVEN));
  }

  @Override
  public int[] averagePool(PoolProblem p, Affine in, Affine out) {
    return average(p, AveragePool2d.builder(pool(p), s8(in)).output(s8(out)));
  }

  private static int[] average(PoolProblem p, AveragePool2d.Builder builder) {
    AveragePool2d operator = builder.build();
    byte[] q = new byte[p.batch() * operator.geometry().outputSize()];
    operator.run(p.input(), 0, q, 0, p.batch(), Workspace.forOperators(operator));
    return Layouts.levels(q, p.unsigned());
  }

  private static Pool2dGeometry pool(PoolProblem p) {
    ReferenceWindow w = p.window();
    return Pool2dGeometry.builder(
            w.inputHeight(), w.inputWidth(), p.channels(), w.kernelHeight(), w.kernelWidth())
        .stride(w.strideHeight(), w.strideWidth())
        .dilation(w.dilationHeight(), w.dilationWidth())
        .pads(w.padTop(), w.padLeft(), w.padBottom(), w.padRight())
        .ceilMode(w.ceilMode())
        .build();
  }

  @Override
  public int[] arithmetic(Arithmetic op, int[] a, Affine pa, int[] b, Affine pb, Affine out) {
    return elementwise(
        switch (op) {
          case ADD -> Add.of(s8(pa), s8(pb), s8(out));
          case SUB -> Sub.of(s8(pa), s8(pb), s8(out));
          case MUL -> Mul.of(s8(pa), s8(pb), s8(out));
        },
        a,
        b);
  }

  @Override
  public int[] addFixed(
      int[] a, FixedOperand pa, int[] b, FixedOperand pb, int leftShift, OutputStage out) {
    FixedPointSum sum =
        new FixedPointSum(
            new FixedPointMultiplier(pa.m0(), pa.shift()),
            new FixedPointMultiplier(pb.m0(), pb.shift()),
            new FixedPointMultiplier(out.m0()[0], out.shift()[0]),
            leftShift);
    return elementwise(
        Add.fixedDouble(
            KernelLayers.input(false, pa.zeroPoint()),
            KernelLayers.input(false, pb.zeroPoint()),
            KernelLayers.input(false, out.zeroPoint()),
            new ClampRange(out.low(), out.high()),
            sum),
        a,
        b);
  }

  @Override
  public int[] mulFixed(int[] a, int aZeroPoint, int[] b, int bZeroPoint, OutputStage out) {
    return elementwise(
        Mul.fixedDouble(
            KernelLayers.input(false, aZeroPoint),
            KernelLayers.input(false, bZeroPoint),
            KernelLayers.input(false, out.zeroPoint()),
            new ClampRange(out.low(), out.high()),
            new FixedPointMultiplier(out.m0()[0], out.shift()[0])),
        a,
        b);
  }

  private static int[] elementwise(ElementwiseOperator operator, int[] a, int[] b) {
    byte[] q = new byte[a.length];
    operator.run(KernelLayers.bytes(a), 0, KernelLayers.bytes(b), 0, q, 0, q.length);
    return Layouts.levels(q, false);
  }

  @Override
  public int[] extremum(boolean largest, int[] a, int[] aShape, int[] b, int[] bShape) {
    QuantParams params = KernelLayers.input(false, 0);
    ElementwiseOperator operator = largest ? Max.of(params) : Min.of(params);
    Broadcast shapes = Broadcast.of(aShape, bShape);
    byte[] q = new byte[shapes.outputSize()];
    operator.run(
        KernelLayers.bytes(a),
        0,
        KernelLayers.bytes(b),
        0,
        q,
        0,
        shapes,
        Workspace.forOperators(operator));
    return Layouts.levels(q, false);
  }

  @Override
  public byte[] pad(byte[] x, int[] shape, int[] begin, int[] end, byte value) {
    Pad operator = Pad.ofLevel(shape, begin, end, value);
    byte[] q = new byte[Arrays.stream(operator.outputShape()).reduce(1, (a, b) -> a * b)];
    operator.run(x, 0, q, 0, 1);
    return q;
  }

  @Override
  public byte[] transpose(byte[] x, int[] shape, int[] perm) {
    byte[] q = new byte[x.length];
    Transpose.of(shape, perm).run(x, 0, q, 0, 1);
    return q;
  }

  @Override
  public int[] rescale(int[] q, Affine in, Affine out) {
    return lookUp(LookupTable.requantize(s8(in), s8(out)), q);
  }

  @Override
  public int[] table(DoubleUnaryOperator f, Affine in, Affine out) {
    int[] levels = new int[256];
    Arrays.setAll(levels, i -> i - 128);
    return lookUp(LookupTable.of(s8(in), s8(out), f), levels);
  }

  private static int[] lookUp(LookupTable table, int[] levels) {
    byte[] q = new byte[levels.length];
    table.run(KernelLayers.bytes(levels), 0, q, 0, q.length);
    return Layouts.levels(q, false);
  }

  @Override
  public int[] softmax(byte[] row, float inputScale, Affine out, int low, int high) {
    if (low == Short.MIN_VALUE && high == Short.MAX_VALUE) {
      short[] wide = new short[row.length];
      Softmax.toInt16(QuantParams.symmetric(inputScale)).run(row, 0, wide, 0, 1, row.length);
      int[] levels = new int[row.length];
      Arrays.setAll(levels, i -> wide[i]);
      return levels;
    }
    byte[] q = new byte[row.length];
    Softmax.of(QuantParams.symmetric(inputScale), s8(out)).run(row, 0, q, 0, 1, row.length);
    return Layouts.levels(q, false);
  }

  private static QuantParams s8(Affine p) {
    return new QuantParams(p.scale(), p.zeroPoint(), QuantizedType.S8);
  }
}
