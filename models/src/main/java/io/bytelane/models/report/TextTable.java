package io.bytelane.models.report;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// A table for the console: numbers to the right, texts and the first column to the left, two
/// spaces
/// between, a line under the head.
public final class TextTable {
  private static final String GAP = "  ";
  private static final String MISSING = "n/a";
  private static final Pattern NUMBER = Pattern.compile("^[-+]?\\d");

  private final List<String> head;
  private final List<List<String>> rows = new ArrayList<>();

  /// Starts a table.
  ///
  /// @param head the names of the columns, at least one
  public TextTable(List<String> head) {
    this.head = List.copyOf(head);
  }

  /// Adds a row.
  ///
  /// @param cells one text per column
  /// @throws IllegalArgumentException if there are more or fewer
  public void add(List<String> cells) {
    if (cells.size() != head.size()) {
      throw new IllegalArgumentException(
          "cells: " + cells.size() + " (expected: one per column, " + head.size() + ")");
    }
    rows.add(List.copyOf(cells));
  }

  /// Returns the table, each line ended by a newline, without blanks at the ends of lines.
  public String render() {
    int[] widths = head.stream().mapToInt(String::length).toArray();
    for (List<String> row : rows) {
      for (int c = 0; c < widths.length; c++) {
        widths[c] = Math.max(widths[c], row.get(c).length());
      }
    }
    boolean[] right = new boolean[widths.length];
    for (int c = 1; c < right.length; c++) {
      right[c] = holdsNumbers(c);
    }
    StringBuilder text = new StringBuilder();
    line(text, head, widths, right);
    List<String> rule = new ArrayList<>();
    for (int width : widths) {
      rule.add("-".repeat(width));
    }
    line(text, rule, widths, right);
    rows.forEach(row -> line(text, row, widths, right));
    return text.toString();
  }

  /// Whether every cell of a column begins like a number, or is empty or `n/a`.
  private boolean holdsNumbers(int column) {
    return rows.stream()
        .map(row -> row.get(column))
        .allMatch(cell -> cell.isEmpty() || cell.equals(MISSING) || NUMBER.matcher(cell).find());
  }

  private static void line(StringBuilder text, List<String> cells, int[] widths, boolean[] right) {
    StringBuilder line = new StringBuilder();
    for (int c = 0; c < widths.length; c++) {
      String blanks = " ".repeat(widths[c] - cells.get(c).length());
      line.append(c == 0 ? "" : GAP);
      line.append(right[c] ? blanks + cells.get(c) : cells.get(c) + blanks);
    }
    text.append(line.toString().stripTrailing()).append('\n');
  }
}
