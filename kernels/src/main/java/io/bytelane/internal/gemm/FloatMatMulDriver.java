package io.bytelane.internal.gemm;

import static io.bytelane.internal.gemm.BlockSizes.KC;
import static io.bytelane.internal.gemm.BlockSizes.LHS_LEAD;
import static io.bytelane.internal.gemm.BlockSizes.LHS_STRIDE;
import static io.bytelane.internal.gemm.BlockSizes.MC;

import io.bytelane.internal.dispatch.KernelSet;
import io.bytelane.internal.kernel.GemmTile;
import io.bytelane.internal.pack.PanelLayout;
import java.util.Arrays;

/// One float32 matrix product of two operands that are known at run time only. Immutable;
/// everything that changes lies in the caller's scratch memory:
///
/// ```
/// rows of the left operand | one tile | accumulators MC x nr | bias, padded | right operand,
/// packed
/// ```
///
/// The right operand is packed whole, in panels as of packed weights, before any row is computed.
public final class FloatMatMulDriver {
  private final KernelSet kernels;
  private final int m;
  private final int n;
  private final PanelLayout layout;
  private final GemmScratch places;
  private final int bias;
  private final int rhs;

  /// Creates a product of `m x k` by `k x n`.
  public FloatMatMulDriver(KernelSet kernels, int m, int n, int k) {
    this.kernels = kernels;
    this.m = m;
    this.n = n;
    int nr = kernels.gemm().nr();
    layout = new PanelLayout(n, k, nr);
    places = GemmScratch.of(kernels.gemm(), k);
    bias = places.panel();
    rhs = bias + layout.paddedChannels();
  }

  /// Returns the floats of scratch.
  public int floats() {
    return rhs + layout.size();
  }

  /// Prepares scratch for a call; what it holds then survives products.
  public void clear(float[] scratch) {
    Arrays.fill(scratch, places.zeros(), places.sums(0, 0), 0f);
    Arrays.fill(scratch, bias, bias + n, 0f);
  }

  /// Sets the row that is added to each row of the product.
  public void loadBias(float[] source, int offset, float[] scratch) {
    System.arraycopy(source, offset, scratch, bias, n);
  }

  /// Packs the right operand, times `scale`. Channels beyond the last one keep what scratch holds:
  /// they only reach columns that are never written.
  public void pack(
      float[] source, int offset, int rowStride, int columnStride, float scale, float[] scratch) {
    int nr = layout.nr();
    int k = layout.depth();
    for (int panel = 0; panel < layout.panels(); panel++) {
      int columns = Math.min(nr, n - panel * nr);
      int from = offset + panel * nr * columnStride;
      int to = rhs + layout.offset(panel, 0);
      if (columnStride == 1) {
        for (int p = 0; p < k; p++) {
          System.arraycopy(source, from + p * rowStride, scratch, to + p * nr, columns);
        }
      } else {
        transpose(source, from, rowStride, columnStride, columns, scratch, to);
      }
    }
    if (scale != 1f) {
      kernels
          .elements()
          .floats()
          .arithmetic()
          .multiply(scratch, rhs, scale, layout.panels() * nr * k, scratch, rhs);
    }
  }

  private void transpose(
      float[] source,
      int from,
      int rowStride,
      int columnStride,
      int columns,
      float[] scratch,
      int to) {
    int nr = layout.nr();
    int k = layout.depth();
    for (int j = 0; j < columns; j++) {
      int column = from + j * columnStride;
      for (int p = 0; p < k; p++) {
        scratch[to + p * nr + j] = source[column + p * rowStride];
      }
    }
  }

  /// Multiplies with the packed operand and adds the bias.
  public void multiply(
      float[] source,
      int offset,
      int rowStride,
      int columnStride,
      float[] out,
      int outOffset,
      int outStride,
      float[] scratch) {
    boolean blocked = layout.depth() > KC;
    for (int row = 0; row < m; row += MC) {
      int rows = Math.min(MC, m - row);
      int from = offset + row * rowStride;
      int to = outOffset + row * outStride;
      if (!blocked) {
        copyRows(source, from, rowStride, columnStride, rows, layout.depth(), scratch);
      }
      for (int panel = 0; panel < layout.panels(); panel++) {
        for (int k0 = 0; k0 < layout.depth(); k0 += KC) {
          int kc = Math.min(KC, layout.depth() - k0);
          if (blocked) {
            copyRows(source, from + k0 * columnStride, rowStride, columnStride, rows, kc, scratch);
          }
          addProducts(panel, rows, k0, kc, scratch);
        }
        store(panel, rows, out, to + panel * layout.nr(), outStride, scratch);
      }
    }
  }

  private static void copyRows(
      float[] source,
      int from,
      int rowStride,
      int columnStride,
      int rows,
      int kc,
      float[] scratch) {
    for (int i = 0; i < rows; i++) {
      int at = from + i * rowStride;
      int to = LHS_LEAD + i * LHS_STRIDE;
      if (columnStride == 1) {
        System.arraycopy(source, at, scratch, to, kc);
      } else {
        for (int p = 0; p < kc; p++) {
          scratch[to + p] = source[at + p * columnStride];
        }
      }
    }
  }

  private void addProducts(int panel, int rows, int k0, int kc, float[] scratch) {
    int at = rhs + layout.offset(panel, k0);
    int i = 0;
    while (i < rows) {
      GemmTile tile = kernels.floatTiles().pick(rows - i);
      int sums = places.sums(0, i);
      int init = k0 == 0 ? places.zeros() : sums;
      tile.run(kc, scratch, i * LHS_STRIDE, scratch, at, scratch, init, sums);
      i += tile.mr();
    }
  }

  private void store(int panel, int rows, float[] out, int to, int outStride, float[] scratch) {
    int nr = layout.nr();
    kernels
        .epilogue()
        .addBias(
            scratch,
            places.sums(0, 0),
            nr,
            rows,
            Math.min(nr, n - panel * nr),
            scratch,
            bias + panel * nr,
            Float.NEGATIVE_INFINITY,
            Float.POSITIVE_INFINITY,
            out,
            to,
            outStride);
  }
}
