package io.bytelane.models.figure;

import io.bytelane.models.demo.WeightLevels;
import io.bytelane.quant.LevelRange;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries.XYSeriesRenderStyle;
import org.knowm.xchart.style.markers.SeriesMarkers;

/// Figures of how weights are distributed: a panel per tensor, on a density scale (the bars of a
/// panel have area 1). Float weights fall into 256 equal bins; quantized ones have one bin per
/// level.
public final class WeightHistograms {
  /// Bit width that stands for float weights.
  public static final int FLOAT_BITS = 32;

  private static final int FLOAT_BINS = 256;
  private static final int COLUMNS = 3;

  private WeightHistograms() {}

  /// Writes the figure.
  ///
  /// @param file the PNG file
  /// @param network name of the network, for the title
  /// @param weights the tensors, at least one
  /// @param bits 2..8, or [#FLOAT_BITS]
  /// @throws IOException if the file cannot be written
  public static void write(Path file, String network, List<WeightLevels> weights, int bits)
      throws IOException {
    List<XYChart> panels = new ArrayList<>();
    for (WeightLevels tensor : weights) {
      panels.add(bits == FLOAT_BITS ? floatPanel(tensor) : levelPanel(tensor, bits));
    }
    String kind = bits == FLOAT_BITS ? "float32 weights" : bits + "-bit weights, per channel";
    FigureSheet.write(file, network + ": " + kind, columns(panels.size()), panels);
  }

  /// Four panels make a square.
  private static int columns(int panels) {
    return panels == 4 ? 2 : Math.min(COLUMNS, panels);
  }

  /// Returns the density of each level of the narrow range.
  ///
  /// @param levels the levels
  /// @param range lowest and highest level
  public static double[] density(int[] levels, LevelRange range) {
    double[] density = new double[range.max() - range.min() + 1];
    for (int level : levels) {
      density[level - range.min()] += 1.0 / levels.length;
    }
    return density;
  }

  private static XYChart levelPanel(WeightLevels tensor, int bits) {
    LevelRange range = LevelRange.narrow(bits);
    double[] density = density(tensor.levels(bits), range);
    return panel(tensor.name(), "level", density, range.min() - 0.5, 1, range.max() + 1);
  }

  private static XYChart floatPanel(WeightLevels tensor) {
    double min = Double.POSITIVE_INFINITY;
    double max = Double.NEGATIVE_INFINITY;
    for (float value : tensor.values()) {
      min = Math.min(min, value);
      max = Math.max(max, value);
    }
    double width = max > min ? (max - min) / FLOAT_BINS : 1;
    double[] density = new double[FLOAT_BINS];
    for (float value : tensor.values()) {
      int bin = Math.min((int) ((value - min) / width), FLOAT_BINS - 1);
      density[bin] += 1.0 / (tensor.values().length * width);
    }
    double extent = roundUp(Math.max(Math.abs(min), Math.abs(max)));
    return panel(tensor.name(), "weight", density, min, width, extent);
  }

  /// The next number of one digit: a good end for an axis.
  private static double roundUp(double value) {
    double unit = value > 0 ? Math.pow(10, Math.floor(Math.log10(value))) : 1;
    return Math.ceil(value / unit) * unit;
  }

  /// Bars as the outline of an area: as many bins as pixels would leave no room between bars.
  private static XYChart panel(
      String title, String xTitle, double[] density, double start, double width, double extent) {
    XYChart chart =
        new XYChartBuilder()
            .width(480)
            .height(300)
            .title(title)
            .xAxisTitle(xTitle)
            .yAxisTitle("density")
            .build();
    Palette.apply(chart.getStyler());
    chart.getStyler().setLegendVisible(false);
    chart.getStyler().setDefaultSeriesRenderStyle(XYSeriesRenderStyle.Area);
    chart.getStyler().setYAxisMin(0.0);
    chart.getStyler().setYAxisDecimalPattern("0.##");
    chart.getStyler().setXAxisMin(-extent);
    chart.getStyler().setXAxisMax(extent);
    chart.getStyler().setXAxisDecimalPattern("0.###");
    double[] x = new double[2 * density.length + 2];
    double[] y = new double[x.length];
    for (int bin = 0; bin < density.length; bin++) {
      x[2 * bin + 1] = start + bin * width;
      x[2 * bin + 2] = start + (bin + 1) * width;
      y[2 * bin + 1] = density[bin];
      y[2 * bin + 2] = density[bin];
    }
    x[0] = start;
    x[x.length - 1] = start + density.length * width;
    chart
        .addSeries("weights", x, y)
        .setMarker(SeriesMarkers.NONE)
        .setLineColor(Palette.series(1).darker())
        .setFillColor(Palette.series(1));
    return chart;
  }
}
