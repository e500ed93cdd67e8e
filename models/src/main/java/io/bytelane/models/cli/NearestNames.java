package io.bytelane.models.cli;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/// Suggests what a user may have meant by a name that does not exist.
final class NearestNames {
  private static final Pattern SEPARATORS = Pattern.compile("[/.:]");

  private NearestNames() {}

  /// Returns the names that take the fewest edits to become the wrong one, at most `count`. Node
  /// names are paths, of which users leave parts out, so a part of a name counts like the whole,
  /// and a name that contains the wrong one goes first. Case does not count.
  static List<String> of(String wrong, List<String> names, int count) {
    String lower = wrong.toLowerCase(Locale.ROOT);
    return names.stream()
        .filter(name -> !name.isEmpty())
        .distinct()
        .sorted(Comparator.comparingInt(name -> distance(lower, name.toLowerCase(Locale.ROOT))))
        .limit(count)
        .toList();
  }

  private static int distance(String wrong, String name) {
    if (!wrong.isEmpty() && name.contains(wrong)) {
      return 0;
    }
    int fewest = edits(wrong, name);
    for (String part : SEPARATORS.split(name, -1)) {
      fewest = Math.min(fewest, edits(wrong, part));
    }
    return fewest;
  }

  /// Levenshtein's distance: insertions, removals and replacements of one letter.
  private static int edits(String from, String to) {
    int[] row = new int[to.length() + 1];
    for (int j = 0; j <= to.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= from.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= to.length(); j++) {
        int replaced = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[to.length()];
  }
}
