package io.bytelane.models.figure;

import java.awt.Color;
import java.awt.Font;
import java.util.ArrayList;
import java.util.List;
import org.knowm.xchart.HeatMapChart;
import org.knowm.xchart.HeatMapChartBuilder;
import org.knowm.xchart.style.HeatMapStyler;

/// Panels that show a matrix as coloured cells with their values: row 0 at the top, zero white,
/// negative values blue, positive values orange.
public final class MatrixFigure {
  private static final float HALF_CENT = 0.005f;
  private static final int CELL = 62;
  private static final int MARGIN = 76;
  private static final Color[] COLOURS = {
    new Color(0x5b, 0x8f, 0xd6), new Color(0xf5, 0xf5, 0xf2), new Color(0xe0, 0x8a, 0x4f)
  };

  private MatrixFigure() {}

  /// Returns the panel of a matrix of real values, printed with two decimals.
  ///
  /// @param title text above the cells
  /// @param values rows of equal length
  public static HeatMapChart panel(String title, float[][] values) {
    return panel(title, cells(values), 2);
  }

  /// Returns the panel of a matrix of integers.
  ///
  /// @param title text above the cells
  /// @param levels rows of equal length
  public static HeatMapChart panel(String title, int[][] levels) {
    float[][] values = new float[levels.length][];
    for (int i = 0; i < levels.length; i++) {
      values[i] = new float[levels[i].length];
      for (int j = 0; j < values[i].length; j++) {
        values[i][j] = levels[i][j];
      }
    }
    return panel(title, cells(values), 0);
  }

  private static HeatMapChart panel(String title, List<Number[]> cells, int digits) {
    int columns = 1 + cells.stream().mapToInt(cell -> cell[0].intValue()).max().orElse(0);
    int rows = 1 + cells.stream().mapToInt(cell -> cell[1].intValue()).max().orElse(0);
    HeatMapChart chart =
        new HeatMapChartBuilder()
            .width(columns * CELL + MARGIN)
            .height(rows * CELL / 2 + MARGIN)
            .title(title)
            .build();
    HeatMapStyler styler = chart.getStyler();
    styler.setLegendVisible(false);
    styler.setPlotContentSize(1);
    styler.setShowValue(true);
    styler.setHeatMapValueDecimalPattern(digits == 0 ? "0" : "0." + "0".repeat(digits));
    // Zero is white in every panel, so that the signs of three panels can be compared.
    double extent =
        cells.stream().mapToDouble(cell -> Math.abs(cell[2].doubleValue())).max().orElse(1);
    styler.setMin(-extent);
    styler.setMax(extent);
    styler.setAxisTicksVisible(false);
    styler.setValueFont(new Font(Font.SANS_SERIF, Font.PLAIN, 13));
    styler.setRangeColors(COLOURS);
    styler.setChartTitleFont(new Font(Font.SANS_SERIF, Font.PLAIN, 15));
    styler.setChartTitleBoxVisible(false);
    styler.setChartBackgroundColor(Color.WHITE);
    List<String> columnNames = names(columns, false);
    List<String> rowNames = names(rows, true);
    chart.addSeries("cells", columnNames, rowNames, cells);
    return chart;
  }

  /// Cells as XChart takes them: column, row from the bottom, value.
  private static List<Number[]> cells(float[][] values) {
    List<Number[]> cells = new ArrayList<>();
    for (int i = 0; i < values.length; i++) {
      for (int j = 0; j < values[i].length; j++) {
        // What two decimals show as zero is written without a sign.
        float value = Math.abs(values[i][j]) < HALF_CENT ? 0 : values[i][j];
        cells.add(new Number[] {j, values.length - 1 - i, value});
      }
    }
    return cells;
  }

  private static List<String> names(int n, boolean descending) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      names.add(Integer.toString(descending ? n - 1 - i : i));
    }
    return names;
  }
}
