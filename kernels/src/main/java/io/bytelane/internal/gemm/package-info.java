/// Cache blocking and the drivers of the matrix kernels.
///
/// `BlockedGemm` has the plain loops. Large int8 products run most of their rows and panels through
/// `StrassenProduct`, seven multiplications of blocks instead of eight; `StrassenSplit` decides
/// which. Both give the same bits. float32 products do not: sums of floats would round otherwise.
package io.bytelane.internal.gemm;
