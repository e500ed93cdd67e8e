package io.bytelane.bench;

import io.bytelane.bench.Candidate.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Prints the rows of one suite as a table, and the geometric means of its ratios.
///
/// | column | meaning |
/// | --- | --- |
/// | `MAC/ns` or `B/ns` | the rate |
/// | `spread` | (slowest fork - fastest fork) / median; `-` with one fork |
/// | `B/op` | bytes allocated on the Java heap per operation |
/// | `exact` | `yes`, or how many of the compared outputs are wrong; `-` where the question has no
/// sense |
/// | `/peak` | the rate by that of `fp32_peak` on the same shape |
/// | `/fp32` | rows with 8-bit operands: the rate by that of `java_fp32` |
/// | `int8/this` | `bytelane_int8`'s rate by that of this row: above 1 Bytelane is faster |
/// | `/1thr` | where some rows have several threads: their rate by that on one thread |
///
/// Rows are compared with rows of the same number of threads, and with the anchor of one thread.
final class TableReport {
  private static final String OURS = "bytelane_int8";
  private static final String TWIN = "java_fp32";
  private static final String NONE = "-";

  private final List<Row> rows;
  private final Map<String, List<Row>> byShape;
  private final boolean threaded;

  TableReport(List<Row> rows) {
    this.rows = List.copyOf(rows);
    this.byShape =
        rows.stream()
            .collect(Collectors.groupingBy(Row::shape, LinkedHashMap::new, Collectors.toList()));
    this.threaded = rows.stream().anyMatch(row -> row.threads() > 1);
  }

  /// Returns the table; empty without rows.
  String text() {
    if (rows.isEmpty()) {
      return "";
    }
    boolean macs =
        rows.stream().anyMatch(row -> row.kind() != Kind.ANCHOR && row.macPerNs() != null);
    List<String[]> lines = new ArrayList<>();
    lines.add(
        new String[] {
          "shape",
          "impl",
          "thr",
          "out",
          macs ? "MAC/ns" : "B/ns",
          "ns/op",
          "spread",
          "B/op",
          "exact",
          "/peak",
          "/fp32",
          "int8/this",
          "/1thr"
        });
    rows.forEach(row -> lines.add(line(row)));
    if (!threaded) {
      lines.replaceAll(line -> Arrays.copyOf(line, line.length - 1));
    }
    return align(lines) + means() + exactPeers() + disturbed();
  }

  private String[] line(Row row) {
    boolean anchor = row.kind() == Kind.ANCHOR;
    return new String[] {
      row.shape(),
      row.impl(),
      Integer.toString(row.threads()),
      row.output(),
      number("%.2f", row.rate()),
      number(row.nsPerOp() < 1000 ? "%.1f" : "%.0f", row.nsPerOp()),
      row.forks() > 1 ? number("%.0f%%", row.spread() * 100) : NONE,
      number("%.0f", row.bytesPerOp()),
      exact(row),
      anchor || row.macPerNs() == null ? NONE : ratio(row, peak(row)),
      row.kind() == Kind.INT8 ? ratio(row, named(row, TWIN)) : NONE,
      anchor || row.impl().equals(OURS)
          ? NONE
          : named(row, OURS).map(ours -> ratio(ours, Optional.of(row))).orElse(NONE),
      row.threads() == 1 ? NONE : ratio(row, named(row, row.impl(), 1))
    };
  }

  private static String exact(Row row) {
    if (row.exact() == null) {
      return row.wrong() == 0 ? NONE : "off: " + row.wrong() + " of " + row.checked();
    }
    return row.exact() ? "yes" : "wrong: " + row.wrong() + " of " + row.checked();
  }

  private Optional<Row> peak(Row row) {
    return named(row, "fp32_peak", 1);
  }

  private Optional<Row> named(Row row, String impl) {
    return named(row, impl, row.threads());
  }

  private Optional<Row> named(Row row, String impl, int threads) {
    return byShape.get(row.shape()).stream()
        .filter(other -> other.impl().equals(impl) && other.threads() == threads)
        .findFirst();
  }

  private static String ratio(Row row, Optional<Row> other) {
    return other.map(base -> number("%.2f", row.rate() / base.rate())).orElse(NONE);
  }

