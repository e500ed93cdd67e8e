package io.bytelane.internal.kernel;

/// The transformations of Winograd's F(2x2, 3x3), in exact integers.
///
/// `Y = A' [(G g G') * (B' d B)] A` computes 2 x 2 outputs from a 4 x 4 input tile `d` and a 3 x 3
/// kernel `g` with 16 multiplications instead of 36 (Lavin and Gray, 2015), with
///
/// ```
/// B' = 1  0 -1  0      G = 1    0   0      A' = 1 1  1  0
///      0  1  1  0          1/2  1/2 1/2         0 1 -1 -1
///      0 -1  1  0          1/2 -1/2 1/2
///      0  1  0 -1          0    0   1
/// ```
///
/// Weights use `2 G`, so that everything is an integer and the result is 4 times the convolution.
/// For int8 operands `abs(B' d B) <= 4 * 128` and `abs(2G g 2G') <= 9 * 128`.
public interface WinogradKernel {
  /// Largest magnitude of a transformed input.
  int INPUT_BOUND = 4 * 128;

  /// Multiplications of a tile: positions of the transformed 4 x 4 tiles.
  int POSITIONS = 16;

  /// Transforms an input tile: `v[4i + j] = (B' d B)[i][j]` for each of `channels` consecutive
  /// channels.
  ///
  /// @param in bytes; cell `(y, x)` starts at `inOffset + y * rowStride + x * cellStride`
  /// @param flip combined with each byte by exclusive or
  /// @param v receives position `p` from `vOffset + p * positionStride` on
  void transformInput(
      byte[] in,
      int inOffset,
      int rowStride,
      int cellStride,
      int channels,
      byte flip,
      float[] v,
      int vOffset,
      int positionStride);

  /// Transforms products back: `out[2y + x] = (A' m A)[y][x] / 4`, where the division is exact, for
  /// each of `columns` channels, a multiple of the vector length.
  ///
  /// @param m products; position `p` starts at `mOffset + p * positionStride`
  /// @param out receives output `(y, x)` from `outOffset + y * rowStride + x * cellStride` on
  void transformOutput(
      int[] m,
      int mOffset,
      int positionStride,
      int columns,
      int[] out,
      int outOffset,
      int rowStride,
      int cellStride);

  /// Converts shorts to floats.
  void expand(short[] source, int sourceOffset, int length, float[] target, int targetOffset);
}
