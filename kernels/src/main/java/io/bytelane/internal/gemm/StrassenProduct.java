package io.bytelane.internal.gemm;

import static io.bytelane.internal.gemm.BlockSizes.LHS_STRIDE;

import io.bytelane.internal.dispatch.KernelSet;
import io.bytelane.internal.kernel.GemmTile;
import io.bytelane.internal.pack.PackedWeights;
import java.util.Arrays;

/// int8 matrix products with seven multiplications of blocks instead of eight (V. Strassen,
/// "Gaussian elimination is not optimal", 1969), exact to the bit.
///
/// The rows of a block, the steps of a pair of depth blocks and the panels of a column block are
/// halved each. With the quadrants `A`, `B` and `C = A B`:
///
/// ```
/// M1 = (A11 + A22)(B11 + B22)     C11 = M1 + M4 - M5 + M7
/// M2 = (A21 + A22) B11            C21 = M2 + M4
/// M3 = A11 (B12 - B22)            C12 = M3 + M5
/// M4 = A22 (B21 - B11)            C22 = M1 - M2 + M3 + M6
/// M5 = (A11 + A12) B22
/// M6 = (A21 - A11)(B11 + B12)
/// M7 = (A12 - A22)(B21 + B22)
/// ```
///
/// Why float lanes are exact. A product of two int8 values is at most 2^14 in magnitude, and a
/// quadrant has at most KC = 256 steps. Written out in products of two values, a step of `M1` has
/// four of them, and so has a step of `C11` after `M1`, `M1 + M4` and `M1 + M4 - M5`, and of `C22`
/// after `M1`, `M1 - M2` and `M1 - M2 + M3`: the rest cancels. All other terms and the finished
/// sums have two. `M6` and `M7` are added to `C22` and `C11` step by step; a step not yet taken has
/// four products, one that is taken two. So every value on the way is an integer of at most
/// `4 * 256 * 2^14 = 2^24`, whatever the operands are. Finished sums over both depth blocks are at
/// most 2^23: two of them are added in float32 as well, more in int32.
///
/// @param <T> output array
final class StrassenProduct<T> {
  /// Rows whose products are added to other sums while they lie in L1; a multiple of every MR.
  static final int STRIP = 48;

  private final KernelSet kernels;
  private final PackedWeights weights;
  private final int[] weightZeroPoints;
  private final OutputStage<T> stage;
  private final boolean floatSums;
  private final StrassenSplit split;
  private final StrassenScratch scratch;
  private final StrassenRows rows;
  private final int nr;

  /// Creates a product.
  ///
  /// @param weightZeroPoints for each padded channel, or null
  /// @param floatSums whether the stage takes finished sums as floats; the depth is then at most
  ///     [BlockSizes#EXACT_DEPTH]
  StrassenProduct(
      KernelSet kernels,
      RowSource<byte[]> source,
      PackedWeights weights,
      int[] weightZeroPoints,
      OutputStage<T> stage,
      boolean floatSums) {
    this.kernels = kernels;
    this.weights = weights;
    this.weightZeroPoints = weightZeroPoints;
    this.stage = stage;
    this.floatSums = floatSums;
    split = new StrassenSplit(weights.layout(), kernels.gemm().mr());
    scratch = StrassenScratch.of(split, floatSums);
    rows = new StrassenRows(kernels, source, scratch, weightZeroPoints != null);
    nr = weights.layout().nr();
  }

  StrassenSplit split() {
    return split;
  }

  /// Returns the integers of scratch.
  int ints() {
    return scratch.ints();
  }

