package io.bytelane.tests.support;

/// Which sweeps run: the short ones of every build, or whole spaces (`mvn -Plong verify`).
public final class Sweep {
  /// Whether the system property `bytelane.long` is true.
  public static final boolean LONG = Boolean.getBoolean("bytelane.long");

  private Sweep() {}

  /// Returns `all` in the long profile, otherwise `some`.
  public static int of(int some, int all) {
    return LONG ? all : some;
  }
}
