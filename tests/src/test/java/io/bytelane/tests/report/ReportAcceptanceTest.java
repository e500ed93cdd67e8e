package io.bytelane.tests.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.bytelane.models.report.ParetoFront;
import io.bytelane.models.report.ParetoPoint;
import io.bytelane.models.report.Percentile;
import io.bytelane.models.report.ReportException;
import io.bytelane.models.report.SizeAccount;
import io.bytelane.tests.support.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// The report cases of acceptance.json.
class ReportAcceptanceTest {
  @Test
  void everyReportCaseIsKnown() {
    assertThat(cases())
        .isNotEmpty()
        .allSatisfy(
            c ->
                assertThat(c.get("kind").textValue())
                    .isIn(
                        "linear_percentile_rows",
                        "linear_percentile_errors",
                        "pareto",
                        "model_size",
                        "file_size_anchors"));
  }

  @TestFactory
  Stream<DynamicTest> reportCases() {
    return cases().stream()
        .map(c -> DynamicTest.dynamicTest(c.get("id").textValue(), () -> check(c)));
  }

  private static List<JsonNode> cases() {
    JsonNode all = Json.resource("/conformance/acceptance.json").get("cases");
    return StreamSupport.stream(all.spliterator(), false)
        .filter(c -> c.get("group").textValue().equals("report"))
        .toList();
  }

  private static void check(JsonNode c) {
    switch (c.get("kind").textValue()) {
      case "linear_percentile_rows" -> percentiles(c);
      case "linear_percentile_errors" -> percentileErrors(c);
      case "pareto" -> pareto(c);
      case "model_size" -> modelSize(c);
      default -> fileSizes(c.get("expected"));
    }
  }

  private static void percentiles(JsonNode c) {
    JsonNode rows = c.get("input").get("rows");
    double[] expected = Json.doubles(c.get("expected").get("value"));
    for (int i = 0; i < rows.size(); i++) {
      JsonNode row = rows.get(i);
      double got = Percentile.of(Json.doubles(row.get("x")), Json.number(row.get("q")));
      assertThat(got).isCloseTo(expected[i], within(1e-9));
    }
  }

  private static void percentileErrors(JsonNode c) {
    JsonNode rows = c.get("input").get("rows");
    JsonNode errors = c.get("expected").get("error");
    for (int i = 0; i < rows.size(); i++) {
      JsonNode row = rows.get(i);
      String name = errors.get(i).textValue();
      assertThatThrownBy(() -> Percentile.of(Json.doubles(row.get("x")), Json.number(row.get("q"))))
          .isInstanceOfSatisfying(
              ReportException.class, e -> assertThat(typedName(e)).isEqualTo(name));
    }
  }

  /// EMPTY_INPUT is EmptyInput in the contract.
  private static String typedName(ReportException e) {
    StringBuilder name = new StringBuilder();
    for (String word : e.reason().name().split("_", -1)) {
      name.append(word.charAt(0)).append(word.substring(1).toLowerCase(Locale.ROOT));
    }
    return name.toString();
  }

  private static void pareto(JsonNode c) {
    List<ParetoPoint> points = new ArrayList<>();
    for (JsonNode point : c.get("input").get("points")) {
      points.add(
          new ParetoPoint(
              point.get("name").textValue(),
              axis(point.get("size")),
              axis(point.get("p50")),
              axis(point.get("top1"))));
    }
    List<String> expected = new ArrayList<>();
    for (JsonNode optimal : c.get("expected").get("optimal")) {
      expected.add(optimal.isBoolean() ? (optimal.booleanValue() ? "yes" : "no") : "n/a");
    }
    assertThat(new ParetoFront(points).statuses())
        .extracting(ParetoFront.Status::label)
        .containsExactlyElementsOf(expected);
  }

  private static double axis(JsonNode value) {
    return value.isNull() ? Double.NaN : value.doubleValue();
  }

  private static void modelSize(JsonNode c) {
    List<SizeAccount.Layer> layers = new ArrayList<>();
    for (JsonNode layer : c.get("params").get("layers")) {
      layers.add(
          new SizeAccount.Layer(
              layer.get("weights").longValue(), layer.get("out_channels").longValue()));
    }
    SizeAccount account = new SizeAccount(layers);
    JsonNode expected = c.get("expected");
    assertThat(account.parameters()).isEqualTo(expected.get("parameters").longValue());
    assertThat(account.fp32PayloadBytes())
        .isEqualTo(expected.get("fp32_payload_bytes").longValue());
    assertThat(account.int8PayloadBytes())
        .isEqualTo(expected.get("int8_payload_bytes").longValue());
    assertThat(account.int8PayloadBytesWide())
        .isEqualTo(expected.get("int8_payload_float64_scales_int64_zero_points").longValue());
    assertThat(account.ratio()).isCloseTo(expected.get("ratio").doubleValue(), within(1e-6));
  }

  private static void fileSizes(JsonNode expected) {
    long fp32 = expected.get("fp32_file_bytes").longValue();
    long int8 = expected.get("int8_file_bytes").longValue();
    assertThat(SizeAccount.mib(fp32)).isEqualTo(expected.get("fp32_MiB").doubleValue());
    assertThat(SizeAccount.mib(int8)).isEqualTo(expected.get("int8_MiB").doubleValue());
    assertThat(SizeAccount.kib(fp32)).isEqualTo(fp32 / 1024.0);
  }
}
