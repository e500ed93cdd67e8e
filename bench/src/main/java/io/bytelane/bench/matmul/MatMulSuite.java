package io.bytelane.bench.matmul;

import io.bytelane.bench.Candidate;
import io.bytelane.bench.Fp32Peak;
import io.bytelane.bench.SuiteDefinition;
import java.util.ArrayList;
import java.util.List;

/// The matrix suites: `gemv` has at most 16 rows, `gemm` more; the contenders are the same.
public final class MatMulSuite {
  private MatMulSuite() {}

  /// Returns the suite of few rows.
  public static SuiteDefinition<MatMulShape> gemv() {
    return SuiteDefinition.of("gemv", MatMulShape::parse, candidates());
  }

  /// Returns the suite of many rows.
  public static SuiteDefinition<MatMulShape> gemm() {
    return SuiteDefinition.of("gemm", MatMulShape::parse, candidates());
  }

  private static List<Candidate<MatMulShape>> candidates() {
    List<Candidate<MatMulShape>> candidates = new ArrayList<>();
    candidates.add(new Fp32Peak<>());
    candidates.addAll(BytelaneFullyConnected.all());
    candidates.add(new JavaFloatGemm());
    candidates.add(new XnnpackFullyConnected());
    candidates.add(new OrtQLinearMatMul());
    candidates.addAll(OrtMatMulInteger.all());
    candidates.add(new OrtFloatMatMul());
    candidates.add(new LuceneMatMul());
    candidates.add(new NetlibSgemm());
    return candidates;
  }
}
