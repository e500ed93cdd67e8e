package io.bytelane.internal.dispatch;

import io.bytelane.internal.kernel.ByteTile;
import io.bytelane.internal.kernel.Converter;
import io.bytelane.internal.kernel.DotKernel;
import io.bytelane.internal.kernel.Epilogue;
import io.bytelane.internal.kernel.GemmTile;
import io.bytelane.internal.kernel.WinogradKernel;

/// The kernels of one path. All of them compute the same bits as those of any other path.
///
/// @param gemm the tile for many rows
/// @param gemv the tile for one row over int8 weights
/// @param fewRows the tile for a few rows over int8 weights
/// @param floatGemv the tile for one row over float weights
/// @param floatFewRows the tile for a few rows over float weights
/// @param converter operand conversions
/// @param epilogue what follows the last depth block
/// @param winograd the transformations of 3 x 3 convolutions
/// @param elements the operators between the matrix operators
/// @param dot dot products of 8-bit vectors
public record KernelSet(
    GemmTile gemm,
    ByteTile gemv,
    ByteTile fewRows,
    GemmTile floatGemv,
    GemmTile floatFewRows,
    Converter converter,
    Epilogue epilogue,
    WinogradKernel winograd,
    ElementKernels elements,
    DotKernel dot) {}
