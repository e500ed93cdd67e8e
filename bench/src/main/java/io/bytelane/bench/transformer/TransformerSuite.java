package io.bytelane.bench.transformer;

import io.bytelane.bench.Candidate;
import io.bytelane.bench.Fp32Peak;
import io.bytelane.bench.SuiteDefinition;
import java.util.ArrayList;
import java.util.List;

/// The suite of the sentence network.
public final class TransformerSuite {
  private TransformerSuite() {}

  /// Returns the suite.
  public static SuiteDefinition<TransformerShape> create() {
    List<Candidate<TransformerShape>> candidates = new ArrayList<>();
    candidates.add(new Fp32Peak<>());
    candidates.add(new BytelaneTransformer());
    candidates.addAll(OrtTransformer.all());
    return SuiteDefinition.of("transformer", TransformerShape::parse, candidates);
  }
}
