package io.bytelane.tests.requant;

import static org.assertj.core.api.Assertions.assertThat;

import io.bytelane.FullyConnected;
import io.bytelane.Workspace;
import io.bytelane.quant.FixedPointMultiplier;
import io.bytelane.quant.PerChannelQuantParams;
import io.bytelane.quant.QuantParams;
import io.bytelane.quant.QuantizedType;
import io.bytelane.quant.RequantScheme;
import io.bytelane.reference.ReferenceRequantize;
import io.bytelane.tests.support.Sweep;
import org.junit.jupiter.api.Test;

/// Accumulators at and beside the ties of every level, for many multipliers and every scheme,
/// through the epilogues of the active path.
class RequantizeTiesExhaustiveTest {
  /// Channels of one layer; each is a pair of accumulator and multiplier.
  private static final int CHANNELS = 4096;

  private static final int ZERO_POINT = -3;

  private final int[] acc = new int[CHANNELS];
  private final float[] real = new float[CHANNELS];
  private final FixedPointMultiplier[] fixed = new FixedPointMultiplier[CHANNELS];
  private int count;

  /// Every exponent of the useful range, mantissas spread over it: all of them in one binade of the
  /// long profile.
  @Test
  void float32() {
    int step = Sweep.of(8191 * 16 + 1, 255);
    for (int exponent = -20; exponent <= 0; exponent++) {
      for (int mantissa = 0; mantissa < 1 << 23; mantissa += step) {
        float m = Math.scalb(1f + mantissa * 0x1p-23f, exponent);
        int level = -130 + (mantissa + exponent & 0xFF);
        around(level + 0.5, m, new FixedPointMultiplier(1 << 30, 0), RequantScheme.FLOAT32);
      }
    }
    flush(RequantScheme.FLOAT32);
  }

  @Test
  void everyMantissaOfOneBinadeAtATie() {
    int step = Sweep.of(1024, 1);
    for (int mantissa = 0; mantissa < 1 << 23; mantissa += step) {
      float m = Math.scalb(1f + mantissa * 0x1p-23f, -9);
      double tie = (mantissa % 261 - 130) + 0.5;
      add((int) Math.rint(tie / m), m, new FixedPointMultiplier(1 << 30, 0), RequantScheme.FLOAT32);
    }
    flush(RequantScheme.FLOAT32);
  }

  @Test
  void fixedDouble() {
    fixedPoint(RequantScheme.FIXED_DOUBLE);
  }

  @Test
  void fixedSingle() {
    fixedPoint(RequantScheme.FIXED_SINGLE);
  }

  private void fixedPoint(RequantScheme scheme) {
    int step = Sweep.of((1 << 27) + 12_345_677, (1 << 20) + 7_919);
    for (int shift = FixedPointMultiplier.MIN_SHIFT; shift <= 8; shift++) {
      for (long m0 = 1L << 30; m0 < 1L << 31; m0 += step) {
        FixedPointMultiplier m = new FixedPointMultiplier((int) m0, shift);
        int level = -130 + (int) (m0 >> 11 & 0xFF);
        around(level + 0.5, m.real(), m, scheme);
      }
      // The ends of the mantissa, with every level.
      for (int level = -130; level <= 133; level++) {
        around(level + 0.5, 0.5, new FixedPointMultiplier(1 << 30, shift), scheme);
        around(level + 0.5, 1, new FixedPointMultiplier(Integer.MAX_VALUE, shift), scheme);
      }
    }
    flush(scheme);
  }

  /// The accumulators whose products lie around `product`.
  private void around(double product, double m, FixedPointMultiplier f, RequantScheme scheme) {
    double factor = scheme == RequantScheme.FLOAT32 ? m : f.real();
    double centre = Math.rint(product / factor);
    for (int d = -1; d <= 1; d++) {
      double sum = centre + d;
      boolean fits = Math.abs(sum) < Integer.MAX_VALUE && f.leftShiftFits((int) sum, (int) sum);
      if (fits) {
        add((int) sum, (float) m, f, scheme);
      }
    }
  }

  private void add(int sum, float m, FixedPointMultiplier f, RequantScheme scheme) {
    acc[count] = sum;
    real[count] = m;
    fixed[count] = f;
    count++;
    if (count == CHANNELS) {
      flush(scheme);
    }
  }

  /// Runs what was collected: a layer of zero weights, whose accumulators are its bias.
  private void flush(RequantScheme scheme) {
    while (count > 0 && count < CHANNELS) {
      acc[count] = 0;
      real[count] = 1;
      fixed[count] = new FixedPointMultiplier(1 << 30, 0);
      count++;
    }
    if (count == 0) {
      return;
    }
    count = 0;
    float[] scales = new float[CHANNELS];
    for (int c = 0; c < CHANNELS; c++) {
      scales[c] = 2 * real[c];
    }
    FullyConnected.Builder builder =
        FullyConnected.builder(1, CHANNELS)
            .input(QuantParams.symmetric(1))
            .weights(new byte[CHANNELS], PerChannelQuantParams.symmetric(scales))
            .bias(acc)
            .output(new QuantParams(2, ZERO_POINT, QuantizedType.S8));
    if (scheme != RequantScheme.FLOAT32) {
      builder.fixedPointMultipliers(scheme, fixed);
    }
    FullyConnected layer = builder.build();
    byte[] q = new byte[CHANNELS];
    layer.run(new byte[1], 0, q, 0, 1, Workspace.forOperators(layer));
    for (int c = 0; c < CHANNELS; c++) {
      int expected = expected(scheme, c);
      if (q[c] != expected) {
        assertThat(q[c])
            .as("%s of %d by %s or %s", scheme, acc[c], real[c], fixed[c])
            .isEqualTo((byte) expected);
      }
    }
  }

  private int expected(RequantScheme scheme, int c) {
    int m0 = fixed[c].multiplier();
    int shift = fixed[c].shift();
    return switch (scheme) {
      case FLOAT32 -> ReferenceRequantize.float32(acc[c], real[c], ZERO_POINT, -128, 127);
      case FIXED_DOUBLE ->
          ReferenceRequantize.fixedDouble(acc[c], m0, shift, ZERO_POINT, -128, 127);
      case FIXED_SINGLE ->
          ReferenceRequantize.fixedSingle(acc[c], m0, shift, ZERO_POINT, -128, 127);
    };
  }
}
