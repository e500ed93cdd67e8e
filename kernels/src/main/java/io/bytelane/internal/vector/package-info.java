/// Vector kernels: the only package that imports the Vector API. One lane-agnostic source serves
/// 128, 256 and 512 bits.
///
/// A vector that a loop carries should be an argument, not a receiver: `sum = x.add(sum)`,
/// `sum = x.fma(y, sum)`. C2 knows the class of a vector that was just computed, but that of a
/// loop's phi only from profiles inside the Vector API, which everything in the process shares.
package io.bytelane.internal.vector;
