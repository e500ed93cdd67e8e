package io.bytelane.tests.gemm;

import io.bytelane.FullyConnected;
import io.bytelane.quant.ClampRange;
import io.bytelane.quant.PerChannelQuantParams;
import io.bytelane.quant.QuantParams;
import io.bytelane.reference.ReferenceGemm;
import io.bytelane.reference.ReferenceMatrix;
import io.bytelane.reference.ReferenceMultiplier;
import io.bytelane.reference.ReferenceRequantize;
import io.bytelane.tests.support.Shapes;

/// One fully connected problem: operands with gaps between their rows, a builder that lacks only
/// the output, and the accumulators of the oracle.
final class MatrixProblem {
  /// Clamps of real values: none, that of a Relu, and one that cuts at both ends.
  static final float[][] CLAMPS = {
    {Float.NEGATIVE_INFINITY, Float.POSITIVE_INFINITY}, {0f, Float.POSITIVE_INFINITY}, {-1.5f, 0.5f}
  };

  final int m;
  final int n;
  final int lda;
  final int ldc;
  final byte[] input;
  final QuantParams inputParams;
  final PerChannelQuantParams weightParams;
  final FullyConnected.Builder builder;
  final int[] expected;

  MatrixProblem(Shapes.Gemm shape, LayerCase layer, boolean depthMajor) {
    m = shape.m();
    n = shape.n();
    int k = shape.k();
    lda = Shapes.primeAbove(k);
    ldc = Shapes.primeAbove(n);
    input = layer.inputBytes((m - 1) * lda + k);
    inputParams = layer.input();
    weightParams = layer.weights(n);
    byte[] weights = layer.weightBytes(n * k);
    int[] bias = layer.bias(n);
    builder =
        FullyConnected.builder(k, n)
            .input(inputParams)
            .weights(weights, weightParams)
            .bias(bias)
            .strides(lda, ldc);
    if (depthMajor) {
      builder.weightsDepthMajor();
    }
    boolean unsigned = !layer.weightType().isSigned();
    expected =
        ReferenceGemm.accumulators(
            m,
            n,
            k,
            ReferenceMatrix.rowMajor(input, 0, lda, !layer.inputType().isSigned()),
            inputParams.zeroPoint(),
            depthMajor
                ? ReferenceMatrix.rowMajor(weights, 0, n, unsigned)
                : ReferenceMatrix.columnMajor(weights, 0, k, unsigned),
            LayerCase.zeroPoints(weightParams),
            bias);
  }

  /// Output `i` of scheme `FLOAT32`.
  byte level(int i, QuantParams out, ClampRange clamp) {
    float multiplier =
        ReferenceRequantize.multiplier(inputParams.scale(), weightParams.scale(i % n), out.scale());
    return (byte)
        ReferenceRequantize.float32(
            expected[i], multiplier, out.zeroPoint(), clamp.min(), clamp.max());
  }

  /// Output `i` of one of the fixed-point schemes, unclamped.
  byte fixedPointLevel(int i, QuantParams out, boolean doubleRounding) {
    double real = (double) inputParams.scale() * weightParams.scale(i % n) / out.scale();
    ReferenceMultiplier m = ReferenceMultiplier.of(real);
    int low = out.type().min();
    int high = out.type().max();
    return (byte)
        (doubleRounding
            ? ReferenceRequantize.fixedDouble(
                expected[i], m.m0(), m.shift(), out.zeroPoint(), low, high)
            : ReferenceRequantize.fixedSingle(
                expected[i], m.m0(), m.shift(), out.zeroPoint(), low, high));
  }

  /// Output `i` as a real number.
  float real(int i, float min, float max) {
    float scale = inputParams.scale() * weightParams.scale(i % n);
    return Math.min(Math.max((float) expected[i] * scale, min), max);
  }

  int outputLength() {
    return (m - 1) * ldc + n;
  }

  /// Index, in the strided output, of accumulator `i` of the dense product.
  int at(int i) {
    return i / n * ldc + i % n;
  }
}
