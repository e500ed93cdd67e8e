package io.bytelane.internal.dispatch;

import io.bytelane.internal.kernel.PoolKernel;
import io.bytelane.internal.kernel.QuantizeKernel;

/// The kernels of the operators between the matrix operators.
///
/// @param quantize float32 to 8 bits and back
/// @param pool reductions over strided taps
public record ElementKernels(QuantizeKernel quantize, PoolKernel pool) {}
