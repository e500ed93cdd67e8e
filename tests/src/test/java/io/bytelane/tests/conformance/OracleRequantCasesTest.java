package io.bytelane.tests.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// The oracle against requant-cases.json.
class OracleRequantCasesTest {
  @TestFactory
  Stream<DynamicContainer> requant() {
    return RequantCases.tests(new OracleEngine());
  }

  @Test
  void everyGroupIsCheckedOrOutOfScopeWithAReason() {
    Set<String> kinds = new TreeSet<>();
    RequantCases.groups().forEach(group -> kinds.add(group.required("kind").asText()));
    Set<String> covered = new TreeSet<>(RequantCases.checks().keySet());
    assertThat(covered).doesNotContainAnyElementsOf(RequantCases.OUT_OF_SCOPE.keySet());
    covered.addAll(RequantCases.OUT_OF_SCOPE.keySet());
    assertThat(covered).containsExactlyInAnyOrderElementsOf(kinds);
  }
}
