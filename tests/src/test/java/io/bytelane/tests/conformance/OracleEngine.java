package io.bytelane.tests.conformance;

import io.bytelane.reference.ReferenceAmax;
import io.bytelane.reference.ReferenceAveragePool;
import io.bytelane.reference.ReferenceBias;
import io.bytelane.reference.ReferenceConv2d;
import io.bytelane.reference.ReferenceDepthwiseConv2d;
import io.bytelane.reference.ReferenceDot;
import io.bytelane.reference.ReferenceDynamic;
import io.bytelane.reference.ReferenceElementwise;
import io.bytelane.reference.ReferenceFbgemmParams;
import io.bytelane.reference.ReferenceFold;
import io.bytelane.reference.ReferenceGemm;
import io.bytelane.reference.ReferenceLayout;
import io.bytelane.reference.ReferenceLookup;
import io.bytelane.reference.ReferenceMatrix;
import io.bytelane.reference.ReferenceMultiplier;
import io.bytelane.reference.ReferencePool;
import io.bytelane.reference.ReferenceQuantParams;
import io.bytelane.reference.ReferenceQuantizer;
import io.bytelane.reference.ReferenceRefusal;
import io.bytelane.reference.ReferenceRequantize;
import io.bytelane.reference.ReferenceSoftmax;
import io.bytelane.reference.ReferenceTensor;
import io.bytelane.reference.ReferenceTfliteElementwise;
import io.bytelane.reference.ReferenceTransposedConv2d;
import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;

/// The oracle.
public final class OracleEngine implements Engine {
  @Override
  public String name() {
    return "oracle";
  }

  @Override
  public String errorName(RuntimeException e) {
    return switch (e) {
      case ReferenceRefusal refusal -> refusal.error();
      case ArithmeticException overflow -> "AccumulatorOverflow";
      default -> Engine.super.errorName(e);
    };
  }

  @Override
  public long errorIndex(RuntimeException e) {
    return e instanceof ReferenceRefusal refusal ? refusal.index() : Engine.super.errorIndex(e);
  }

  @Override
  public int[] quantize(QuantizeRule rule, float[] x, float scale, int zp, int low, int high) {
    int[] q = new int[x.length];
    for (int i = 0; i < q.length; i++) {
      q[i] =
          switch (rule) {
            case DIVIDE -> ReferenceQuantizer.divide(x[i], scale, zp, low, high);
            case RECIPROCAL -> ReferenceQuantizer.reciprocal(x[i], scale, zp, low, high);
            case HALF_AWAY -> ReferenceQuantizer.halfAway(x[i], scale, zp, low, high);
          };
    }
    return q;
  }

  @Override
  public float[] dequantize(int[] q, float scale, int zeroPoint) {
    float[] x = new float[q.length];
    for (int i = 0; i < x.length; i++) {
      x[i] = ReferenceQuantizer.dequantize(q[i], scale, zeroPoint);
    }
    return x;
  }

  @Override
  public int[] quantizeAmax(
      float[] x, float amax, int bits, boolean unsigned, boolean narrow, boolean floor) {
    return ReferenceAmax.quantize(x, amax, bits, unsigned, narrow, floor);
  }

  @Override
  public Affine chooseParams(ParamsRule rule, float min, float max, int low, int high) {
    return Affine.of(
        switch (rule) {
          case BYTELANE -> ReferenceQuantParams.affine(min, max, low, high);
          case PYTORCH_AFFINE -> ReferenceQuantParams.pytorchAffine(min, max, low, high);
          case PYTORCH_SYMMETRIC -> ReferenceQuantParams.pytorchSymmetric(min, max, low, high);
          case FBGEMM -> ReferenceFbgemmParams.choose(min, max, low, high);
        });
  }

  @Override
  public float symmetricScale(float absMax, float divisor) {
    return ReferenceQuantParams.symmetric(absMax, divisor);
  }

  @Override
  public float biasAwareScale(float absMax, float divisor, float bias, float inputScale) {
    return ReferenceQuantParams.biasAware(absMax, divisor, bias, inputScale);
  }

  @Override
  public int quantizeBias(float bias, float biasScale) {
    return ReferenceBias.quantize(bias, biasScale);
  }

  @Override
  public boolean biasSaturates(float bias, float biasScale) {
    return ReferenceBias.saturates(bias, biasScale);
  }

  @Override
  public Affine dynamicParams(float[] x, int offset, int length, boolean unsigned, int row) {
    return Affine.of(ReferenceDynamic.parameters(x, offset, length, unsigned, row));
  }

