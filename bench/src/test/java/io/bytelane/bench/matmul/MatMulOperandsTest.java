package io.bytelane.bench.matmul;

import static org.assertj.core.api.Assertions.assertThat;

import io.bytelane.bench.Check;
import io.bytelane.bench.Contender;
import io.bytelane.bench.Operands;
import org.junit.jupiter.api.Test;

/// The comparison that calls a contender exact must notice one wrong output.
class MatMulOperandsTest {
  private static final MatMulShape SHAPE = new MatMulShape(5, 9, 13);

  @Test
  void noticesOneWrongSum() {
    MatMulOperands operands = new MatMulOperands(SHAPE, Operands.Range.FULL);
    assertThat(operands.checkSums(slot -> product(operands, slot))).isEqualTo(new Check(0, 4 * 45));
    assertThat(
            operands.checkSums(
                slot -> {
                  int[] sums = product(operands, slot);
                  if (slot == 1) {
                    sums[44]++;
                  }
                  return sums;
                }))
        .isEqualTo(new Check(1, 4 * 45));
  }

  @Test
  void activationsCoverTheCornersOfTheirRange() {
    MatMulOperands full = new MatMulOperands(SHAPE, Operands.Range.FULL);
    assertThat(full.activations(1)).contains(-128, 127);
    MatMulOperands relu = new MatMulOperands(SHAPE, Operands.Range.NON_NEGATIVE);
    for (int slot = 0; slot < Contender.SLOTS; slot++) {
      for (byte value : relu.activations(slot)) {
        assertThat(value).isNotNegative();
      }
    }
    assertThat(full.weights()).contains(-127, 127).doesNotContain(-128);
    assertThat(full.activations(0)).isNotEqualTo(full.activations(2));
  }

  private static int[] product(MatMulOperands operands, int slot) {
    int[] sums = new int[SHAPE.m() * SHAPE.n()];
    for (int i = 0; i < SHAPE.m(); i++) {
      for (int j = 0; j < SHAPE.n(); j++) {
        for (int p = 0; p < SHAPE.k(); p++) {
          sums[i * SHAPE.n() + j] +=
              operands.activations(slot)[i * SHAPE.k() + p] * operands.weights()[j * SHAPE.k() + p];
        }
      }
    }
    return sums;
  }
}
