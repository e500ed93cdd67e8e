package io.bytelane.internal.dispatch;

import io.bytelane.internal.kernel.AverageKernel;
import io.bytelane.internal.kernel.DepthwiseKernel;
import io.bytelane.internal.kernel.ElementwiseKernel;
import io.bytelane.internal.kernel.LevelKernel;
import io.bytelane.internal.kernel.PoolKernel;
import io.bytelane.internal.kernel.QuantizeKernel;

/// The kernels of the operators between the matrix operators.
///
/// @param quantize float32 to 8 bits and back
/// @param levels quantization of arrays under any rule
/// @param pool reductions over strided taps
/// @param average from window sums to levels
/// @param elementwise operations on two arrays, and tables
/// @param depthwise a row of a depthwise convolution
/// @param floats float32 arithmetic, functions and rows
public record ElementKernels(
    QuantizeKernel quantize,
    LevelKernel levels,
    PoolKernel pool,
    AverageKernel average,
    ElementwiseKernel elementwise,
    DepthwiseKernel depthwise,
    FloatKernels floats) {}
