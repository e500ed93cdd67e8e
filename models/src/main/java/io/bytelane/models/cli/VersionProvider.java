package io.bytelane.models.cli;

import picocli.CommandLine.IVersionProvider;

/// Reads the version from the jar.
final class VersionProvider implements IVersionProvider {
  private VersionProvider() {}

  @Override
  public String[] getVersion() {
    return new String[] {"bytelane " + version()};
  }

  /// Returns the version of the jar, `development` where classes were not loaded from one.
  static String version() {
    String version = VersionProvider.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }
}
