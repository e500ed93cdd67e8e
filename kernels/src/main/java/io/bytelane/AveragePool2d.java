package io.bytelane;

import io.bytelane.internal.check.Checks;
import io.bytelane.internal.dispatch.Kernels;
import io.bytelane.internal.kernel.AverageKernel;
import io.bytelane.internal.kernel.PoolKernel;
import io.bytelane.internal.pack.SignFlip;
import io.bytelane.internal.pool.PoolPlan;
import io.bytelane.quant.ClampRange;
import io.bytelane.quant.Multipliers;
import io.bytelane.quant.QuantParams;
import io.bytelane.quant.QuantizationException;
import io.bytelane.quant.QuantizationException.Reason;
import java.util.Objects;

/// Mean over each window of an 8-bit NHWC image. Immutable and thread-safe.
///
/// With `n` cells of a window inside the image, `r = sum(q) - n * zeroPoint` over these, and
/// divisor `d`, which is `n`, or the size of the whole window if padding counts:
///
/// - equal parameters of input and output: `q = sat(halfEven(r / d) + zeroPoint)`, the quotient
///   exact, ties to even;
/// - different parameters: scheme `FLOAT32` with accumulator `r` and multiplier
///   `fl32(inputScale / fl32(outputScale * d))`;
/// - [Rounding#TFLITE_HALF_AWAY]: `(s + sign(s) * (n / 2)) / n` of the sum `s` of raw levels,
///   integer divisions that truncate.
///
/// A global average pool is the geometry [Pool2dGeometry#global].
public final class AveragePool2d implements Operator {
  /// How a mean becomes an integer.
  public enum Rounding {
    /// Ties to even, around the zero point: the contract.
    HALF_EVEN,
    /// Ties away from zero, of raw levels: TFLite and CMSIS-NN. Needs equal parameters of input and
    /// output; padding does not count.
    TFLITE_HALF_AWAY
  }

  private final Pool2dGeometry geometry;
  private final QuantParams input;
  private final QuantParams output;
  private final Rounding rounding;
  private final ClampRange clamp;
  private final int countedCells;
  private final PoolPlan plan;
  private final WorkspaceSize workspaceSize;
  private final PoolKernel pool = Kernels.active().elements().pool();
  private final AverageKernel average = Kernels.active().elements().average();

  private AveragePool2d(Builder builder) {
    geometry = builder.geometry;
    input = builder.input;
    output = builder.output;
    rounding = builder.rounding;
    clamp = builder.clamp;
    int window = geometry.kernelHeight() * geometry.kernelWidth();
    countedCells = builder.countIncludePad ? window : 0;
    plan = PoolPlan.of(geometry.vertical(), geometry.horizontal());
    int row = geometry.inputWidth() * geometry.channels();
    workspaceSize = new WorkspaceSize(0, row + plan.columns() * geometry.channels(), 0);
  }

  /// Returns a builder for images of `input`; the output has the same parameters if none are set.
  public static Builder builder(Pool2dGeometry geometry, QuantParams input) {
    return new Builder(geometry, input);
  }

  /// Pools `batch` images, which lie one after the other, as the outputs do. The arrays may be the
  /// same if the ranges do not overlap.
  ///
  /// @throws IndexOutOfBoundsException if a range leaves its array; nothing is written then
  /// @throws IllegalArgumentException if the workspace is too small
  public void run(
      byte[] in, int inputOffset, byte[] out, int outputOffset, int batch, Workspace workspace) {
    int outputRow = plan.columns() * geometry.channels();
    Checks.atLeast("batch", batch, 0);
    Checks.range("input", in.length, inputOffset, (long) batch * geometry.inputSize());
    Checks.range("output", out.length, outputOffset, (long) batch * plan.rows() * outputRow);
    workspace.require(workspaceSize);
    int from = inputOffset;
    int to = outputOffset;
    for (int n = 0; n < batch; n++) {
      for (int y = 0; y < plan.rows(); y++) {
        row(in, from, y, out, to, workspace.ints());
        to += outputRow;
      }
      from += geometry.inputSize();
    }
  }

