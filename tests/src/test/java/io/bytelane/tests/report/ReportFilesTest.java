package io.bytelane.tests.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.bytelane.models.data.InvalidDataException;
import io.bytelane.models.report.ConfigResult;
import io.bytelane.models.report.Decimals;
import io.bytelane.models.report.FullResults;
import io.bytelane.models.report.MemoryFigures;
import io.bytelane.models.report.ParetoMarkdown;
import io.bytelane.models.report.ReportException;
import io.bytelane.models.report.TextTable;
import io.bytelane.tests.support.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportFilesTest {
  @TempDir private Path folder;

  @Test
  void paretoMarkdownHasTheColumnsAndFormatsOfTheContract() {
    assertThat(ParetoMarkdown.render(PublishedResults.all(), "fp32_baseline"))
        .isEqualTo(
            """
            # Size, latency and accuracy

            | config | size_kb | size_ratio | p50_lat_ms_b1 | latency_speedup | top1_acc | acc_drop_pp | mem_peak_mb | pareto_optimal |
            |---|---:|---:|---:|---:|---:|---:|---:|:---:|
            | fp32_baseline | 1144 | 1.00x | 1.67 | 1.00x | 82.3% | 0.0pp | 150.2 | no |
            | dynamic_int8 | 1141 | 1.00x | 0.70 | 2.38x | 82.3% | -0.0pp | 150.2 | yes |
            | static_int8_per_tensor | 293 | 0.26x | 0.67 | 2.51x | 82.1% | -0.2pp | 150.2 | yes |
            | static_int8_per_channel | 304 | 0.27x | 0.61 | 2.72x | 82.0% | -0.3pp | 150.2 | yes |
            | qat_int8 | 293 | 0.26x | 0.94 | 1.78x | 82.4% | +0.1pp | 150.2 | yes |

            Best of the Pareto-optimal configurations:
            - smallest size: `qat_int8` (0.26x of fp32_baseline)
            - highest accuracy: `qat_int8` (top-1 82.4%)
            - lowest latency: `static_int8_per_channel` (p50 0.61 ms at batch 1)
            """);
  }

  @Test
  void missingFiguresReadNotAvailable() {
    ConfigResult whole = PublishedResults.result("fp32_baseline", 1024, 2.0, 0.5);
    ConfigResult partial =
        new ConfigResult(
            "x", whole.size(), List.of(), MemoryFigures.UNKNOWN, whole.accuracy(), null);

    assertThat(ParetoMarkdown.render(List.of(whole, partial), "fp32_baseline"))
        .contains("| x | 1 | 1.00x | n/a | n/a | 50.0% | 0.0pp | n/a | n/a |\n");
  }

  @Test
  void missingBaselineIsAnError() {
    List<ConfigResult> results = List.of(PublishedResults.result("a", 1, 1, 1));

    assertThatThrownBy(() -> ParetoMarkdown.render(results, "fp32_baseline"))
        .isInstanceOf(ReportException.class)
        .hasMessage("baseline: fp32_baseline is not among the rows [a] (expected: one of them)");
  }

  @Test
  void decimalsAreThoseOfPrintf() {
    // Exact ties go to the even digit, everything else to the nearest: as C, unlike String.format.
    assertThat(Decimals.fixed(0.125, 2)).isEqualTo("0.12");
    assertThat(Decimals.fixed(0.375, 2)).isEqualTo("0.38");
    assertThat(Decimals.fixed(1.005, 2)).isEqualTo("1.00");
    assertThat(Decimals.fixed(2.5, 0)).isEqualTo("2");
    assertThat(Decimals.fixed(1e21, 0)).isEqualTo("1000000000000000000000");
    assertThat(Decimals.fixed(-0.04, 1)).isEqualTo("-0.0");
    assertThat(Decimals.signed(0.04, 1, "pp")).isEqualTo("+0.0pp");
    assertThat(Decimals.signed(0, 1, "pp")).isEqualTo("0.0pp");
    assertThat(Decimals.signed(Double.NaN, 1, "pp")).isEqualTo("n/a");
    assertThat(Decimals.fixed(Double.POSITIVE_INFINITY, 1)).isEqualTo("n/a");
  }

  @Test
  void jsonIsIndentedSortedAndEndsWithANewline() throws IOException {
    Path file = folder.resolve("new/folder/full_results.json");
    FullResults.write(file, List.of(PublishedResults.result("fp32_baseline", 2048, 1.5, 0.5)));

    assertThat(Files.readString(file))
        .isEqualTo(
            """
            {
              "configs": {
                "fp32_baseline": {
                  "accuracy": {
                    "n_samples": 10000,
                    "per_class": {
                      "airplane": 0.9,
                      "cat": 0.7
                    },
                    "top1": 0.5,
                    "top5": 0.99
                  },
                  "config": "fp32_baseline",
                  "latency": [
                    {
                      "batch_size": 1,
                      "mean_ms": 2.25,
                      "n_measure": 200,
                      "n_warmup": 10,
                      "p50_ms": 1.5,
                      "p95_ms": 3.0,
                      "p99_ms": 4.5
                    }
                  ],
                  "memory": {
                    "heap_peak_mb": 8.0,
                    "rss_baseline_mb": 100.0,
                    "rss_delta_mb": 50.25,
                    "rss_peak_mb": 150.25
                  },
                  "paired_test": null,
                  "size": {
                    "bytes": 2048,
                    "kb": 2.0,
                    "payload_bytes": 1048
                  }
                }
              }
            }
            """);
  }

  @Test
  void mergingKeepsWhatTheNewResultsDoNotHave() throws IOException {
    Path file = folder.resolve("full_results.json");
    FullResults.write(file, PublishedResults.all());
    JsonNode before = Json.file(file);

    FullResults.merge(
        file, Map.of("dynamic_int8", Map.of("latency", List.of(1, 2)), "new", Map.of()));

    JsonNode after = Json.file(file).get("configs");
    assertThat(after.get("dynamic_int8").get("latency").toString()).isEqualTo("[1,2]");
    assertThat(after.get("dynamic_int8").get("accuracy"))
        .isEqualTo(before.get("configs").get("dynamic_int8").get("accuracy"));
    assertThat(after.get("qat_int8")).isEqualTo(before.get("configs").get("qat_int8"));
    assertThat(after.has("new")).isTrue();
  }

  @Test
  void mergingIntoAnotherFileIsAnErrorAndLeavesIt() throws IOException {
    Path file = folder.resolve("notes.json");
    Files.writeString(file, "{\"a\": 1}");

    assertThatThrownBy(() -> FullResults.merge(file, Map.of()))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage(file + ": content: no object \"configs\" (expected: a results file)");
    assertThat(file).hasContent("{\"a\": 1}");
  }

  @Test
  void mergingIntoTextNamesTheFile() throws IOException {
    Path file = folder.resolve("notes.txt");
    Files.writeString(file, "hello");

    assertThatThrownBy(() -> FullResults.merge(file, Map.of()))
        .isInstanceOf(InvalidDataException.class)
        .hasMessageStartingWith(file + ": content: ")
        .hasMessageEndingWith("(expected: JSON)");
  }

  @Test
  void tableAlignsItsColumns() {
    TextTable table = new TextTable(List.of("config", "ms"));
    table.add(List.of("a", "1.25"));
    table.add(List.of("longer name", "12.25"));

    assertThat(table.render())
        .isEqualTo(
            """
            config          ms
            -----------  -----
            a             1.25
            longer name  12.25
            """);
  }
}
