package io.bytelane.bench;

import java.util.List;
import java.util.stream.Stream;

/// How much is measured.
///
/// @param quick the quick shapes alone, one short fork
/// @param forks rounds, each with a fresh JVM per contender and shape
/// @param onlyShapes ids to measure instead of the list; empty for the list
/// @param source what the third column of the list must contain; empty for all shapes
/// @param onlyImpls contenders to measure; empty for all. The anchor always runs.
/// @param threads threads of one operation; a contender has a row for each number that it can use
record RunPlan(
    boolean quick,
    int forks,
    List<String> onlyShapes,
    String source,
    List<String> onlyImpls,
    List<Integer> threads) {
  static final int DEFAULT_FORKS = 3;

  RunPlan {
    if (forks < 1) {
      throw new IllegalArgumentException("forks: " + forks + " (expected: >= 1)");
    }
    for (int count : threads) {
      if (count < 1) {
        throw new IllegalArgumentException("threads: " + count + " (expected: >= 1)");
      }
    }
    onlyShapes = List.copyOf(onlyShapes);
    onlyImpls = List.copyOf(onlyImpls);
    threads = threads.isEmpty() ? List.of(1) : threads.stream().distinct().toList();
  }

  int measurementIterations() {
    return quick ? 2 : 5;
  }

  int measurementMillis() {
    return 100;
  }

  <S extends BenchShape> List<S> shapes(SuiteDefinition<S> suite) {
    if (!onlyShapes.isEmpty()) {
      return onlyShapes.stream().map(suite.parser()).toList();
    }
    return suite.shapes().stream()
        .filter(listed -> listed.quick() || !quick)
        .filter(listed -> listed.source().contains(source))
        .map(ListedShape::shape)
        .toList();
  }

  <S extends BenchShape> List<Candidate<S>> candidates(SuiteDefinition<S> suite) {
    onlyImpls.forEach(suite::candidate);
    return suite.candidates().stream()
        .filter(
            candidate ->
                onlyImpls.isEmpty()
                    || candidate.kind() == Candidate.Kind.ANCHOR
                    || onlyImpls.contains(candidate.name()))
        .flatMap(this::withThreads)
        .toList();
  }

  /// The anchor runs on one thread, whatever the others use.
  private <S extends BenchShape> Stream<Candidate<S>> withThreads(Candidate<S> candidate) {
    return candidate.kind() == Candidate.Kind.ANCHOR
        ? Stream.of(candidate)
        : threads.stream().flatMap(count -> candidate.withThreads(count).stream());
  }
}