  private void row(byte[] in, int image, int y, byte[] out, int to, int[] scratch) {
    int channels = geometry.channels();
    int rowLength = geometry.inputWidth() * channels;
    int top = image + plan.firstRow(y) * rowLength;
    byte flip = SignFlip.mask(input.type());
    pool.sum(in, top, plan.rowTaps(y), rowLength, rowLength, flip, scratch, 0);
    for (int run = 0; run < plan.runs(); run++) {
      int windows = plan.runLength(run);
      pool.sum(
          scratch,
          plan.runCell(run) * channels,
          plan.runTaps(run),
          channels,
          channels,
          windows,
          geometry.strideWidth() * channels,
          scratch,
          rowLength);
      int cells = plan.rowTaps(y) * plan.runTaps(run);
      store(scratch, rowLength, windows * channels, cells, out, to + plan.runStart(run) * channels);
    }
  }

  private void store(int[] sums, int offset, int length, int cells, byte[] out, int to) {
    int divisor = Math.max(cells, countedCells);
    int min = clamp.min();
    int max = clamp.max();
    int zeroPoint = output.zeroPoint();
    if (rounding == Rounding.TFLITE_HALF_AWAY) {
      int lowered = input.type().isSigned() ? 0 : -128 * cells;
      average.divideHalfAway(sums, offset, length, lowered, divisor, min, max, out, to);
      return;
    }
    int subtract = cells * SignFlip.zeroPoint(input.zeroPoint(), input.type());
    if (input.equals(output)) {
      average.divide(sums, offset, length, subtract, divisor, zeroPoint, min, max, out, to);
    } else {
      float multiplier = input.scale() / (output.scale() * divisor);
      average.multiply(sums, offset, length, subtract, multiplier, zeroPoint, min, max, out, to);
    }
  }

  /// Explains one output.
  ///
  /// @param in array that holds the images
  /// @param inputOffset first element of image 0
  /// @param image the image, at least 0
  /// @param y output row
  /// @param x output column
  /// @param channel the channel
  /// @return the way from the cells of the window to the level; see [Explanation]
  /// @throws IndexOutOfBoundsException if image or output do not exist
  public Explanation explain(byte[] in, int inputOffset, int image, int y, int x, int channel) {
    Checks.atLeast("image", image, 0);
    Checks.index("y", y, plan.rows());
    Checks.index("x", x, plan.columns());
    Checks.index("channel", channel, geometry.channels());
    Checks.range("input", in.length, inputOffset, (image + 1L) * geometry.inputSize());
    int top = y * geometry.strideHeight() - geometry.padTop();
    int left = x * geometry.strideWidth() - geometry.padLeft();
    int bottom = Math.min(top + geometry.kernelHeight(), geometry.inputHeight());
    int right = Math.min(left + geometry.kernelWidth(), geometry.inputWidth());
    int sum = 0;
    int cells = 0;
    for (int row = Math.max(top, 0); row < bottom; row++) {
      for (int column = Math.max(left, 0); column < right; column++) {
        int pixel = (row * geometry.inputWidth() + column) * geometry.channels();
        sum += input.type().value(in[inputOffset + image * geometry.inputSize() + pixel + channel]);
        cells++;
      }
    }
    String name = "average pool, image " + image + ", y " + y + ", x " + x + ", channel " + channel;
    ExplanationSteps steps = new ExplanationSteps(name);
    steps.add("sum", "of " + cells + " levels inside the image", sum);
    return explain(steps, sum, cells);
  }

