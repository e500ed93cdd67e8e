package io.bytelane.internal.kernel;

/// One row of a depthwise convolution for one panel of channels, channels in lanes:
/// `out[x][j] = sum over t of in[tapOffsets[firstTap + t] + inOffset + x * pixelStride + j] *
/// weights[weightsOffset + t * nr + j]` for `x < pixels`, `j < nr`, in float32 lanes and in the
/// order of `t`.
///
/// Reads nothing else, writes exactly `pixels * nr` floats.
public interface DepthwiseKernel {
  /// Channels of a panel; equal to the columns of the [GemmTile] of the same path.
  int nr();

  /// The name by the grammar of the kernel names, without the path suffix.
  String name();

  /// Computes one row; `pixels` and `taps` are at least 1.
  void run(
      float[] in,
      int inOffset,
      int pixels,
      int pixelStride,
      int[] tapOffsets,
      int firstTap,
      int taps,
      float[] weights,
      int weightsOffset,
      float[] out,
      int outOffset);
}
