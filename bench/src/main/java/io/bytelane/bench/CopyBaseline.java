package io.bytelane.bench;

import java.util.Optional;

/// A plain copy that reads and writes as many bytes as the int8 operator: what the memory allows.
///
/// @param <S> the shapes of the suite
public final class CopyBaseline<S extends BenchShape> implements Candidate<S> {
  /// Creates the baseline.
  public CopyBaseline() {}

  @Override
  public String name() {
    return "copy";
  }

  @Override
  public Kind kind() {
    return Kind.BASELINE;
  }

  @Override
  public String output() {
    return "bytes";
  }

  @Override
  public Optional<String> skipReason(S shape) {
    return shape.bytes() >= 2 ? Optional.empty() : Optional.of("nothing to copy");
  }

  @Override
  public Contender prepare(S shape) {
    int length = (int) (shape.bytes() / 2);
    byte[][] sources = new byte[Contender.SLOTS][];
    for (int slot = 0; slot < sources.length; slot++) {
      sources[slot] = Operands.activations(1, length, Operands.Range.FULL, slot);
    }
    byte[] target = new byte[length];
    return new LambdaContender(
        slot -> {
          System.arraycopy(sources[slot], 0, target, 0, length);
          return target;
        },
        () -> Check.EMPTY);
  }
}