  /// Geometric means over the shapes that both contenders ran.
  private String means() {
    StringBuilder text = new StringBuilder();
    Map<String, List<Row>> byContender =
        rows.stream()
            .filter(row -> row.kind() != Kind.ANCHOR)
            .collect(
                Collectors.groupingBy(
                    TableReport::contender, LinkedHashMap::new, Collectors.toList()));
    for (Map.Entry<String, List<Row>> entry : byContender.entrySet()) {
      List<Row> own = entry.getValue();
      String toPeak = mean(own, row -> row.macPerNs() == null ? Optional.empty() : peak(row));
      String toTwin = mean(own, row -> named(row, TWIN));
      String fromOurs = mean(own, row -> named(row, OURS), true);
      text.append(
          String.format(
              Locale.ROOT,
              "geometric mean over %d shapes, %s: /peak %s, /fp32 %s, int8/this %s%s%n",
              own.size(),
              entry.getKey(),
              toPeak,
              toTwin,
              fromOurs,
              own.getFirst().threads() == 1
                  ? ""
                  : ", /1thr " + mean(own, row -> named(row, row.impl(), 1))));
    }
    return text.toString();
  }

  /// Geometric mean of our rate by that of whichever form of ONNX Runtime is fastest on a shape
  /// among those whose outputs are exact.
  private String exactPeers() {
    List<Row> ours =
        rows.stream()
            .filter(row -> row.impl().equals(OURS) && fastestExactPeer(row).isPresent())
            .toList();
    if (ours.isEmpty()) {
      return "";
    }
    return String.format(
        Locale.ROOT,
        "geometric mean over %d rows, %s by the fastest exact form of ONNX Runtime: %s%n",
        ours.size(),
        OURS,
        mean(ours, this::fastestExactPeer));
  }

  private Optional<Row> fastestExactPeer(Row row) {
    return byShape.get(row.shape()).stream()
        .filter(peer -> peer.impl().startsWith("ort_") && peer.kind() == Kind.INT8)
        .filter(peer -> Boolean.TRUE.equals(peer.exact()) && peer.threads() == row.threads())
        .max(Comparator.comparingDouble(Row::rate));
  }

  private static String contender(Row row) {
    return row.threads() == 1 ? row.impl() : row.impl() + " on " + row.threads() + " threads";
  }

  private static String mean(List<Row> rows, Function<Row, Optional<Row>> base) {
    return mean(rows, base, false);
  }

  private static String mean(List<Row> rows, Function<Row, Optional<Row>> base, boolean inverted) {
    double[] logs =
        rows.stream()
            .flatMap(row -> base.apply(row).map(other -> row.rate() / other.rate()).stream())
            .mapToDouble(ratio -> inverted ? -Math.log(ratio) : Math.log(ratio))
            .toArray();
    if (logs.length == 0) {
      return NONE;
    }
    double sum = 0;
    for (double log : logs) {
      sum += log;
    }
    return number("%.2f", Math.exp(sum / logs.length));
  }

  private String disturbed() {
    int moved = rows.stream().mapToInt(Row::forksMoved).sum();
    if (moved == 0) {
      return "";
    }
    return String.format(
        Locale.ROOT,
        "disturbed machine: the anchor fell behind by more than %.0f %% beside %d forks; they are"
            + " left out where calm ones remain%n",
        Measurements.ANCHOR_TOLERANCE * 100,
        moved);
  }

  private static String number(String format, double value) {
    return String.format(Locale.ROOT, format, value);
  }

  private static String align(List<String[]> lines) {
    int[] widths = new int[lines.getFirst().length];
    for (String[] line : lines) {
      for (int c = 0; c < line.length; c++) {
        widths[c] = Math.max(widths[c], line[c].length());
      }
    }
    StringBuilder text = new StringBuilder();
    for (String[] line : lines) {
      StringBuilder row = new StringBuilder();
      for (int c = 0; c < line.length; c++) {
        // Names to the left, numbers to the right.
        boolean left = c < 4 && c != 2;
        row.append(String.format("%" + (left ? "-" : "") + widths[c] + "s  ", line[c]));
      }
      text.append(row.toString().stripTrailing()).append(System.lineSeparator());
    }
    return text.toString();
  }
}
