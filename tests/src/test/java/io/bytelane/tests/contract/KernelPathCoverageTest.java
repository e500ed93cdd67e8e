package io.bytelane.tests.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.bytelane.KernelPath;
import io.bytelane.tests.support.ForcedPath;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Fails if a run that should exercise a vector path silently ran something else.
@Tag("cold")
class KernelPathCoverageTest {
  @Test
  void theForcedPathIsTheOneThatRuns() {
    assumeTrue(ForcedPath.forced().isPresent(), "no path is forced in this run");
    assertThat(KernelPath.active()).isEqualTo(ForcedPath.forced().orElseThrow());
    assertThat(KernelPath.reason()).contains(KernelPath.PROPERTY);
  }

  @Test
  void withoutTheModuleTheScalarPathRunsAndNamesTheFlag() {
    assumeTrue(!vectorModulePresent(), "the vector module is present in this run");
    assumeTrue(ForcedPath.forced().isEmpty(), "a path is forced in this run");
    assertThat(KernelPath.active()).isEqualTo(KernelPath.SCALAR);
    assertThat(KernelPath.reason()).contains("--add-modules jdk.incubator.vector");
    assertThat(List.of(KernelPath.V128, KernelPath.V256, KernelPath.V512))
        .noneMatch(KernelPath::isSupported);
  }

  @Test
  void theWidestVectorsOfTheMachineRunByDefault() {
    assumeTrue(vectorModulePresent(), "the vector module is absent in this run");
    assumeTrue(ForcedPath.forced().isEmpty(), "a path is forced in this run");
    assumeTrue(
        !System.getProperty("java.vm.info", "").contains("interpreted mode"),
        "the interpreter runs the scalar path by default");
    assertThat(KernelPath.active()).as(KernelPath.reason()).isEqualTo(widest());
  }

  private static boolean vectorModulePresent() {
    return ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();
  }

  /// On x86 without 256-bit vectors the scalar code is the faster one.
  private static KernelPath widest() {
    if (KernelPath.V512.isSupported()) {
      return KernelPath.V512;
    }
    if (KernelPath.V256.isSupported()) {
      return KernelPath.V256;
    }
    boolean arm = System.getProperty("os.arch", "").equals("aarch64");
    return arm && KernelPath.V128.isSupported() ? KernelPath.V128 : KernelPath.SCALAR;
  }
}
