package io.bytelane.tests.quant;

import static org.assertj.core.api.Assertions.assertThat;

import io.bytelane.quant.ClampRange;
import io.bytelane.quant.FixedPointMultiplier;
import io.bytelane.quant.QuantizedType;
import io.bytelane.quant.Requantizer;
import org.junit.jupiter.api.Test;

/// Every level, every zero point, on every tie and one step to either side of it.
class RequantizeExhaustiveTest {

  @Test
  void tiesOfAllLevelsAndZeroPoints() {
    for (QuantizedType type : QuantizedType.values()) {
      ClampRange clamp = ClampRange.of(type);
      for (int s = 1; s <= 12; s += s < 3 ? 1 : 3) {
        float m = Math.scalb(1f, -s);
        FixedPointMultiplier fixed = FixedPointMultiplier.of(m);
        for (int z = type.min(); z <= type.max(); z++) {
          for (int q = type.min() - 2; q <= type.max() + 2; q++) {
            int below = q - z;
            int tie = (below << s) + (1 << (s - 1));
            int even = (below & 1) == 0 ? below : below + 1;
            check(Requantizer.float32(tie, m, z, clamp), even + z, type);
            check(Requantizer.fixedSingle(tie, fixed, z, clamp), below + 1 + z, type);
            // With shift 0 the only rounding goes up; with a right shift away from zero.
            int away = s == 1 || tie > 0 ? below + 1 : below;
            check(Requantizer.fixedDouble(tie, fixed, z, clamp), away + z, type);
            if (s > 1) {
              check(Requantizer.float32(tie - 1, m, z, clamp), below + z, type);
              check(Requantizer.float32(tie + 1, m, z, clamp), below + 1 + z, type);
              check(Requantizer.fixedSingle(tie - 1, fixed, z, clamp), below + z, type);
              check(Requantizer.fixedSingle(tie + 1, fixed, z, clamp), below + 1 + z, type);
            }
          }
        }
      }
    }
  }

  private static void check(int got, int wanted, QuantizedType type) {
    int saturated = Math.max(type.min(), Math.min(type.max(), wanted));
    if (got != saturated) {
      assertThat(got).isEqualTo(saturated);
    }
  }
}
