package io.bytelane.tests.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// The oracle against acceptance.json.
class OracleAcceptanceTest {
  @TestFactory
  Stream<DynamicContainer> acceptance() {
    return AcceptanceCases.tests(new OracleEngine());
  }

  @Test
  void everyKindIsCheckedHereOrNamedWithThePlaceThatChecksIt() {
    Set<String> kinds =
        AcceptanceCases.all().stream()
            .map(ConformanceCase::kind)
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> covered = new TreeSet<>(AcceptanceCases.checks().keySet());
    covered.addAll(AcceptanceCases.ELSEWHERE.keySet());
    assertThat(covered).containsExactlyInAnyOrderElementsOf(kinds);
    assertThat(AcceptanceCases.checks())
        .doesNotContainKeys(keys(AcceptanceCases.ELSEWHERE.keySet()));
  }

  private static String[] keys(Set<String> set) {
    return set.toArray(String[]::new);
  }
}
