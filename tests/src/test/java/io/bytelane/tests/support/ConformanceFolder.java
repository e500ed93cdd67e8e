package io.bytelane.tests.support;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// The conformance cases of other projects, which are not part of this repository.
public final class ConformanceFolder {
  /// The environment variable that names the folder.
  public static final String VARIABLE = "BYTELANE_CONFORMANCE";

  private ConformanceFolder() {}

  /// Returns the sub-folder `name`, such as `cmsis-nn` or `onnx-node`, or aborts the calling test
  /// (reported as skipped) with a message that says what is missing.
  public static Path require(String name) {
    String root = System.getenv(VARIABLE);
    assumeTrue(
        root != null && !root.isEmpty(),
        () ->
            VARIABLE
                + " is not set: the "
                + name
                + " cases of other projects are skipped (README.md says where to get them)");
    Path folder = Path.of(root, name);
    assumeTrue(
        Files.isDirectory(folder), () -> VARIABLE + ": no folder " + folder + ", cases skipped");
    return folder;
  }

  /// Returns the entries of `folder` whose name ends in `suffix`, sorted by name.
  public static List<Path> list(Path folder, String suffix) {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.filter(p -> p.getFileName().toString().endsWith(suffix)).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
