package io.bytelane.models.figure;

import io.bytelane.models.report.ConfigResult;
import io.bytelane.models.report.LatencyStats;
import io.bytelane.models.report.ParetoFront;
import io.bytelane.models.report.ParetoPoint;
import io.bytelane.models.report.SizeAccount;
import java.awt.Color;
import java.awt.Font;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries.XYSeriesRenderStyle;
import org.knowm.xchart.style.Styler.LegendLayout;
import org.knowm.xchart.style.markers.SeriesMarkers;

/// The figures of a comparison of configurations.
public final class ExploreCharts {
  private static final int HEIGHT = 440;
  private static final int MARKER = 13;

  /// Where the label of a bar is, in heights of the bar.
  private static final double LABELS_ABOVE = 1.05;

  /// Height of the axis for a highest value of 1 with its label.
  private static final double LABEL_ROOM = 1.2;
  private static final int PERCENT = 100;

  private ExploreCharts() {}

  /// Draws accuracy against latency and against file size; a round mark is Pareto-optimal, a cross
  /// is dominated.
  ///
  /// @param file the PNG file
  /// @param network name of the network, for the title
  /// @param results all configurations
  /// @throws IOException if the file cannot be written
  public static void pareto(Path file, String network, List<ConfigResult> results)
      throws IOException {
    FigureSheet.write(
        file,
        network + ": accuracy against latency and size (round: Pareto-optimal, cross: dominated)",
        2,
        List.of(
            scatter("p50 latency at batch 1, ms", results, ParetoPoint::p50Millis),
            scatter(
                "model file, KiB",
                results,
                point -> point.fileBytes() / SizeAccount.BYTES_PER_KIB)));
  }

  /// Draws p50, p95 and p99 of every configuration, a panel per batch size.
  ///
  /// @param file the PNG file
  /// @param network name of the network, for the title
  /// @param results all configurations
  /// @throws IOException if the file cannot be written
  public static void latency(Path file, String network, List<ConfigResult> results)
      throws IOException {
    List<CategoryChart> panels = new ArrayList<>();
    for (LatencyStats base : results.getFirst().latency()) {
      panels.add(latencyPanel(base.batchSize(), results));
    }
    FigureSheet.write(file, network + ": latency per call", panels.size(), panels);
  }

  /// Draws the accuracy within each class.
  ///
  /// @param file the PNG file
  /// @param network name of the network, for the title
  /// @param results all configurations
  /// @throws IOException if the file cannot be written
  public static void perClass(Path file, String network, List<ConfigResult> results)
      throws IOException {
    CategoryChart chart =
        new CategoryChartBuilder()
            .width(1200)
            .height(HEIGHT)
            .xAxisTitle("class")
            .yAxisTitle("top-1 within the class, %")
            .build();
    Palette.apply(chart.getStyler());
    double lowest = PERCENT;
    for (ConfigResult result : results) {
      List<String> classes = List.copyOf(result.accuracy().perClass().keySet());
      List<Double> shares =
          result.accuracy().perClass().values().stream().map(share -> share * PERCENT).toList();
      lowest = Math.min(lowest, shares.stream().mapToDouble(share -> share).min().orElse(0));
      chart
          .addSeries(result.config(), classes, shares)
          .setFillColor(Palette.configuration(result.config()));
    }
    // Bars from zero would all look alike; the axis says where it begins.
    chart.getStyler().setYAxisMin(Math.max(0, Math.floor(lowest) - 1));
    chart.getStyler().setYAxisMax((double) PERCENT);
    FigureSheet.write(file, network + ": accuracy per class", 1, List.of(chart));
  }

  private static XYChart scatter(
      String xTitle, List<ConfigResult> results, ToDoubleFunction<ParetoPoint> x) {
    XYChart chart =
        new XYChartBuilder()
            .width(700)
            .height(HEIGHT)
            .xAxisTitle(xTitle)
            .yAxisTitle("top-1, %")
            .build();
    Palette.apply(chart.getStyler());
    chart.getStyler().setDefaultSeriesRenderStyle(XYSeriesRenderStyle.Scatter);
    chart.getStyler().setMarkerSize(MARKER);
    chart.getStyler().setPlotGridVerticalLinesVisible(true);
    chart.getStyler().setXAxisMin(0.0);
    chart.getStyler().setXAxisDecimalPattern("0.###");
    List<ParetoPoint> points = results.stream().map(ConfigResult::point).toList();
    List<ParetoFront.Status> statuses = new ParetoFront(points).statuses();
    double low = PERCENT;
    double high = 0;
    double right = 0;
    for (int i = 0; i < points.size(); i++) {
      ParetoPoint point = points.get(i);
      if (!point.isComplete()) {
        continue;
      }
      double y = point.top1() * PERCENT;
      low = Math.min(low, y);
      high = Math.max(high, y);
      right = Math.max(right, x.applyAsDouble(point));
      chart
          .addSeries(point.name(), new double[] {x.applyAsDouble(point)}, new double[] {y})
          .setMarker(
              statuses.get(i) == ParetoFront.Status.OPTIMAL
                  ? SeriesMarkers.CIRCLE
                  : SeriesMarkers.CROSS)
          .setMarkerColor(Palette.configuration(point.name()));
    }
    chart.getStyler().setXAxisMax(right * 1.1);
    double margin = Math.max(0.05, (high - low) * 0.15);
    chart.getStyler().setYAxisMin(low - margin);
    chart.getStyler().setYAxisMax(high + margin);
    chart.getStyler().setYAxisDecimalPattern("0.00");
    return chart;
  }

  private static CategoryChart latencyPanel(int batch, List<ConfigResult> results) {
    CategoryChart chart =
        new CategoryChartBuilder()
            .width(560)
            .height(HEIGHT)
            .title("batch " + batch)
            .yAxisTitle("ms")
            .build();
    Palette.apply(chart.getStyler());
    chart.getStyler().setLabelsVisible(true);
    chart.getStyler().setLabelsFont(new Font(Font.SANS_SERIF, Font.PLAIN, 11));
    chart.getStyler().setLabelsRotation(90);
    // Above the bars: a label may be longer than its bar. The axis leaves room for the highest.
    chart.getStyler().setLabelsPosition(LABELS_ABOVE);
    chart.getStyler().setLabelsFontColorAutomaticEnabled(false);
    chart.getStyler().setLabelsFontColor(Color.BLACK);
    chart.getStyler().setYAxisMin(0.0);
    double[] times =
        results.stream()
            .flatMap(result -> result.latencyAt(batch).stream())
            .flatMapToDouble(stats -> DoubleStream.of(stats.p50Ms(), stats.p95Ms(), stats.p99Ms()))
            .toArray();
    chart.getStyler().setYAxisMax(DoubleStream.of(times).max().orElse(1) * LABEL_ROOM);
    double least = DoubleStream.of(times).min().orElse(1);
    chart.getStyler().setYAxisDecimalPattern(Palette.pattern(least));
    chart.getStyler().setLegendLayout(LegendLayout.Vertical);
    for (ConfigResult result : results) {
      result
          .latencyAt(batch)
          .ifPresent(
              stats ->
                  chart
                      .addSeries(
                          result.config(),
                          List.of("p50", "p95", "p99"),
                          List.of(stats.p50Ms(), stats.p95Ms(), stats.p99Ms()))
                      .setFillColor(Palette.configuration(result.config())));
    }
    return chart;
  }
}
