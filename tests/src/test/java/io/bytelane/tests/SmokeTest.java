package io.bytelane.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.bytelane.KernelPath;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class SmokeTest {
  @Test
  void lanes() {
    assertThat(KernelPath.lanes()).isPositive();
  }

  @Property(tries = 10)
  boolean p(@ForAll int a) {
    return a == a + 0;
  }
}