  @Override
  public float[] foldBatchNorm(
      float[] w, float bias, float gamma, float beta, float mean, float variance, float epsilon) {
    double gain = ReferenceFold.gain(gamma, variance, epsilon);
    float[] folded = Arrays.copyOf(w, w.length + 1);
    for (int i = 0; i < w.length; i++) {
      folded[i] = ReferenceFold.weight(w[i], gain);
    }
    folded[w.length] = ReferenceFold.bias(bias, mean, beta, gain);
    return folded;
  }

  @Override
  public void checkMultiplier(float m) {
    ReferenceRequantize.checked(m);
  }

  @Override
  public int[] requantize(int[] acc, int channels, OutputStage s) {
    int[] q = new int[acc.length];
    for (int i = 0; i < q.length; i++) {
      int c = i % channels;
      int zp = s.zeroPoint();
      q[i] =
          switch (s.scheme()) {
            case FLOAT32 -> ReferenceRequantize.float32(acc[i], real(s, c), zp, s.low(), s.high());
            case ZERO_POINT_FIRST ->
                ReferenceRequantize.zeroPointFirst(acc[i], real(s, c), zp, s.low(), s.high());
            case FIXED_DOUBLE ->
                ReferenceRequantize.fixedDouble(
                    acc[i], at(s.m0(), c), at(s.shift(), c), zp, s.low(), s.high());
            case FIXED_SINGLE ->
                ReferenceRequantize.fixedSingle(
                    acc[i], at(s.m0(), c), at(s.shift(), c), zp, s.low(), s.high());
          };
    }
    return q;
  }

  @Override
  public int dot(byte[] a, int aOffset, boolean au, byte[] b, int bOffset, boolean bu, int n) {
    return ReferenceDot.dot(a, aOffset, au, b, bOffset, bu, n);
  }

  @Override
  public int[] gemm(GemmProblem p) {
    return ReferenceGemm.accumulators(
        p.m(),
        p.n(),
        p.k(),
        ReferenceMatrix.rowMajor(p.a(), 0, p.k(), p.aUnsigned()),
        p.aZeroPoint(),
        ReferenceMatrix.rowMajor(p.b(), 0, p.n(), p.bUnsigned()),
        p.bZeroPoint(),
        p.bias());
  }

  @Override
  public int[] convolve(ConvProblem p) {
    return ReferenceConv2d.accumulators(
        p.window(),
        p.batch(),
        p.inputChannels(),
        p.outputChannels(),
        p.groups(),
        input(p),
        weights(p, p.weights()),
        p.bias());
  }

  @Override
  public int[] depthwise(ConvProblem p, OutputStage stage) {
    int cells = p.window().kernelHeight() * p.window().kernelWidth();
    int[] acc =
        ReferenceDepthwiseConv2d.accumulators(
            p.window(),
            p.batch(),
            p.inputChannels(),
            p.outputChannels() / p.inputChannels(),
            input(p),
            weights(p, Layouts.transpose(p.weights(), p.outputChannels(), cells)),
            p.bias());
    return requantize(acc, p.outputChannels(), stage);
  }

  @Override
  public int[] transposed(ConvProblem p, OutputStage stage) {
    int[] acc =
        ReferenceTransposedConv2d.accumulators(
            p.window(),
            p.batch(),
            p.inputChannels(),
            p.outputChannels(),
            p.groups(),
            input(p),
            weights(p, p.weights()),
            p.bias());
    return requantize(acc, p.outputChannels(), stage);
  }

  @Override
  public int[] maxPool(PoolProblem p) {
    byte[] q = ReferencePool.max(p.window(), p.batch(), p.channels(), p.input(), p.unsigned());
    return Layouts.levels(q, p.unsigned());
  }

  @Override
  public int[] averagePool(PoolProblem p, AverageRule rule, int zp, int low, int high) {
    ReferenceTensor input = tensor(p.input(), p.unsigned(), new int[] {zp});
    byte[] q =
        rule == AverageRule.TFLITE_HALF_AWAY
            ? ReferenceAveragePool.halfAway(p.window(), p.batch(), p.channels(), input, low, high)
            : ReferenceAveragePool.sameParams(
                p.window(), p.batch(), p.channels(), input, zp, rule == AverageRule.INCLUDE_PAD);
    return Layouts.levels(q, p.unsigned());
  }

  @Override
  public int[] averagePool(PoolProblem p, Affine in, Affine out) {
    ReferenceTensor input = tensor(p.input(), p.unsigned(), new int[] {in.zeroPoint()});
    byte[] q =
        ReferenceAveragePool.rescaled(
            p.window(),
            p.batch(),
            p.channels(),
            input,
            in.reference(),
            out.reference(),
            -128,
            127,
            false);
    return Layouts.levels(q, false);
  }

