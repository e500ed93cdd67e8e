/// Vector kernels: the only package that imports the Vector API. One lane-agnostic source serves
/// 128, 256 and 512 bits.
///
/// A vector that a loop carries should be an argument, not a receiver: `sum = x.add(sum)`,
/// `sum = x.fma(y, sum)`. C2 knows the class of a vector that was just computed, but that of a
/// loop's phi only from profiles inside the Vector API, which everything in the process shares.
/// For the same reason kernels use one shape of vectors; a second one makes these profiles
/// ambiguous. Only pools of very few channels, which no wider vector serves, do otherwise.
///
/// No vector is handed to a helper in a branch that is rarely taken: C2 does not inline a call
/// below a share of about one in a hundred, however small the helper, and the vector is then
/// allocated on every pass of the loop, the branch taken or not. Masks serve both cases instead.
package io.bytelane.internal.vector;
