package io.bytelane.bench.elementwise;

import io.bytelane.bench.Candidate;
import io.bytelane.bench.Contender;

/// Bytelane's operators on levels.
public final class BytelaneElementwise implements Candidate<ElementwiseShape> {
  /// Creates the candidate.
  public BytelaneElementwise() {}

  @Override
  public String name() {
    return "bytelane_int8";
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
    return ElementwiseSuite.work(shape).ofOperator();
  }
}
