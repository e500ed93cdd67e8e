package io.bytelane.internal.dispatch;

import io.bytelane.internal.kernel.ByteTile;
import io.bytelane.internal.kernel.Converter;
import io.bytelane.internal.kernel.DotKernel;
import io.bytelane.internal.kernel.Epilogue;
import io.bytelane.internal.kernel.GemmTile;
import io.bytelane.internal.kernel.PairTile;
import io.bytelane.internal.kernel.SegmentDotKernel;
import io.bytelane.internal.kernel.StrassenKernel;
import io.bytelane.internal.kernel.TileLadder;
import io.bytelane.internal.kernel.WinogradKernel;

/// The kernels of one path. All of them compute the same bits as those of any other path.
///
/// @param floatTiles matrix products over float weights
/// @param byteTiles matrix products of few rows over int8 weights
/// @param rowTile matrix products of one row over int8 weights
/// @param converter operand conversions
/// @param epilogue what follows the last depth block
/// @param winograd the transformations of 3 x 3 convolutions
/// @param strassen sums and differences of the operands of large matrix products
/// @param elements the operators between the matrix operators
/// @param dot dot products of 8-bit vectors
/// @param segmentDot the same with rows in memory segments
public record KernelSet(
    TileLadder<GemmTile> floatTiles,
    TileLadder<ByteTile> byteTiles,
    PairTile rowTile,
    Converter converter,
    Epilogue epilogue,
    WinogradKernel winograd,
    StrassenKernel strassen,
    ElementKernels elements,
    DotKernel dot,
    SegmentDotKernel segmentDot) {

  /// Returns the tile of large products. It gives the panel width and the name of a route.
  public GemmTile gemm() {
    return floatTiles.tall();
  }
}
