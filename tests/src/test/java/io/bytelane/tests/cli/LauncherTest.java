package io.bytelane.tests.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The launcher's search for a JDK, which comes before everything else it does.
class LauncherTest {
  private static final Path LAUNCHER = Path.of("..", "bytelane").toAbsolutePath().normalize();

  @TempDir private Path folder;

  @BeforeEach
  void requireBash() {
    assumeTrue(Files.isExecutable(Path.of("/bin/bash")), "no /bin/bash on this machine");
  }

  @Test
  void folderWithoutAJdkIsOneLine() throws Exception {
    Result result = launch(LAUNCHER, Map.of("BYTELANE_JAVA_HOME", folder.toString()));

    assertThat(result.err())
        .isEqualTo("bytelane: BYTELANE_JAVA_HOME: " + folder + " (expected: a JDK 25 or newer)\n");
    assertThat(result.status()).isEqualTo(1);
    assertThat(result.out()).isEmpty();
  }

  @Test
  void olderJdkIsRefusedThroughALinkAsWell() throws Exception {
    Path bin = Files.createDirectories(folder.resolve("jdk/bin"));
    Files.createFile(
        bin.resolve("java"),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
    Files.writeString(folder.resolve("jdk/release"), "JAVA_VERSION=\"17.0.15\"\n");
    Path link = Files.createSymbolicLink(folder.resolve("link"), LAUNCHER);

    Result result = launch(link, Map.of("BYTELANE_JAVA_HOME", folder.resolve("jdk").toString()));

    assertThat(result.err())
        .isEqualTo(
            "bytelane: BYTELANE_JAVA_HOME: %s/jdk (expected: a JDK 25 or newer)%n"
                .formatted(folder));
    assertThat(result.status()).isEqualTo(1);
  }

  private record Result(int status, String out, String err) {}

  private Result launch(Path launcher, Map<String, String> environment)
      throws IOException, InterruptedException {
    Path out = folder.resolve("out");
    Path err = folder.resolve("err");
    ProcessBuilder builder = new ProcessBuilder("/bin/bash", launcher.toString(), "info");
    builder.environment().putAll(environment);
    builder.directory(folder.toFile());
    Process process = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
    int status = process.waitFor();
    return new Result(
        status,
        Files.readString(out, StandardCharsets.UTF_8),
        Files.readString(err, StandardCharsets.UTF_8));
  }
}
