package io.bytelane.tests.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongPredicate;
import java.util.function.LongUnaryOperator;
import java.util.stream.IntStream;

/// The rules of QNNPACK's and XNNPACK's requantization tests: accumulators around k * 2^s divided
/// by 2^s. The published rules assume ties away from zero; a scheme is asked about a tie only where
/// it rounds that way, and about the neighbours of the tie on both sides otherwise.
final class PowerOfTwoRules {
  private PowerOfTwoRules() {}

  static void check(JsonNode row, Engine engine) {
    String rule = row.required("rule").asText();
    for (int zp : new int[] {0, 1, 127, 128, 255}) {
      for (int s = 1; s < 32; s++) {
        long half = 1L << (s - 1);
        switch (rule) {
          case "exact_divide_by_po2" -> every(engine, 0, 0, zp, s);
          case "divide_by_po2_rounding_up" -> every(engine, -half, 1, zp, s);
          case "divide_by_po2_rounding_down" -> every(engine, half, -1, zp, s);
          case "divide_by_po2_rounding_away" -> away(engine, half, zp, s);
          default -> throw new AssertionError("unknown rule " + rule);
        }
      }
    }
  }

  /// Asks every scheme about the neighbours in direction `side` of the numbers `distance` from the
  /// multiples of 2^s.
  private static void every(Engine engine, long distance, int side, int zp, int s) {
    for (Scheme scheme : List.of(Scheme.FLOAT32, Scheme.FIXED_DOUBLE, Scheme.FIXED_SINGLE)) {
      // The first rounding of scheme B drops the last bit, so its neighbour is the second one.
      int step = scheme == Scheme.FIXED_DOUBLE && s > 1 ? 2 * side : side;
      LongUnaryOperator acc = k -> (k << s) + distance + step;
      // float(acc) is rounded above 2^24: the neighbour of a tie may become the tie.
      LongPredicate asked = x -> scheme != Scheme.FLOAT32 || (long) (float) x == x;
      assertLevels(engine, scheme, acc, asked, zp, s);
    }
  }

  /// Scheme B rounds ties away from zero once its right shift does the rounding, that is for s > 1.
  private static void away(Engine engine, long half, int zp, int s) {
    if (s > 1) {
      LongUnaryOperator tie = k -> (k << s) - Long.signum(k) * half;
      assertLevels(engine, Scheme.FIXED_DOUBLE, tie, x -> x != 0, zp, s);
    }
  }

  /// Asserts level k + zp of `acc(k)` for all levels 0..255 whose accumulator is asked and an int.
  private static void assertLevels(
      Engine engine, Scheme scheme, LongUnaryOperator acc, LongPredicate asked, int zp, int s) {
    int[] expected =
        IntStream.range(0, 256)
            .filter(q -> isInt(acc.applyAsLong(q - zp)) && asked.test(acc.applyAsLong(q - zp)))
            .toArray();
    if (expected.length == 0) {
      return;
    }
    int[] x = Arrays.stream(expected).map(q -> (int) acc.applyAsLong(q - zp)).toArray();
    OutputStage stage =
        scheme == Scheme.FLOAT32
            ? OutputStage.real(scheme, new float[] {Math.scalb(1f, -s)}, zp, 0, 255)
            : OutputStage.fixed(scheme, new int[] {1 << 30}, new int[] {1 - s}, zp, 0, 255);
    assertThat(engine.requantize(x, 1, stage))
        .as("%s, shift %d, zero point %d", scheme, s, zp)
        .isEqualTo(expected);
  }

  private static boolean isInt(long x) {
    return x == (int) x;
  }
}