  /// Computes rows `rowStart .. rowEnd`, an even number, of panels `panelStart .. panelEnd`, an
  /// even number. Otherwise as [BlockedGemm#run].
  void run(
      byte[] input,
      int inputOffset,
      int rowStart,
      int rowEnd,
      int panelStart,
      int panelEnd,
      T output,
      int outputOffset,
      int outputStride,
      float[] floats,
      int[] ints) {
    int zeros = scratch.zeros();
    Arrays.fill(floats, zeros, zeros + kernels.gemm().mr() * nr, 0f);
    int blockRows = split.blockRows(rowEnd - rowStart);
    int blockPanels = split.blockPanels();
    for (int panel = panelStart; panel < panelEnd; panel += blockPanels) {
      int pairs = Math.min(blockPanels, panelEnd - panel) / 2;
      for (int row = rowStart; row < rowEnd; row += blockRows) {
        int half = Math.min(blockRows, rowEnd - row) / 2;
        int k0 = 0;
        for (int depthPair = 0; depthPair < split.depthPairs(); depthPair++) {
          int kc = split.depth(k0, depthPair);
          rows.expand(input, inputOffset, row, half, k0, kc, floats, ints);
          for (int j = 0; j < pairs; j++) {
            int to = outputOffset + row * outputStride;
            int sums = multiply(half, panel + j, panel + pairs + j, j, k0, kc, floats);
            finish(
                row, half, panel + j, 0, j, k0, kc, sums, output, to, outputStride, floats, ints);
            finish(
                row,
                half,
                panel + pairs + j,
                2,
                j,
                k0,
                kc,
                sums,
                output,
                to,
                outputStride,
                floats,
                ints);
          }
          k0 += 2 * kc;
        }
      }
    }
  }

  /// Multiplies a pair of panels over a pair of depth blocks.
  ///
  /// @return where the four quadrants of sums lie
  private int multiply(
      int half, int leftPanel, int rightPanel, int slot, int k0, int kc, float[] floats) {
    boolean kept = floatSums && k0 == 0 && split.depthPairs() > 1;
    int sums = kept ? scratch.keptSums(slot) : scratch.sums();
    int b11 = weights.layout().offset(leftPanel, k0);
    int b21 = weights.layout().offset(leftPanel, k0 + kc);
    int b12 = weights.layout().offset(rightPanel, k0);
    int b22 = weights.layout().offset(rightPanel, k0 + kc);
    expandSum(b11, b22, kc, floats);
    multiply(1, StrassenRows.SUM_11_22, half, kc, sums, floats);
    expand(b11, kc, floats);
    multiply(2, StrassenRows.SUM_21_22, half, kc, sums, floats);
    expandDifference(b12, b22, kc, floats);
    multiply(3, StrassenRows.A11, half, kc, sums, floats);
    expandDifference(b21, b11, kc, floats);
    multiply(4, StrassenRows.A22, half, kc, sums, floats);
    expand(b22, kc, floats);
    multiply(5, StrassenRows.SUM_11_12, half, kc, sums, floats);
    expandSum(b11, b12, kc, floats);
    multiply(6, StrassenRows.DIFFERENCE_21_11, half, kc, sums, floats);
    expandSum(b21, b22, kc, floats);
    multiply(7, StrassenRows.DIFFERENCE_12_22, half, kc, sums, floats);
    return sums;
  }

  private void expand(int panel, int kc, float[] floats) {
    kernels.converter().expand(weights.panels(), panel, kc * nr, (byte) 0, floats, scratch.panel());
  }

  private void expandSum(int x, int y, int kc, float[] floats) {
    kernels.strassen().expandSum(weights.panels(), x, y, kc * nr, floats, scratch.panel());
  }

  private void expandDifference(int x, int y, int kc, float[] floats) {
    kernels.strassen().expandDifference(weights.panels(), x, y, kc * nr, floats, scratch.panel());
  }

