package io.bytelane.internal.kernel;

/// The transformations of Winograd's F(2x2, 3x3), in exact integers.
///
/// `Y = A' [(G g G') * (B' d B)] A` computes 2 x 2 outputs from a 4 x 4 input tile `d` and a 3 x 3
/// kernel `g` with 16 multiplications instead of 36 (Lavin and Gray, 2015). The middle rows of the
/// published `G` are halves; here they are doubled, and the outer columns of `A'` with them, so
/// that everything is an integer and the result is 4 times the convolution:
///
/// ```
/// B' = 1  0 -1  0      G = 1  0  0      A' = 2 1  1  0
///      0  1  1  0          1  1  1           0 1 -1 -2
///      0 -1  1  0          1 -1  1
///      0  1  0 -1          0  0  1
/// ```
///
/// Factors of 2 in `A'` instead of `G` keep the products small: they are summed in float lanes. For
/// int8 operands `abs(B' d B) <= 4 * 128` and `abs(G g G') <= 9 * 128`.
public interface WinogradKernel {
  /// Largest magnitude of a transformed input.
  int INPUT_BOUND = 4 * 128;

  /// Elements that [#transformColumns] may touch after the last channel: one vector less one.
  int OVERREACH = 15;

  /// Multiplications for a tile: positions of the transformed 4 x 4 tiles.
  int POSITIONS = 16;

  /// The first half of the input transformation, `t = B' d`, for whole rows at once: with input
  /// rows `d0 .. d3`, `t0 = d0 - d2`, `t1 = d1 + d2`, `t2 = d2 - d1`, `t3 = d1 - d3`, element by
  /// element.
  ///
  /// @param in bytes; row `y` starts at `inOffset + y * rowStride`
  /// @param length elements of a row
  /// @param flip combined with each byte by exclusive or
  /// @param t receives row `i` from `tOffset + i * tStride` on
  void transformRows(
      byte[] in,
      int inOffset,
      int rowStride,
      int length,
      byte flip,
      float[] t,
      int tOffset,
      int tStride);

  /// The second half, `v = t B`, for one tile: `v[4i + j]` for each of `channels` channels. For
  /// speed, up to [#OVERREACH] elements after the last channel may be read and written.
  ///
  /// @param t cell `(i, j)` starts at `tOffset + i * tStride + j * cellStride`
  /// @param v receives position `p` from `vOffset + p * positionStride` on
  void transformColumns(
      float[] t,
      int tOffset,
      int tStride,
      int cellStride,
      int channels,
      float[] v,
      int vOffset,
      int positionStride);

  /// Transforms products back: `out[y][x] = (A' m A)[y][x] / 4`, which is exact, for each of
  /// `columns` channels, a multiple of the vector length.
  ///
  /// @param m products modulo 2^32; position `p` starts at `mOffset + p * positionStride`. Also
  ///     receives the result: output `(y, x)` from `outOffset + y * rowStride + x * columns` on
  /// @param tempOffset where `8 * columns` of `m` are free
  void transformOutput(
      int[] m,
      int mOffset,
      int positionStride,
      int columns,
      int outOffset,
      int rowStride,
      int tempOffset);

  /// Converts shorts to floats.
  void expand(short[] source, int sourceOffset, int length, float[] target, int targetOffset);
}
