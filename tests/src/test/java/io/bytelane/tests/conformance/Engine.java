package io.bytelane.tests.conformance;

import java.util.function.DoubleUnaryOperator;
import org.opentest4j.TestAbortedException;

/// Who computes a conformance case: the oracle, or the kernels on one path. A method that an engine
/// does not implement aborts the case, which is then reported as skipped with the reason.
///
/// Levels are passed as int where the range may be narrower than 8 bits; arrays are row-major,
/// activations NHWC.
public interface Engine {
  /// Returns the name that reports show.
  String name();

  /// How a float becomes a level.
  enum QuantizeRule {
    /// float32 division, half to even: the default.
    DIVIDE,
    /// Multiplication by the float32 reciprocal.
    RECIPROCAL,
    /// float32 division, half away from zero.
    HALF_AWAY
  }

  /// A rule that chooses parameters from min and max.
  enum ParamsRule {
    /// The project's own rule.
    BYTELANE,
    /// PyTorch's affine observer.
    PYTORCH_AFFINE,
    /// PyTorch's symmetric observer.
    PYTORCH_SYMMETRIC,
    /// FBGEMM's rule.
    FBGEMM
  }

  /// Elementwise arithmetic of two tensors with parameters of their own.
  enum Arithmetic {
    /// a + b.
    ADD,
    /// a - b.
    SUB,
    /// a * b.
    MUL
  }

  /// Average pooling rules.
  enum AverageRule {
    /// Exact quotient, half to even, cells inside the image.
    EXCLUDE_PAD,
    /// Exact quotient, half to even, full kernel area.
    INCLUDE_PAD,
    /// TFLite's rounding of the raw sum.
    TFLITE_HALF_AWAY
  }

  /// One side of a fixed-point addition.
  ///
  /// @param zeroPoint zero point
  /// @param m0 mantissa of its multiplier
  /// @param shift shift of its multiplier
  record FixedOperand(int zeroPoint, int m0, int shift) {}

  /// Returns the contract's name of a typed error that this engine threw.
  default String errorName(RuntimeException e) {
    throw new AssertionError("not a typed error", e);
  }

  /// Returns the first offending index, or row, that a typed error names.
  default long errorIndex(RuntimeException e) {
    throw new AssertionError("no index", e);
  }

  /// Returns whether [#requantize] knows a scheme; checks leave out what it does not.
  default boolean offers(Scheme scheme) {
    return true;
  }

  /// Quantizes.
  default int[] quantize(
      QuantizeRule rule, float[] x, float scale, int zeroPoint, int low, int high) {
    throw missing("quantize " + rule);
  }

  /// Dequantizes.
  default float[] dequantize(int[] q, float scale, int zeroPoint) {
    throw missing("dequantize");
  }

  /// Quantizes by absolute maximum; `floor` is NVIDIA's 2^-24 rule.
  default int[] quantizeAmax(
      float[] x, float amax, int bits, boolean unsigned, boolean narrow, boolean floor) {
    throw missing("quantize by amax");
  }

  /// Chooses parameters for levels low..high.
  default Affine chooseParams(ParamsRule rule, float min, float max, int low, int high) {
    throw missing("choose parameters " + rule);
  }

  /// Chooses a symmetric scale.
  default float symmetricScale(float absMax, float divisor) {
    throw missing("symmetric scale");
  }

  /// Chooses a symmetric weight scale under the bias floor.
  default float biasAwareScale(float absMax, float divisor, float bias, float inputScale) {
    throw missing("bias-aware scale");
  }

  /// Quantizes a bias with scale fl32(inputScale * weightScale).
  default int quantizeBias(float bias, float biasScale) {
    throw missing("quantize bias");
  }

  /// Returns whether a bias saturates.
  default boolean biasSaturates(float bias, float biasScale) {
    throw missing("report a saturated bias");
  }

  /// Chooses parameters of one dynamic tensor or row.
  default Affine dynamicParams(float[] x, int offset, int length, boolean unsigned, int row) {
    throw missing("dynamic parameters");
  }

  /// Returns the folded weights, and the folded bias as the last element.
  default float[] foldBatchNorm(
      float[] w, float bias, float gamma, float beta, float mean, float variance, float epsilon) {
    throw missing("fold batch normalization");
  }