  /// Multiplies an operand with the expanded panel and adds the product, strip by strip, to the
  /// sums it belongs to.
  private void multiply(int product, int operand, int half, int kc, int sums, float[] floats) {
    for (int i = 0; i < half; i += STRIP) {
      int rows = Math.min(STRIP, half - i);
      int length = rows * nr;
      int lhs = scratch.operand(operand) + i * LHS_STRIDE;
      int at = sums + i * nr;
      int c11 = scratch.quadrant(at, 0);
      int c21 = scratch.quadrant(at, 1);
      int c12 = scratch.quadrant(at, 2);
      int c22 = scratch.quadrant(at, 3);
      int m = scratch.product();
      switch (product) {
        case 1 -> multiply(rows, kc, lhs, false, c11, floats);
        case 2 -> {
          multiply(rows, kc, lhs, false, c21, floats);
          subtract(c11, c21, c22, length, floats);
        }
        case 3 -> {
          multiply(rows, kc, lhs, false, c12, floats);
          add(c22, c12, c22, length, floats);
        }
        case 4 -> {
          multiply(rows, kc, lhs, false, m, floats);
          add(c11, m, c11, length, floats);
          add(c21, m, c21, length, floats);
        }
        case 5 -> {
          multiply(rows, kc, lhs, false, m, floats);
          subtract(c11, m, c11, length, floats);
          add(c12, m, c12, length, floats);
        }
        case 6 -> multiply(rows, kc, lhs, true, c22, floats);
        default -> multiply(rows, kc, lhs, true, c11, floats);
      }
    }
  }

  /// Multiplies rows of an operand with the expanded panel.
  ///
  /// @param adds whether the product is added to what lies at `to`
  private void multiply(int rows, int kc, int lhs, boolean adds, int to, float[] floats) {
    int i = 0;
    while (i < rows) {
      GemmTile tile = kernels.floatTiles().pick(rows - i);
      int acc = to + i * nr;
      int init = adds ? acc : scratch.zeros();
      tile.run(kc, floats, lhs + i * LHS_STRIDE, floats, scratch.panel(), floats, init, acc);
      i += tile.mr();
    }
  }

  private void add(int x, int y, int to, int length, float[] floats) {
    kernels.strassen().add(floats, x, y, to, 1, length, 0);
  }

  private void subtract(int x, int y, int to, int length, float[] floats) {
    kernels.strassen().subtract(floats, x, y, to, 1, length, 0);
  }

  /// Keeps the two quadrants of a panel until the next pair of depth blocks, or writes them after
  /// the last one.
  ///
  /// @param quadrant the upper one
  private void finish(
      int row,
      int half,
      int panel,
      int quadrant,
      int slot,
      int k0,
      int kc,
      int sums,
      T output,
      int offset,
      int stride,
      float[] floats,
      int[] ints) {
    boolean last = k0 + 2 * kc == weights.layout().depth();
    if (floatSums && !last) {
      return; // they lie where they are kept
    }
    int column = panel * nr;
    int columns = Math.min(nr, weights.layout().channels() - column);
    for (int q = quadrant; q < quadrant + 2; q++) {
      int from = scratch.quadrant(sums, q);
      int firstRow = row + (q - quadrant) * half;
      int to = offset + (q - quadrant) * half * stride + column;
      if (floatSums) {
        if (k0 > 0) {
          add(from, scratch.quadrant(scratch.keptSums(slot), q), from, half * nr, floats);
        }
        stage.storeSums(floats, from, nr, half, column, columns, output, to, stride);
        continue;
      }
      int acc = scratch.quadrant(scratch.intSums(slot), q);
      kernels.converter().fold(floats, from, half * nr, ints, acc, k0 == 0);
      if (last) {
        subtractZeroPoints(q > quadrant, half, acc, column, columns, ints);
        stage.store(ints, acc, nr, firstRow, half, column, columns, output, to, stride, floats);
      }
    }
  }

  private void subtractZeroPoints(
      boolean lower, int half, int acc, int column, int columns, int[] ints) {
    if (weightZeroPoints == null) {
      return;
    }
    for (int i = 0; i < half; i++) {
      int rowSum = ints[scratch.rowSum(lower, i)];
      kernels
          .epilogue()
          .subtractZeroPoints(ints, acc + i * nr, columns, weightZeroPoints, column, rowSum);
    }
  }
}
