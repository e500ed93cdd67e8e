package io.bytelane.internal.vector;

import jdk.incubator.vector.IntVector;

/// Asks the Vector API for the widest vectors of this machine. Apart from [Lanes], which can only
/// be initialised after a path has been chosen.
public final class PreferredWidth {
  private PreferredWidth() {}

  /// Returns the preferred vector width in bits.
  public static int bits() {
    return IntVector.SPECIES_PREFERRED.vectorBitSize();
  }
}
