package io.bytelane.bench.pool;

import io.bytelane.bench.Candidate;
import io.bytelane.bench.Contender;
import io.bytelane.bench.LambdaContender;

/// The oracle itself: what C2 makes of the textbook loop. It allocates its output.
public final class ScalarPool implements Candidate<PoolShape> {
  /// Creates the candidate.
  public ScalarPool() {}

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
    return "s8";
  }

  @Override
  public Contender prepare(PoolShape shape) {
    PoolOperands operands = new PoolOperands(shape);
    return new LambdaContender(
        operands::expected, () -> operands.checkBytes(operands::expected), true);
  }
}
