package io.bytelane.internal.kernel;

/// One row of a depthwise convolution for one panel of channels, channels in lanes.
///
/// The expanded input consists of cells of `nr` floats, one for each pixel, those of neighbouring
/// pixels one after the other. The taps of a window are visited in steps of `group` neighbouring
/// cells:
/// `sum[x][j] = start + sum over s < steps, k < group of in[stepOffsets[firstStep + s] + (x *
/// stride + k) * nr + j] * weights[weightsOffset + (s * group + k) * nr + j]`, in float32 lanes and
/// in this order.
public interface DepthwiseKernel {
  /// 1.5 * 2^23. Sums of integers that start here stay exact below 2^22 in magnitude, and their bit
  /// patterns are [#MAGIC_BITS] more than the integers: no conversion is needed.
  float MAGIC = 12582912f;

  /// The bit pattern of [#MAGIC].
  int MAGIC_BITS = 0x4B400000;

  /// Channels of a panel; equal to the columns of the [GemmTile] of the same path.
  int nr();

  /// The name by the grammar of the kernel names, without the path suffix.
  String name();

  /// Returns how many neighbouring taps of a kernel row a step covers: `kernelWidth` where the
  /// kernel has a form for it, else 1.
  int group(int kernelWidth, int stride, int dilation);

  /// Computes the sums of one row and stores their bit patterns, `pixels * nr` of them.
  ///
  /// @param group what [#group] returned
  /// @param stride distance of output pixels, in cells
  /// @param pixels at least 1
  void run(
      float[] in,
      int[] stepOffsets,
      int firstStep,
      int steps,
      int group,
      int stride,
      int pixels,
      float[] weights,
      int weightsOffset,
      float start,
      int[] out,
      int outOffset);

  /// Finishes float sums: `out[i][j] = clamp(float(bits[i][j]) + bias[first + j], min, max)`, with
  /// rows of `bits` `nr` apart and `columns <= nr` values in each.
  void finish(
      int[] bits,
      int bitsOffset,
      int rows,
      int columns,
      float[] bias,
      int first,
      float min,
      float max,
      float[] out,
      int outOffset,
      int outStride);
}
