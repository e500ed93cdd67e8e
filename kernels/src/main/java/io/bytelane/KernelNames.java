package io.bytelane;

import java.util.Locale;

/// The names that [Operator#kernelName()] returns.
final class KernelNames {
  private KernelNames() {}

  /// Returns `name` with the suffix of the path that serves this process.
  static String active(String name) {
    return name + "__" + KernelPath.active().name().toLowerCase(Locale.ROOT);
  }
}
