package io.bytelane.bench;

import io.bytelane.KernelPath;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// The facts without which a figure means nothing: processor, JDK, flags, vector width, commit.
final class Environment {
  /// Features of the processor that decide how fast int8 and fp32 kernels can be.
  private static final Set<String> FEATURES =
      Set.of(
          "avx",
          "avx2",
          "fma",
          "avx512f",
          "avx512bw",
          "avx512vl",
          "avx512_vnni",
          "avx_vnni",
          "avx512vbmi",
          "amx_int8",
          "amx_tile",
          "asimd",
          "asimddp",
          "i8mm",
          "sve",
          "sve2");

  private Environment() {}

  /// Returns the facts, a line each.
  static List<String> lines() {
    List<String> cpuInfo = read(Path.of("/proc/cpuinfo"));
    String commit = System.getProperty("bytelane.bench.commit", "unknown");
    return List.of(
        "cpu: "
            + field(cpuInfo, "model name")
            + ", "
            + Runtime.getRuntime().availableProcessors()
            + " cores, "
            + System.getProperty("os.arch"),
        "cpu features: " + features(cpuInfo),
        "jdk: "
            + System.getProperty("java.vendor.version")
            + " "
            + Runtime.version()
            + ", "
            + System.getProperty("java.vm.name"),
        "jvm flags of a fork: " + String.join(" ", forkFlags()),
        "vector width: "
            + Fp32Peak.vectorBits()
            + " bit preferred; kernel path "
            + KernelPath.active()
            + ": "
            + KernelPath.reason(),
        "commit: " + commit,
        String.format(
            Locale.ROOT,
            "load average at the start: %.2f",
            ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage()));
  }

  private static List<String> forkFlags() {
    return List.of(
        ContenderBenchmark.class.getAnnotation(org.openjdk.jmh.annotations.Fork.class).jvmArgs());
  }

  private static String features(List<String> cpuInfo) {
    String flags = field(cpuInfo, "flags");
    String all = flags.equals("unknown") ? field(cpuInfo, "Features") : flags;
    return String.join(
        " ", List.of(all.split(" ")).stream().filter(FEATURES::contains).sorted().toList());
  }

  private static String field(List<String> cpuInfo, String name) {
    return cpuInfo.stream()
        .filter(line -> line.startsWith(name))
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .findFirst()
        .orElse("unknown");
  }

  private static List<String> read(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      return List.of();
    }
  }
}
