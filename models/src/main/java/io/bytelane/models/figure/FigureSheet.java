package io.bytelane.models.figure;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.knowm.xchart.internal.chartpart.Chart;

/// Draws charts as panels of one image, in a grid, under a common title, and writes it as PNG.
/// Works without a display.
public final class FigureSheet {
  private static final int TITLE_HEIGHT = 46;
  private static final Font TITLE_FONT = new Font(Font.SANS_SERIF, Font.BOLD, 20);
  private static final Color INK = new Color(0x22, 0x22, 0x22);

  private FigureSheet() {}

  /// Writes the sheet, folders included, replacing what was there.
  ///
  /// @param file the PNG file
  /// @param title text above the panels
  /// @param columns panels per row, at least 1
  /// @param panels charts in reading order, each drawn in its own size; a row is as high as its
  /// first
  /// @throws IOException if the file cannot be written
  public static void write(Path file, String title, int columns, List<? extends Chart<?, ?>> panels)
      throws IOException {
    int width = 0;
    int height = TITLE_HEIGHT;
    for (int first = 0; first < panels.size(); first += columns) {
      List<? extends Chart<?, ?>> row = row(panels, first, columns);
      width = Math.max(width, row.stream().mapToInt(Chart::getWidth).sum());
      height += row.getFirst().getHeight();
    }
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    try {
      draw(graphics, width, height, title);
      drawPanels(graphics, columns, panels);
    } finally {
      graphics.dispose();
    }
    Files.createDirectories(file.toAbsolutePath().getParent());
    if (!ImageIO.write(image, "png", file.toFile())) {
      throw new IOException(file + ": no PNG writer in this JDK (expected: java.desktop)");
    }
  }

  private static void draw(Graphics2D graphics, int width, int height, String title) {
    graphics.setColor(Color.WHITE);
    graphics.fillRect(0, 0, width, height);
    graphics.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    graphics.setFont(TITLE_FONT);
    graphics.setColor(INK);
    int titleWidth = graphics.getFontMetrics().stringWidth(title);
    graphics.drawString(title, (width - titleWidth) / 2, TITLE_HEIGHT - 16);
  }

  private static void drawPanels(
      Graphics2D graphics, int columns, List<? extends Chart<?, ?>> panels) {
    int y = TITLE_HEIGHT;
    for (int first = 0; first < panels.size(); first += columns) {
      int x = 0;
      List<? extends Chart<?, ?>> row = row(panels, first, columns);
      for (Chart<?, ?> panel : row) {
        Graphics2D part = (Graphics2D) graphics.create(x, y, panel.getWidth(), panel.getHeight());
        panel.paint(part, panel.getWidth(), panel.getHeight());
        part.dispose();
        x += panel.getWidth();
      }
      y += row.getFirst().getHeight();
    }
  }

  private static List<? extends Chart<?, ?>> row(
      List<? extends Chart<?, ?>> panels, int first, int columns) {
    return panels.subList(first, Math.min(first + columns, panels.size()));
  }
}
