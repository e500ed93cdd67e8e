package io.bytelane.bench.elementwise;

import io.bytelane.bench.Candidate;
import io.bytelane.bench.Contender;

/// The oracle itself: what C2 makes of the textbook loop. Where the oracle returns its output, that
/// is allocated.
public final class ScalarElementwise implements Candidate<ElementwiseShape> {
  /// Creates the candidate.
  public ScalarElementwise() {}

  @Override
  public String name() {
    return "scalar_loop";
  }

  @Override
  public Kind kind() {
    return Kind.INT8;
  }

  @Override
  public String output() {
    return "as named";
  }

  @Override
  public Contender prepare(ElementwiseShape shape) {
    return ElementwiseSuite.work(shape).ofOracle();
  }
}
