package io.bytelane;

import jdk.incubator.vector.IntVector;

/// Path.
public enum KernelPath {
  /// Portable.
  SCALAR;

  /// Lanes.
  public static int lanes() {
    return IntVector.SPECIES_PREFERRED.length();
  }
}
