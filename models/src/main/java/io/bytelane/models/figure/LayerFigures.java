package io.bytelane.models.figure;

import io.bytelane.models.report.Decimals;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;

/// Figures of a network layer by layer: how long each takes, and over which real range its int8
/// output reaches.
public final class LayerFigures {
  private static final int HEIGHT = 420;
  private static final int LABEL_ANGLE = 45;
  private static final int MAX_LABEL = 18;

  private LayerFigures() {}

  /// Draws the time of each layer, one panel below the other.
  ///
  /// @param file the PNG file
  /// @param network name of the network, for the title
  /// @param microsByConfig by configuration, the microseconds of each layer
  /// @throws IOException if the file cannot be written
  public static void times(
      Path file, String network, Map<String, Map<String, Double>> microsByConfig)
      throws IOException {
    List<CategoryChart> panels = new ArrayList<>();
    double highest =
        microsByConfig.values().stream()
            .flatMap(micros -> micros.values().stream())
            .mapToDouble(time -> time)
            .max()
            .orElse(1);
    microsByConfig.forEach(
        (config, micros) -> {
          double total = micros.values().stream().mapToDouble(time -> time).sum();
          CategoryChart chart =
              chart(
                  "%s: %s µs in all".formatted(config, Decimals.fixed(total, total < 100 ? 1 : 0)),
                  "µs, median at batch 1");
          chart.getStyler().setYAxisMin(0.0);
          // One scale for all panels, so that they can be compared.
          chart.getStyler().setYAxisMax(highest * 1.05);
          chart.getStyler().setXAxisMaxLabelCount(micros.size());
          chart
              .addSeries(config, labels(micros), List.copyOf(micros.values()))
              .setFillColor(Palette.configuration(config));
          panels.add(chart);
        });
    FigureSheet.write(file, network + ": time per layer", 1, panels);
  }

  /// Draws the real range that the levels of each layer's output stand for.
  ///
  /// @param file the PNG file
  /// @param network name of the network, for the title
  /// @param config the configuration
  /// @param ranges by layer, the least and the largest value
  /// @throws IOException if the file cannot be written
  public static void ranges(Path file, String network, String config, Map<String, double[]> ranges)
      throws IOException {
    CategoryChart chart = chart(config + ": from the lowest to the highest level", "real value");
    chart.getStyler().setOverlapped(true);
    List<String> labels = labels(ranges);
    chart.getStyler().setXAxisMaxLabelCount(labels.size());
    chart
        .addSeries("highest", labels, ranges.values().stream().map(range -> range[1]).toList())
        .setFillColor(Palette.configuration(config));
    chart
        .addSeries("lowest", labels, ranges.values().stream().map(range -> range[0]).toList())
        .setFillColor(Palette.configuration(config));
    FigureSheet.write(file, network + ": range of int8 activations", 1, List.of(chart));
  }

  private static CategoryChart chart(String title, String yTitle) {
    CategoryChart chart =
        new CategoryChartBuilder()
            .width(1200)
            .height(HEIGHT)
            .title(title)
            .yAxisTitle(yTitle)
            .build();
    Palette.apply(chart.getStyler());
    chart.getStyler().setLegendVisible(false);
    chart.getStyler().setXAxisLabelRotation(LABEL_ANGLE);
    return chart;
  }

  private static List<String> labels(Map<String, ?> byLayer) {
    List<String> labels = new ArrayList<>();
    for (String layer : byLayer.keySet()) {
      String label =
          layer.length() <= MAX_LABEL ? layer : layer.substring(0, MAX_LABEL - 3) + "...";
      labels.add(labels.contains(label) ? label + labels.size() : label);
    }
    return labels;
  }
}
