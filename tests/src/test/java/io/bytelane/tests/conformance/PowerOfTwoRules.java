package io.bytelane.tests.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/// The rules of QNNPACK's and XNNPACK's requantization tests: accumulators around k * 2^s divided
/// by 2^s. The published rules assume ties away from zero; a scheme is asked about a tie only where
/// it rounds that way, and about the neighbours of the tie on both sides otherwise.
final class PowerOfTwoRules {
  private PowerOfTwoRules() {}

  static void check(JsonNode row, Engine engine) {
    String rule = row.required("rule").asText();
    List<Integer> zeroPoints = List.of(0, 1, 127, 128, 255);
    for (int zp : zeroPoints) {
      for (int s = 1; s < 32; s++) {
        for (int i = 0; i < 256; i++) {
          check(rule, engine, zp, s, i);
        }
      }
    }
  }

  private static void check(String rule, Engine engine, int zp, int s, int i) {
    long exact = (long) (i - zp) << s;
    long half = 1L << (s - 1);
    switch (rule) {
      case "exact_divide_by_po2" -> every(engine, exact, 0, zp, s, i);
      case "divide_by_po2_rounding_up" -> every(engine, exact - half, 1, zp, s, i);
      case "divide_by_po2_rounding_down" -> every(engine, exact + half, -1, zp, s, i);
      case "divide_by_po2_rounding_away" -> away(engine, exact, half, zp, s, i);
      default -> throw new AssertionError("unknown rule " + rule);
    }
  }

  /// Asks every scheme about the neighbour of `tie` in direction `side`.
  private static void every(Engine engine, long tie, int side, int zp, int s, int expected) {
    for (Scheme scheme : List.of(Scheme.FLOAT32, Scheme.FIXED_DOUBLE, Scheme.FIXED_SINGLE)) {
      // The first rounding of scheme B drops the last bit, so its neighbour is the second one.
      long acc = tie + (scheme == Scheme.FIXED_DOUBLE && s > 1 ? 2 * side : side);
      // float(acc) is rounded above 2^24: the neighbour of a tie may become the tie.
      boolean exactFloat = scheme != Scheme.FLOAT32 || (long) (float) acc == acc;
      if (acc == (int) acc && exactFloat) {
        assertLevel(engine, scheme, acc, zp, s, expected);
      }
    }
  }

  /// Scheme B rounds ties away from zero once its right shift does the rounding, that is for s > 1.
  private static void away(Engine engine, long exact, long half, int zp, int s, int expected) {
    long acc = exact > 0 ? exact - half : exact + half;
    if (exact != 0 && acc == (int) acc && s > 1) {
      assertLevel(engine, Scheme.FIXED_DOUBLE, acc, zp, s, expected);
    }
  }

  private static void assertLevel(
      Engine engine, Scheme scheme, long acc, int zp, int s, int expected) {
    OutputStage stage =
        scheme == Scheme.FLOAT32
            ? OutputStage.real(scheme, new float[] {Math.scalb(1f, -s)}, zp, 0, 255)
            : OutputStage.fixed(scheme, new int[] {1 << 30}, new int[] {1 - s}, zp, 0, 255);
    int q = engine.requantize(new int[] {(int) acc}, 1, stage)[0];
    if (q != expected) {
      assertThat(q)
          .as("%s, acc %d, shift %d, zero point %d", scheme, acc, s, zp)
          .isEqualTo(expected);
    }
  }
}
