package io.bytelane.tests.support;

import io.bytelane.KernelPath;
import java.util.Locale;
import java.util.Optional;

/// The kernel path that a test run forces with `-Dio.bytelane.path=...`.
///
/// The build runs the kernel tests once per path. A width that the machine does not have is not a
/// failure of the code, so every test of such a run is reported as skipped, with the reason.
public final class ForcedPath {
  private ForcedPath() {}

  /// Returns the forced path, empty if none is forced.
  ///
  /// @throws IllegalArgumentException if the property names no path
  public static Optional<KernelPath> forced() {
    String name = System.getProperty(KernelPath.PROPERTY, "");
    return name.isEmpty()
        ? Optional.empty()
        : Optional.of(KernelPath.valueOf(name.toUpperCase(Locale.ROOT)));
  }

  /// Returns why the tests of this run cannot run on this machine, empty if they can. Looks at the
  /// machine only; no kernel class is initialized.
  public static Optional<String> obstacle() {
    return forced()
        .filter(path -> !path.isSupported())
        .map(path -> "path " + path + " is forced, but this machine cannot run it");
  }
}