  private Explanation explain(ExplanationSteps steps, int sum, int cells) {
    int divisor = steps.add("divisor", "cells that count", Math.max(cells, countedCells));
    if (rounding == Rounding.TFLITE_HALF_AWAY) {
      int half = sum > 0 ? divisor / 2 : -(divisor / 2);
      int raw =
          steps.add("rounded", "(" + sum + " + " + half + ") / " + divisor, (sum + half) / divisor);
      int level =
          steps.add(
              "level", "clamped to [" + clamp.min() + ", " + clamp.max() + "]", clamp.clamp(raw));
      steps.add("real", "of the level", output.dequantize(level));
      return steps.done();
    }
    int centred =
        steps.add(
            "accumulator",
            sum + " - " + cells + " * " + input.zeroPoint(),
            sum - cells * input.zeroPoint());
    if (input.equals(output)) {
      long quotient = Math.floorDiv(centred, divisor);
      long twice = 2 * (centred - quotient * divisor);
      boolean up = twice > divisor || (twice == divisor && quotient % 2 != 0);
      long rounded =
          steps.add(
              "rounded",
              centred + " / " + divisor + ", exact, nearest, ties to even",
              up ? quotient + 1 : quotient);
      steps.level(rounded, output, clamp);
      return steps.done();
    }
    float multiplier =
        steps.add(
            "multiplier",
            "fl32(" + input.scale() + " / fl32(" + output.scale() + " * " + divisor + "))",
            input.scale() / (output.scale() * divisor));
    float product =
        steps.add(
            "product", "fl32(float(" + centred + ") * " + multiplier + ")", centred * multiplier);
    steps.level(product, output, clamp);
    return steps.done();
  }

  /// Returns the geometry.
  public Pool2dGeometry geometry() {
    return geometry;
  }

  /// Returns the parameters of the output.
  public QuantParams output() {
    return output;
  }

  /// Returns one row of the image and one of the output, as sums.
  @Override
  public WorkspaceSize workspaceSize() {
    return workspaceSize;
  }

  @Override
  public String kernelName() {
    return KernelNames.active(input.type().isSigned() ? "qs8_average_pool" : "qu8_average_pool");
  }

  @Override
  public long packedBytes() {
    return 0;
  }

  /// Describes an average pool.
  public static final class Builder {
    private final Pool2dGeometry geometry;
    private final QuantParams input;
    private QuantParams output;
    private ClampRange clamp;
    private boolean countIncludePad;
    private Rounding rounding = Rounding.HALF_EVEN;

    private Builder(Pool2dGeometry geometry, QuantParams input) {
      this.geometry = Objects.requireNonNull(geometry, "geometry");
      this.input = Objects.requireNonNull(input, "input");
      output = input;
    }

    /// Sets the parameters of the output.
    public Builder output(QuantParams params) {
      output = Objects.requireNonNull(params, "output");
      return this;
    }

    /// Sets a fused activation.
    public Builder clamp(ClampRange range) {
      clamp = Objects.requireNonNull(range, "clamp");
      return this;
    }

    /// Sets whether the divisor is the size of the whole window also where it covers padding.
    public Builder countIncludePad(boolean value) {
      countIncludePad = value;
      return this;
    }

    /// Sets the rounding.
    public Builder rounding(Rounding value) {
      rounding = Objects.requireNonNull(value, "rounding");
      return this;
    }

    /// Checks the description and returns the operator.
    ///
    /// @throws IllegalArgumentException if the window is dilated, or has 2^23 cells or more
    /// @throws QuantizationException `UNSUPPORTED` if the rounding does not go with the rest,
    ///     `INVALID_RANGE` if the clamp leaves the output type, `INVALID_MULTIPLIER` if the scales
    ///     are too far apart
    public AveragePool2d build() {
      boolean dilated = geometry.dilationHeight() > 1 || geometry.dilationWidth() > 1;
      Checks.that(!dilated, "dilation", "above 1", "1 for average pools");
      long cells = (long) geometry.kernelHeight() * geometry.kernelWidth();
      Checks.that(cells < 1 << 23, "kernel cells", cells, "< 2^23, so that sums fit int32");
      if (rounding == Rounding.TFLITE_HALF_AWAY && (countIncludePad || !input.equals(output))) {
        throw QuantizationException.of(
            Reason.UNSUPPORTED,
            "rounding",
            rounding,
            "HALF_EVEN where padding counts or parameters differ");
      }
      clamp = clamp == null ? ClampRange.of(output.type()) : clamp;
      Levels.requireWithin(clamp, output.type());
      Multipliers.requireValid("multiplier", input.scale() / output.scale());
      return new AveragePool2d(this);
    }
  }
}
