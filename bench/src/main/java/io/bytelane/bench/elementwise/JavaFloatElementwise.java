package io.bytelane.bench.elementwise;

import io.bytelane.bench.Candidate;
import io.bytelane.bench.Contender;
import java.util.Optional;

/// The fp32 twins. Their rate counts the bytes of the int8 form, so that rows compare by time.
public final class JavaFloatElementwise implements Candidate<ElementwiseShape> {
  /// Creates the candidate.
  public JavaFloatElementwise() {}

  @Override
  public String name() {
    return "java_fp32";
  }

  @Override
  public Kind kind() {
    return Kind.FP32;
  }

  @Override
  public String output() {
    return "f32";
  }

  @Override
  public Optional<String> skipReason(ElementwiseShape shape) {
    return FloatWorks.has(shape.operator()) ? Optional.empty() : Optional.of("no fp32 twin");
  }

  @Override
  public Contender prepare(ElementwiseShape shape) {
    return new FloatWorks(shape, new ElementwiseOperands(shape.length())).work().ofOperator();
  }
}
