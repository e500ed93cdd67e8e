package io.bytelane.bench.transformer;

import io.bytelane.bench.BenchShape;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The sentence network all-MiniLM-L6-v2 on one sentence. Id `minilm-sTOKENS`, as `minilm-s32`.
///
/// @param tokens word pieces of the sentence
public record TransformerShape(int tokens) implements BenchShape {
  private static final Pattern ID = Pattern.compile("minilm-s([1-9]\\d{0,2})");
  private static final int LONGEST = 512;

  /// Reads the form that [#id] writes.
  public static TransformerShape parse(String id) {
    Matcher matcher = ID.matcher(id);
    int tokens = matcher.matches() ? Integer.parseInt(matcher.group(1)) : LONGEST + 1;
    if (tokens > LONGEST) {
      throw new IllegalArgumentException(
          "shape: " + id + " (expected: minilm-sTOKENS, as minilm-s32, at most " + LONGEST + ")");
    }
    return new TransformerShape(tokens);
  }

  @Override
  public String id() {
    return "minilm-s" + tokens;
  }

  /// Six layers of four products 384 x 384, two of 384 x 1536, scores and contexts of all heads.
  @Override
  public double macs() {
    double linear = 4.0 * 384 * 384 + 2.0 * 384 * 1536;
    return 6 * tokens * (linear + 2.0 * 384 * tokens);
  }
}
