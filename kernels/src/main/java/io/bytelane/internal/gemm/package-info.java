/// Cache blocking and the drivers of the matrix kernels.
package io.bytelane.internal.gemm;
