package io.bytelane.tests.requant;

import static org.assertj.core.api.Assertions.assertThat;

import io.bytelane.internal.dispatch.Kernels;
import io.bytelane.internal.kernel.Epilogue;
import io.bytelane.reference.ReferenceRequantize;
import io.bytelane.tests.support.GuardedBytes;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.PropertyDefaults;
import net.jqwik.api.constraints.IntRange;

/// Schemes `FIXED_DOUBLE` and `FIXED_SINGLE` over rows of accumulators, one block of channels as
/// wide as a register tile, and narrower.
@PropertyDefaults(tries = 1000)
class FixedPointEpilogueProperties {
  private static final int PANEL = Kernels.active().gemm().nr();

  private final Epilogue epilogue = Kernels.active().epilogue();

  @Property
  void bothSchemesEqualTheReference(
      @ForAll boolean single,
      @ForAll boolean unsigned,
      @ForAll @IntRange(max = 5) int rows,
      @ForAll @IntRange(max = 3) int narrower,
      @ForAll @IntRange(max = 3) int gap,
      @ForAll long seed) {
    Random random = new Random(seed);
    int columns = narrower == 0 ? PANEL : 1 + random.nextInt(PANEL);
    int first = random.nextInt(3);
    int min = unsigned ? 0 : -128;
    int max = unsigned ? 255 : 127;
    int zeroPoint = min + random.nextInt(256);
    int[] bias = new int[first + PANEL];
    int[] multiplier = new int[first + PANEL];
    int[] shift = new int[first + PANEL];
    for (int c = 0; c < first + PANEL; c++) {
      bias[c] = random.nextInt(2001) - 1000;
      multiplier[c] = multiplier(random);
      shift[c] = random.nextInt(62) - 31;
    }
    int accStride = PANEL + gap;
    int outStride = columns + gap;
    int[] acc = new int[5 + rows * accStride];
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        int c = first + j;
        int bits = 32 - (single ? 0 : Math.max(shift[c], 0));
        acc[5 + i * accStride + j] = accumulator(random, bits, multiplier[c], shift[c]) - bias[c];
      }
    }
    int[] sums = acc.clone();
    GuardedBytes out = GuardedBytes.of(rows * outStride, 1);
    if (single) {
      epilogue.requantizeFixedSingle(
          acc,
          5,
          accStride,
          rows,
          columns,
          bias,
          multiplier,
          shift,
          first,
          zeroPoint,
          min,
          max,
          out.array(),
          out.offset(),
          outStride);
    } else {
      epilogue.requantizeFixedDouble(
          acc,
          5,
          accStride,
          rows,
          columns,
          bias,
          multiplier,
          shift,
          first,
          zeroPoint,
          min,
          max,
          out.array(),
          out.offset(),
          outStride);
    }
    byte[] content = out.content();
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        int c = first + j;
        int sum = sums[5 + i * accStride + j] + bias[c];
        int expected =
            single
                ? ReferenceRequantize.fixedSingle(sum, multiplier[c], shift[c], zeroPoint, min, max)
                : ReferenceRequantize.fixedDouble(
                    sum, multiplier[c], shift[c], zeroPoint, min, max);
        assertThat(content[i * outStride + j])
            .as("acc %d, multiplier %d, shift %d", sum, multiplier[c], shift[c])
            .isEqualTo((byte) expected);
      }
    }
    out.assertGapsIntact(rows, columns, outStride);
  }

  private static int multiplier(Random random) {
    return switch (random.nextInt(5)) {
      case 0 -> 1 << 30;
      case 1 -> Integer.MAX_VALUE;
      case 2 -> 0;
      default -> (1 << 30) + random.nextInt(1 << 30);
    };
  }

  /// Values at the ends of `bits` bits, small ones, and those whose product is within the levels
  /// and near a tie.
  private static int accumulator(Random random, int bits, int multiplier, int shift) {
    int max = (int) ((1L << (bits - 1)) - 1);
    return switch (random.nextInt(5)) {
      case 0 -> max;
      case 1 -> -max - 1;
      case 2 -> Math.clamp(random.nextInt(17) - 8, -max - 1, max);
      case 3 -> random.nextInt() >> (32 - bits);
      default -> {
        double real = Math.max(1, multiplier) * Math.scalb(1.0, shift - 31);
        double tie = (random.nextInt(400) - 200 + 0.5) / real;
        yield Math.clamp((long) Math.rint(tie) + random.nextInt(3) - 1, -max - 1, max);
      }
    };
  }
}
