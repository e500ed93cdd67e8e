package io.bytelane.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bytelane.bench.Candidate.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {
  private static final List<Row> ROWS =
      List.of(
          row("a", "fp32_peak", Kind.ANCHOR, 100, null, 0),
          row("a", "bytelane_int8", Kind.INT8, 80, true, 0),
          row("a", "java_fp32", Kind.FP32, 64, null, 0),
          row("a", "ort_u8s8_default", Kind.INT8, 160, false, 5),
          row("b", "fp32_peak", Kind.ANCHOR, 100, null, 0),
          row("b", "bytelane_int8", Kind.INT8, 20, true, 0),
          row("b", "java_fp32", Kind.FP32, 4, null, 0));

  private static Row row(
      String shape, String impl, Kind kind, double rate, Boolean exact, long wrong) {
    return row(shape, impl, 1, kind, rate, exact, wrong);
  }

  private static Row row(
      String shape, String impl, int threads, Kind kind, double rate, Boolean exact, long wrong) {
    return new Row(
        "gemm", shape, impl, threads, 12.5, rate, null, 0.031, 24.0, exact, wrong, 40, "s8", kind,
        3, 0);
  }

  @Test
  void tableHoldsRatesAndRatios() {
    List<String> lines = new TableReport(ROWS).text().lines().toList();
    assertThat(cells(lines.getFirst()))
        .isEqualTo("shape impl thr out MAC/ns ns/op spread B/op exact /peak /fp32 int8/this");
    assertThat(cells(lines.get(1))).isEqualTo("a fp32_peak 1 s8 100.00 12.5 3% 24 - - - -");
    assertThat(cells(lines.get(2)))
        .isEqualTo("a bytelane_int8 1 s8 80.00 12.5 3% 24 yes 0.80 1.25 -");
    assertThat(cells(lines.get(3))).isEqualTo("a java_fp32 1 s8 64.00 12.5 3% 24 - 0.64 - 1.25");
    assertThat(cells(lines.get(4)))
        .isEqualTo("a ort_u8s8_default 1 s8 160.00 12.5 3% 24 wrong: 5 of 40 1.60 2.50 0.50");
  }

  @Test
  void meansAreGeometricOverTheShapesThatBothRan() {
    String text = new TableReport(ROWS).text();
    // sqrt(1.25 * 5) = 2.5 and sqrt(0.8 * 0.2) = 0.4
    assertThat(text)
        .contains("geometric mean over 2 shapes, bytelane_int8: /peak 0.40, /fp32 2.50")
        .contains("geometric mean over 2 shapes, java_fp32: /peak 0.16, /fp32 1.00, int8/this 2.50")
        .contains(
            "geometric mean over 1 shapes, ort_u8s8_default: /peak 1.60, /fp32 2.50, int8/this"
                + " 0.50");
  }

  @Test
  void rowsOfSeveralThreadsAreComparedAmongThemselvesAndWithOneThread() {
    List<Row> rows =
        List.of(
            row("a", "fp32_peak", Kind.ANCHOR, 100, null, 0),
            row("a", "bytelane_int8", Kind.INT8, 80, true, 0),
            row("a", "bytelane_int8", 2, Kind.INT8, 150, true, 0),
            row("a", "java_fp32", Kind.FP32, 64, null, 0),
            row("a", "java_fp32", 2, Kind.FP32, 120, null, 0));
    String text = new TableReport(rows).text();
    List<String> lines = text.lines().toList();
    assertThat(cells(lines.getFirst())).endsWith(" int8/this /1thr");
    assertThat(cells(lines.get(2))).endsWith(" 0.80 1.25 - -");
    assertThat(cells(lines.get(3)))
        .isEqualTo("a bytelane_int8 2 s8 150.00 12.5 3% 24 yes 1.50 1.25 - 1.88");
    assertThat(cells(lines.get(4))).endsWith(" 0.64 - 1.25 -");
    assertThat(cells(lines.get(5))).endsWith(" 1.20 - 1.25 1.88");
    assertThat(text)
        .contains("bytelane_int8: /peak 0.80, /fp32 1.25, int8/this 1.00")
        .contains("bytelane_int8 on 2 threads: /peak 1.50, /fp32 1.25, int8/this 1.00, /1thr 1.88");
  }

  @Test
  void theFastestExactFormOfOnnxRuntimeCounts() {
    List<Row> rows =
        List.of(
            row("a", "bytelane_int8", Kind.INT8, 80, true, 0),
            row("a", "ort_u8u8", Kind.INT8, 40, true, 0),
            row("a", "ort_u8s8_precise", Kind.INT8, 20, true, 0),
            row("a", "ort_u8s8_default", Kind.INT8, 160, false, 5),
            row("a", "ort_fp32", Kind.FP32, 90, null, 0),
            row("b", "bytelane_int8", Kind.INT8, 80, true, 0),
            row("b", "ort_u8s8_precise", Kind.INT8, 10, true, 0),
            row("c", "bytelane_int8", Kind.INT8, 80, true, 0));
    // sqrt(2 * 8) = 4
    assertThat(new TableReport(rows).text())
        .contains(
            "geometric mean over 2 rows, bytelane_int8 by the fastest exact form of ONNX Runtime:"
                + " 4.00");
    assertThat(new TableReport(ROWS).text()).doesNotContain("fastest exact");
  }

  @Test
  void noRowsNoTable() {
    assertThat(new TableReport(List.of()).text()).isEmpty();
  }

  @Test
  void jsonIsAnArrayOfRows(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("rows.json");
    BenchMain.writeJson(file, ROWS);
    JsonNode rows = new ObjectMapper().readTree(file.toFile());
    assertThat(rows.isArray()).isTrue();
    assertThat(rows).hasSize(ROWS.size());
    JsonNode row = rows.get(3);
    assertThat(row.get("suite").asText()).isEqualTo("gemm");
    assertThat(row.get("shape").asText()).isEqualTo("a");
    assertThat(row.get("impl").asText()).isEqualTo("ort_u8s8_default");
    assertThat(row.get("threads").asInt()).isEqualTo(1);
    assertThat(row.get("ns_per_op").asDouble()).isEqualTo(12.5);
    assertThat(row.get("mac_per_ns").asDouble()).isEqualTo(160);
    assertThat(row.get("bytes_per_ns").isNull()).isTrue();
    assertThat(row.get("spread").asDouble()).isEqualTo(0.031);
    assertThat(row.get("bytes_per_op").asDouble()).isEqualTo(24);
    assertThat(row.get("exact").isBoolean()).isTrue();
    assertThat(row.get("exact").asBoolean()).isFalse();
    assertThat(row.get("wrong").asLong()).isEqualTo(5);
    assertThat(rows.get(0).get("exact").isNull()).isTrue();
  }

  private static String cells(String line) {
    return line.replaceAll(" +", " ");
  }
}
