/// Lowering of convolutions to the matrix kernels.
package io.bytelane.internal.conv;
