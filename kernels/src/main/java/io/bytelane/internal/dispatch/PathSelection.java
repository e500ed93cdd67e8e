package io.bytelane.internal.dispatch;

import io.bytelane.KernelPath;
import io.bytelane.internal.vector.PreferredWidth;
import java.util.Locale;

/// Chooses the kernel path once per process.
///
/// The ladder must not touch a class that mentions a vector type before all its rungs have passed:
/// without the module that would be a linkage error.
public final class PathSelection {
  /// The incubating API is known to work as the kernels expect on these feature versions.
  private static final int OLDEST_JDK = 25;

  private static final int NEWEST_JDK = 27;

  /// Opt-in for Graal's compiler, which is not part of the regular test runs.
  private static final String ALLOW_JVMCI = "io.bytelane.allowJvmci";

  private PathSelection() {}

  /// Returns the chosen path; see [KernelPath#active()].
  public static KernelPath active() {
    return choice().path();
  }

  /// Returns why it was chosen; see [KernelPath#reason()].
  public static String reason() {
    return choice().reason();
  }

  /// Returns why `path` cannot run in this process, or null if it can.
  public static String obstacle(KernelPath path) {
    if (path == KernelPath.SCALAR) {
      return null;
    }
    if (Holder.MISSING != null) {
      return Holder.MISSING;
    }
    return path.bits() <= Holder.WIDEST
        ? null
        : "the widest vectors of this machine have " + Holder.WIDEST + " bits";
  }

  private static Choice choice() {
    Choice choice = Choosing.CHOICE;
    if (choice.error() != null) {
      throw new IllegalStateException(choice.error());
    }
    return choice;
  }

  /// Either a path and its reason, or an error.
  private record Choice(KernelPath path, String reason, String error) {}

  /// Facts of the machine.
  private static final class Holder {
    static final String MISSING = missingModule();
    static final int WIDEST = MISSING == null ? PreferredWidth.bits() : 0;
  }

  /// Evaluated on first use; never throws, so that an error can be reported more than once.
  private static final class Choosing {
    static final Choice CHOICE = choose();

    private static Choice choose() {
      String value = System.getProperty(KernelPath.PROPERTY, "");
      Choice choice = value.isEmpty() ? automatic() : forced(value);
      if (choice.error() == null) {
        boolean fallback = value.isEmpty() && choice.path() == KernelPath.SCALAR;
        System.getLogger("io.bytelane")
            .log(
                fallback ? System.Logger.Level.WARNING : System.Logger.Level.DEBUG,
                "Bytelane kernel path {0}: {1}",
                choice.path(),
                choice.reason());
      }
      return choice;
    }

    /// A forced path overrules the advisory rungs (JDK, virtual machine, compiler), not the facts.
    private static Choice forced(String value) {
      for (KernelPath path : KernelPath.values()) {
        if (path.name().toLowerCase(Locale.ROOT).equals(value)) {
          String obstacle = obstacle(path);
          return obstacle == null
              ? new Choice(path, "forced by -D" + KernelPath.PROPERTY + "=" + value, null)
              : refused(value, "a path that runs here: " + obstacle);
        }
      }
      return refused(value, "scalar, v128, v256 or v512");
    }

    private static Choice refused(String value, String expected) {
      return new Choice(
          null, null, KernelPath.PROPERTY + ": " + value + " (expected: " + expected + ")");
    }

    private static Choice automatic() {
      String reason = Holder.MISSING != null ? Holder.MISSING : unsuitable();
      if (reason != null) {
        return new Choice(KernelPath.SCALAR, reason, null);
      }
      KernelPath widest = KernelPath.SCALAR;
      for (KernelPath path : KernelPath.values()) {
        if (path.bits() <= Holder.WIDEST) {
          widest = path;
        }
      }
      return new Choice(widest, "widest vectors of this machine", null);
    }
  }

  private static String missingModule() {
    return ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent()
        ? null
        : "module jdk.incubator.vector is absent; start java with"
            + " --add-modules jdk.incubator.vector";
  }

  /// Returns the first rung of the ladder that fails, or null.
  private static String unsuitable() {
    int feature = Runtime.version().feature();
    if (feature < OLDEST_JDK || feature > NEWEST_JDK) {
      return "JDK " + feature + " is outside the tested range " + OLDEST_JDK + ".." + NEWEST_JDK;
    }
    String vm = System.getProperty("java.vm.name", "");
    if (vm.contains("OpenJ9")) {
      return "virtual machine " + vm + " does not compile the Vector API";
    }
    boolean jvmci = vm.contains("GraalVM") || System.getProperty("jvmci.Compiler") != null;
    if (jvmci && !Boolean.getBoolean(ALLOW_JVMCI)) {
      return "a JVMCI compiler is in use; -D" + ALLOW_JVMCI + "=true allows it";
    }
    String info = System.getProperty("java.vm.info", "");
    if (info.contains("interpreted mode") || info.contains("emulated-client")) {
      return "the C2 compiler is off (" + info + ")";
    }
    String arch = System.getProperty("os.arch", "");
    boolean x86 = arch.equals("amd64") || arch.equals("x86_64");
    if (x86 && Holder.WIDEST < 256) {
      return "x86 without 256-bit vectors (AVX2): scalar code is faster there";
    }
    return null;
  }
}
