package io.bytelane.bench.model;

import io.bytelane.bench.Candidate;
import io.bytelane.bench.Fp32Peak;
import io.bytelane.bench.SuiteDefinition;
import java.util.ArrayList;
import java.util.List;

/// The suite of whole networks.
public final class ModelSuite {
  private ModelSuite() {}

  /// Returns the suite.
  public static SuiteDefinition<ModelShape> create() {
    List<Candidate<ModelShape>> candidates = new ArrayList<>();
    candidates.add(new Fp32Peak<>());
    candidates.addAll(BytelaneModel.all());
    candidates.addAll(OrtModel.all());
    return SuiteDefinition.of("model", ModelShape::parse, candidates);
  }
}
