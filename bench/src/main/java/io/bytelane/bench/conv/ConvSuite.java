package io.bytelane.bench.conv;

import io.bytelane.bench.Candidate;
import io.bytelane.bench.Fp32Peak;
import io.bytelane.bench.SuiteDefinition;
import java.util.ArrayList;
import java.util.List;

/// The convolution suite.
public final class ConvSuite {
  private ConvSuite() {}

  /// Returns the suite.
  public static SuiteDefinition<ConvShape> create() {
    List<Candidate<ConvShape>> candidates = new ArrayList<>();
    candidates.add(new Fp32Peak<>());
    candidates.add(new BytelaneConv2d());
    candidates.add(new JavaFloatConv2d());
    candidates.add(new XnnpackConvolution());
    candidates.addAll(OrtQLinearConv.all());
    candidates.add(new OrtFloatConv());
    return SuiteDefinition.of("conv", ConvShape::parse, candidates);
  }
}
