package io.bytelane.models.cli;

import io.bytelane.KernelPath;
import io.bytelane.models.report.Json;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `bytelane info`: which kernels this machine gets, why, and how to change it.
@Command(
    name = "info",
    description = "Shows what was chosen on this machine and why: JDK, vector width, kernels.")
final class InfoCommand implements Runnable {
  /// Variable through which the launcher passes options to the JVM.
  private static final String JVM_OPTIONS = "BYTELANE_JVM_OPTIONS";

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Spec private CommandSpec spec;

  private InfoCommand() {}

  @Override
  public void run() {
    PrintWriter out = spec.commandLine().getOut();
    Map<String, Object> facts = facts();
    if (json) {
      out.print(Json.write(facts));
    } else {
      facts.forEach((name, value) -> out.printf(Locale.ROOT, "%-16s %s%n", name, value));
      out.println();
      out.println(
          "Every path computes the same bits. To force one of "
              + supported()
              + ", set "
              + JVM_OPTIONS
              + "=-D"
              + KernelPath.PROPERTY
              + "=PATH for this command line, or pass that option to your own java.");
      out.println(
          "Another JDK: BYTELANE_JAVA_HOME. In your own service: --add-modules"
              + " jdk.incubator.vector, or the scalar kernels run.");
    }
    out.flush();
  }

  private static Map<String, Object> facts() {
    KernelPath path = KernelPath.active();
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("version", VersionProvider.version());
    facts.put("kernels", name(path));
    facts.put("reason", KernelPath.reason());
    facts.put("vector_bits", path.bits());
    facts.put("paths_here", supported());
    facts.put("jdk", Runtime.version() + " (" + System.getProperty("java.home") + ")");
    facts.put("vm", System.getProperty("java.vm.name"));
    facts.put("os", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
    facts.put("processors", Runtime.getRuntime().availableProcessors());
    return facts;
  }

  private static String supported() {
    return Arrays.stream(KernelPath.values())
        .filter(KernelPath::isSupported)
        .map(InfoCommand::name)
        .collect(Collectors.joining(", "));
  }

  private static String name(KernelPath path) {
    return path.name().toLowerCase(Locale.ROOT);
  }
}
