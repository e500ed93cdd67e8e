/// Portable kernels, with the packing of the vector kernels. Not the oracle.
package io.bytelane.internal.scalar;
