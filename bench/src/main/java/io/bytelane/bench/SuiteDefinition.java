package io.bytelane.bench;

import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Function;

/// A suite: a list of shapes and a list of contenders.
///
/// @param name name of the suite, and of its shape list `shapes/NAME.tsv`
/// @param shapes the shapes of the list
/// @param parser reads a shape id, also one that is not in the list
/// @param candidates the contenders, in the order of the table; the anchor first
/// @param <S> the shapes
public record SuiteDefinition<S extends BenchShape>(
    String name,
    List<ListedShape<S>> shapes,
    Function<String, S> parser,
    List<Candidate<S>> candidates) {

  /// Copies the lists.
  public SuiteDefinition {
    shapes = List.copyOf(shapes);
    candidates = List.copyOf(candidates);
  }

  /// Creates a suite from its shape list.
  public static <S extends BenchShape> SuiteDefinition<S> of(
      String name, Function<String, S> parser, List<Candidate<S>> candidates) {
    return new SuiteDefinition<>(name, ShapeList.load(name, parser), parser, candidates);
  }

  /// Returns the contender called `impl`.
  public Candidate<S> candidate(String impl) {
    return candidates.stream()
        .filter(candidate -> candidate.name().equals(impl))
        .findFirst()
        .orElseThrow(
            () ->
                new NoSuchElementException(
                    "impl: " + impl + " (expected: one of " + candidateNames() + ")"));
  }

  /// Returns the names of the contenders.
  public List<String> candidateNames() {
    return candidates.stream().map(Candidate::name).toList();
  }

  /// Prepares contender `impl` for the shape with id `shape`, on `threads` threads.
  public Contender prepare(String shape, String impl, int threads) {
    return candidate(impl)
        .withThreads(threads)
        .orElseThrow(
            () ->
                new NoSuchElementException(
                    "threads: " + threads + " (expected: 1, which is all that " + impl + " has)"))
        .prepare(parser.apply(shape));
  }
}
