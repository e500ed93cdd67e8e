package io.bytelane.internal.dispatch;

import io.bytelane.internal.kernel.FloatArithmetic;
import io.bytelane.internal.kernel.FloatFunctions;
import io.bytelane.internal.kernel.RowKernel;

/// The float32 kernels of what lies between the matrix operators of a transformer.
///
/// @param arithmetic operations on two arrays
/// @param functions functions of one value
/// @param row reductions and normalization of a row
public record FloatKernels(FloatArithmetic arithmetic, FloatFunctions functions, RowKernel row) {}
