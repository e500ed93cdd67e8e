package io.bytelane.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Every contender of every suite computes what the oracle computes, on shapes small and odd.
class ContenderTest {
  private static final Map<String, List<String>> SHAPES =
      Map.of(
          "dot",
          List.of("1", "7", "64", "257"),
          "gemv",
          List.of("1x1x1", "1x64x32", "1x10x128", "3x33x65", "8x96x40"),
          "gemm",
          List.of("17x31x9", "33x64x27", "64x48x130"),
          "conv",
          List.of(
              "5x6x3-7k3s2p1",
              "8x8x16-24k1s1p0",
              "9x7x8-16k3s1p1",
              "9x9x24-24k3s1p1g24",
              "6x6x12-8k5s1p2g2"),
          "transposed",
          List.of("5x6x3-7k3s2p1", "4x4x8-16k4s2p1", "3x5x12-12k2s2p0g12", "6x5x4-6k3s1p1g2"),
          "pool",
          List.of("max-5x7x3k3s2p1", "max-8x8x33k2s2p0", "avg-7x7x20k7s1p0", "avg-6x5x9k3s2p1"),
          "model",
          List.of("lenet-b1", "mnist_cnn-b3"),
          "transformer",
          List.of("minilm-s3"),
          "elementwise",
          List.of(
              "quantize-1",
              "quantize-1003",
              "dequantize-1",
              "dequantize-1003",
              "requantize-77",
              "add-1003",
              "sub-131",
              "mul-1003",
              "min-131",
              "max-131",
              "add_fixed-1003",
              "mul_fixed-1003",
              "softmax-2x3x37",
              "concat-3x2x19",
              "pad-3x4x5",
              "transpose-5x7x9",
              "resize-3x4x5",
              "lookup-1",
              "lookup-1003",
              "quantize_array-1003",
              "fake-1003",
              "fake_axis-5x3x37",
              "observe_range-1003",
              "observe_bins-1003"));

  /// Peers that saturate on processors without VNNI; exactness is measured, not promised.
  private static final Set<String> MAY_SATURATE = Set.of("ort_u8s8_default");

  private static final Set<Candidate.Kind> COMPUTES_NOTHING =
      Set.of(Candidate.Kind.ANCHOR, Candidate.Kind.BASELINE);

  @TestFactory
  Stream<DynamicTest> equalsTheOracle() {
    return SHAPES.keySet().stream().sorted().map(Suites::get).flatMap(ContenderTest::tests);
  }

  @TestFactory
  Stream<DynamicTest> equalsTheOracleOnTwoThreads() {
    return twoThreads(Suites.get("gemm"));
  }

  private static <S extends BenchShape> Stream<DynamicTest> twoThreads(SuiteDefinition<S> suite) {
    // Large enough for a second thread to take part.
    S shape = suite.parser().apply("256x192x200");
    return suite.candidates().stream()
        .flatMap(candidate -> candidate.withThreads(2).stream())
        .map(
            candidate ->
                DynamicTest.dynamicTest(
                    candidate.name(),
                    () -> {
                      assertThat(candidate.threads()).isEqualTo(2);
                      check(candidate, shape);
                    }));
  }

  private static <S extends BenchShape> Stream<DynamicTest> tests(SuiteDefinition<S> suite) {
    return suite.candidates().stream()
        .flatMap(
            candidate ->
                SHAPES.get(suite.name()).stream()
                    .map(
                        id ->
                            DynamicTest.dynamicTest(
                                suite.name() + " " + candidate.name() + " " + id,
                                () -> check(candidate, suite.parser().apply(id)))));
  }

  private static <S extends BenchShape> void check(Candidate<S> candidate, S shape) {
    candidate
        .skipReason(shape)
        .ifPresent(
            reason -> {
              abort(reason);
            });
    try (Contender contender = candidate.prepare(shape)) {
      Check check = contender.check();
      if (COMPUTES_NOTHING.contains(candidate.kind())) {
        assertThat(check).isEqualTo(Check.EMPTY);
      } else {
        assertThat(check.checked()).isPositive();
        if (!MAY_SATURATE.contains(candidate.name())) {
          assertThat(check.wrong()).isZero();
        }
      }
      assertThat(contender.run(0)).isNotNull();
    }
  }
}
