package io.bytelane.internal.dispatch;

import io.bytelane.KernelPath;
import io.bytelane.internal.scalar.ScalarKernels;
import io.bytelane.internal.vector.VectorKernels;

/// The one dispatch point: the kernels of the chosen path.
public final class Kernels {
  private Kernels() {}

  /// Returns the kernels of the path that serves this process.
  ///
  /// @throws IllegalStateException if a forced path cannot run here
  public static KernelSet active() {
    return PathSelection.active() == KernelPath.SCALAR ? Scalar.SET : Vector.SET;
  }

  private static final class Scalar {
    static final KernelSet SET = ScalarKernels.create();
  }

  /// Loads only on a vector path: its initialisation links classes that mention vector types.
  private static final class Vector {
    static final KernelSet SET = VectorKernels.create();
  }
}
