package io.bytelane.tests.pool;

import static org.assertj.core.api.Assertions.assertThat;

import io.bytelane.internal.dispatch.Kernels;
import io.bytelane.internal.kernel.AverageKernel;
import io.bytelane.reference.ReferenceAveragePool;
import io.bytelane.tests.support.Sweep;
import org.junit.jupiter.api.Test;

/// Every sum that a window of bytes can have, divided by its number of cells: by each number up to
/// 40, in the long profile up to 400.
class AverageDivisionExhaustiveTest {
  @Test
  void quotientsAreExactAndTiesGoToEven() {
    AverageKernel kernel = Kernels.active().elements().average();
    for (int d = 1; d <= Sweep.of(40, 400); d++) {
      int most = 255 * d;
      int[] sums = new int[2 * most + 1];
      for (int i = 0; i < sums.length; i++) {
        sums[i] = i - most;
      }
      byte[] q = new byte[sums.length];
      kernel.divide(sums.clone(), 0, sums.length, 0, d, 0, -128, 127, q, 0);
      for (int i = 0; i < sums.length; i++) {
        long exact = Math.clamp(ReferenceAveragePool.halfEven(sums[i], d), -128, 127);
        if (q[i] != exact) {
          assertThat(q[i]).as("%d / %d", sums[i], d).isEqualTo((byte) exact);
        }
      }
    }
  }
}
