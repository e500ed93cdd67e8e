package io.bytelane.models.figure;

import io.bytelane.models.ptq.ConfigName;
import java.awt.Color;
import java.awt.Font;
import org.knowm.xchart.style.AxesChartStyler;
import org.knowm.xchart.style.Styler.LegendLayout;
import org.knowm.xchart.style.Styler.LegendPosition;

/// Colours and fonts that all charts share. The colours stay apart for colour-blind readers and in
/// grey (Okabe and Ito's set).
final class Palette {
  private static final Color[] SERIES = {
    new Color(0x99, 0x99, 0x99),
    new Color(0x56, 0xb4, 0xe9),
    new Color(0xe6, 0x9f, 0x00),
    new Color(0x00, 0x9e, 0x73),
    new Color(0xcc, 0x79, 0xa7),
    new Color(0xd5, 0x5e, 0x00),
  };

  private static final Color GRID = new Color(0xdd, 0xdd, 0xdd);

  private static final int MAX_DIGITS = 5;

  private Palette() {}

  /// Returns the colour of a series; colours repeat after the sixth.
  static Color series(int index) {
    return SERIES[index % SERIES.length];
  }

  /// Returns the colour of a configuration, the same one in every figure; a configuration of
  /// another name has that of the baseline.
  static Color configuration(String id) {
    return series(
        switch (ConfigName.find(id).orElse(ConfigName.FP32_BASELINE)) {
          case FP32_BASELINE -> 0;
          case DYNAMIC_INT8 -> 1;
          case STATIC_INT8_PER_TENSOR -> 2;
          case STATIC_INT8_PER_CHANNEL -> 3;
        });
  }

  /// Returns a pattern for numbers of which the least one still shows two or three digits.
  static String pattern(double least) {
    int digits = least > 0 ? 1 - (int) Math.floor(Math.log10(least)) : 2;
    return "0." + "#".repeat(Math.clamp(digits + 1, 1, MAX_DIGITS));
  }

  /// Sets fonts, colours and the legend below the chart.
  static void apply(AxesChartStyler styler) {
    styler.setSeriesColors(SERIES);
    styler.setChartBackgroundColor(Color.WHITE);
    styler.setPlotBorderVisible(false);
    styler.setPlotGridLinesColor(GRID);
    styler.setPlotGridVerticalLinesVisible(false);
    styler.setChartTitleFont(new Font(Font.SANS_SERIF, Font.PLAIN, 15));
    styler.setChartTitleBoxVisible(false);
    styler.setAxisTitleFont(new Font(Font.SANS_SERIF, Font.PLAIN, 13));
    styler.setAxisTickLabelsFont(new Font(Font.SANS_SERIF, Font.PLAIN, 12));
    styler.setLegendFont(new Font(Font.SANS_SERIF, Font.PLAIN, 12));
    styler.setLegendPosition(LegendPosition.OutsideS);
    styler.setLegendLayout(LegendLayout.Horizontal);
    styler.setLegendBorderColor(Color.WHITE);
  }
}