  @Override
  public int[] arithmetic(Arithmetic op, int[] a, Affine pa, int[] b, Affine pb, Affine out) {
    ReferenceQuantParams ra = pa.reference();
    ReferenceQuantParams rb = pb.reference();
    ReferenceQuantParams rc = out.reference();
    int[] q = new int[a.length];
    for (int i = 0; i < q.length; i++) {
      q[i] =
          switch (op) {
            case ADD -> ReferenceElementwise.add(a[i], ra, b[i], rb, rc, -128, 127);
            case SUB -> ReferenceElementwise.sub(a[i], ra, b[i], rb, rc, -128, 127);
            case MUL -> ReferenceElementwise.mul(a[i], ra, b[i], rb, rc, -128, 127);
          };
    }
    return q;
  }

  @Override
  public int[] addFixed(
      int[] a, FixedOperand pa, int[] b, FixedOperand pb, int leftShift, OutputStage out) {
    ReferenceMultiplier ma = new ReferenceMultiplier(pa.m0(), pa.shift());
    ReferenceMultiplier mb = new ReferenceMultiplier(pb.m0(), pb.shift());
    ReferenceMultiplier mc = new ReferenceMultiplier(out.m0()[0], out.shift()[0]);
    int[] q = new int[a.length];
    for (int i = 0; i < q.length; i++) {
      q[i] =
          ReferenceTfliteElementwise.add(
              a[i],
              pa.zeroPoint(),
              ma,
              b[i],
              pb.zeroPoint(),
              mb,
              leftShift,
              mc,
              out.zeroPoint(),
              out.low(),
              out.high());
    }
    return q;
  }

  @Override
  public int[] mulFixed(int[] a, int aZeroPoint, int[] b, int bZeroPoint, OutputStage out) {
    ReferenceMultiplier mc = new ReferenceMultiplier(out.m0()[0], out.shift()[0]);
    int[] q = new int[a.length];
    for (int i = 0; i < q.length; i++) {
      q[i] =
          ReferenceTfliteElementwise.mul(
              a[i], aZeroPoint, b[i], bZeroPoint, mc, out.zeroPoint(), out.low(), out.high());
    }
    return q;
  }

  @Override
  public int[] extremum(boolean largest, int[] a, int[] aShape, int[] b, int[] bShape) {
    return ReferenceLayout.broadcast(largest ? Math::max : Math::min, a, aShape, b, bShape);
  }

  @Override
  public byte[] pad(byte[] x, int[] shape, int[] begin, int[] end, byte value) {
    return ReferenceLayout.pad(x, shape, begin, end, value);
  }

  @Override
  public byte[] transpose(byte[] x, int[] shape, int[] perm) {
    return ReferenceLayout.transpose(x, shape, perm);
  }

  @Override
  public int[] rescale(int[] q, Affine in, Affine out) {
    return Arrays.stream(q)
        .map(v -> ReferenceElementwise.rescale(v, in.reference(), out.reference(), -128, 127))
        .toArray();
  }

  @Override
  public int[] table(DoubleUnaryOperator f, Affine in, Affine out) {
    return ReferenceLookup.table(f, in.reference(), false, out.reference(), -128, 127);
  }

  @Override
  public int[] softmax(byte[] row, float inputScale, Affine out, int low, int high) {
    return ReferenceSoftmax.row(
        ReferenceTensor.s8(row, 0),
        0,
        row.length,
        inputScale,
        out.scale(),
        out.zeroPoint(),
        low,
        high);
  }

  private static ReferenceTensor input(ConvProblem p) {
    return tensor(p.input(), p.inputUnsigned(), new int[] {p.inputZeroPoint()});
  }

  private static ReferenceTensor weights(ConvProblem p, byte[] weights) {
    return tensor(weights, p.weightsUnsigned(), p.weightZeroPoint());
  }

  private static ReferenceTensor tensor(byte[] data, boolean unsigned, int[] zeroPoint) {
    return unsigned ? ReferenceTensor.u8(data, zeroPoint) : ReferenceTensor.s8(data, zeroPoint);
  }

  private static float real(OutputStage s, int c) {
    return s.multiplier().length == 1 ? s.multiplier()[0] : s.multiplier()[c];
  }

  private static int at(int[] perChannel, int c) {
    return perChannel.length == 1 ? perChannel[0] : perChannel[c];
  }
}