  /// Checks a float32 multiplier when a layer is built.
  default void checkMultiplier(float m) {
    throw missing("check multiplier");
  }

  /// Requantizes rows of `channels` accumulators.
  default int[] requantize(int[] acc, int channels, OutputStage stage) {
    throw missing("requantize " + stage.scheme());
  }

  /// Returns a dot product.
  default int dot(byte[] a, int aOffset, boolean au, byte[] b, int bOffset, boolean bu, int n) {
    throw missing("dot");
  }

  /// Returns the accumulators `[m][n]` of a matrix product.
  default int[] gemm(GemmProblem p) {
    throw missing("matrix product to int32");
  }

  /// Returns the levels `[m][n]` of a requantized matrix product.
  default int[] gemm(GemmProblem p, OutputStage stage) {
    return requantize(gemm(p), p.n(), stage);
  }

  /// Returns the accumulators of a convolution, NHWC.
  default int[] convolve(ConvProblem p) {
    throw missing("convolution to int32");
  }

  /// Returns the levels of a requantized convolution, NHWC.
  default int[] convolve(ConvProblem p, OutputStage stage) {
    return requantize(convolve(p), p.outputChannels(), stage);
  }

  /// Returns the levels of a requantized depthwise convolution.
  default int[] depthwise(ConvProblem p, OutputStage stage) {
    return convolve(p, stage);
  }

  /// Returns the levels of a requantized transposed convolution.
  default int[] transposed(ConvProblem p, OutputStage stage) {
    throw missing("transposed convolution");
  }

  /// Returns the levels of max pooling.
  default int[] maxPool(PoolProblem p) {
    throw missing("max pooling");
  }

  /// Returns the levels of average pooling with equal parameters.
  default int[] averagePool(PoolProblem p, AverageRule rule, int zeroPoint, int low, int high) {
    throw missing("average pooling " + rule);
  }

  /// Returns the s8 levels of average pooling between different parameters.
  default int[] averagePool(PoolProblem p, Affine in, Affine out) {
    throw missing("average pooling with rescaling");
  }

  /// Returns the s8 levels of elementwise arithmetic.
  default int[] arithmetic(Arithmetic op, int[] a, Affine pa, int[] b, Affine pb, Affine out) {
    throw missing(op.name());
  }

  /// Returns the levels of TFLite's Add: inputs shifted left, scaled by scheme B, added, scaled.
  default int[] addFixed(
      int[] a, FixedOperand pa, int[] b, FixedOperand pb, int leftShift, OutputStage out) {
    throw missing("fixed-point Add");
  }

  /// Returns the levels of TFLite's Mul: the product scaled by scheme B.
  default int[] mulFixed(int[] a, int aZeroPoint, int[] b, int bZeroPoint, OutputStage out) {
    throw missing("fixed-point Mul");
  }

  /// Returns the larger, or the smaller, of all pairs of levels, axes of length 1 repeated.
  default int[] extremum(boolean largest, int[] a, int[] aShape, int[] b, int[] bShape) {
    throw missing(largest ? "maximum" : "minimum");
  }

  /// Returns the padded tensor.
  default byte[] pad(byte[] x, int[] shape, int[] begin, int[] end, byte value) {
    throw missing("pad");
  }

  /// Returns the transposed tensor.
  default byte[] transpose(byte[] x, int[] shape, int[] perm) {
    throw missing("transpose");
  }

  /// Returns the levels moved from one set of parameters to another (Concat, Pad ...).
  default int[] rescale(int[] q, Affine in, Affine out) {
    throw missing("rescale");
  }

  /// Returns the table of an s8 unary operator, entry 0 for level -128.
  default int[] table(DoubleUnaryOperator f, Affine in, Affine out) {
    throw missing("lookup table");
  }

  /// Returns the softmax of one row of s8 levels.
  default int[] softmax(byte[] row, float inputScale, Affine out, int low, int high) {
    throw missing("softmax");
  }

  /// Returns what aborts a case that needs `what`.
  default TestAbortedException missing(String what) {
    return new TestAbortedException(name() + " does not offer: " + what);
  }
}
