package io.bytelane;

/// A prepared operator: immutable, safe to share between any number of threads, virtual ones
/// included.
///
/// Operators are made in three moments. *Describe*: records and builders, checked, slow. *Prepare*:
/// `build()` packs weights and returns the operator. *Run*: `run(...)` on arrays of the caller,
/// which allocates nothing, starts no thread and takes no lock. Scratch memory comes from a
/// [Workspace] of the caller.
public interface Operator {
  /// Returns the scratch memory that one call of `run` needs.
  WorkspaceSize workspaceSize();

  /// Returns the name of the kernel that was chosen, with the path as suffix, such as
  /// `f32_gemm_12x32c1_fma__v512`. With `strassen_` in it, calls of 64 rows or more take seven
  /// multiplications of blocks instead of eight.
  String kernelName();

  /// Returns the bytes of packed weights and tables that the operator holds, 0 if it has none.
  long packedBytes();
}
