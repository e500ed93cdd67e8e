package io.bytelane.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.bytelane.bench.conv.ConvSuite;
import java.util.List;
import org.junit.jupiter.api.Test;

class RunPlanTest {
  private static List<String> ids(boolean quick, List<String> shapes, String source) {
    RunPlan plan = new RunPlan(quick, 1, shapes, source, List.of(), List.of());
    return plan.shapes(ConvSuite.create()).stream().map(BenchShape::id).toList();
  }

  @Test
  void sourceChoosesFromTheList() {
    assertThat(ids(false, List.of(), "v2 depthwise"))
        .contains("7x7x960-960k3s1p1g960")
        .allMatch(id -> id.contains("g"));
    assertThat(ids(true, List.of(), "ResNet-50"))
        .contains("14x14x256-256k3s1p1")
        .doesNotContain("28x28x128-128k3s1p1", "28x28x256-256k3s1p1g256");
    assertThat(ids(false, List.of(), "no such network")).isEmpty();
  }

  @Test
  void withoutASourceTheListIsWhole() {
    assertThat(ids(false, List.of(), "")).hasSizeGreaterThan(ids(true, List.of(), "").size());
    assertThat(ids(false, List.of("5x5x8-8k3s1p1"), "")).containsExactly("5x5x8-8k3s1p1");
  }

  @Test
  void noShapeIsListedTwice() {
    assertThat(ids(false, List.of(), "")).doesNotHaveDuplicates();
  }
}
