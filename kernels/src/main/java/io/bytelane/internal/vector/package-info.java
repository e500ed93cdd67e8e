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
///
/// Helpers have at most 35 bytecodes, which the first compiler inlines, so that their calls are
/// profiled together with the loop. A longer method that is itself inlined before it has a profile
/// of its own (it ran in tier 2, or the loop around it was compiled early) keeps all its calls to
/// helpers. So does everything that follows the 18000th node of a compilation
/// (`NodeCountInliningCutoff`, some fifty operations): loops near it are written out in operations
/// of the Vector API, which are always inlined, and methods of more than 325 bytecodes are compiled
/// alone, not as a part of their callers. `-XX:+UnlockDiagnosticVMOptions -XX:+PrintInlining` shows
/// both as `low call site frequency` and `NodeCountInliningCutoff`.
package io.bytelane.internal.vector;
