package io.bytelane.internal.conv;

import static io.bytelane.internal.gemm.BlockSizes.KC;
import static io.bytelane.internal.gemm.BlockSizes.LHS_LEAD;
import static io.bytelane.internal.gemm.BlockSizes.LHS_STRIDE;
import static io.bytelane.internal.kernel.WinogradKernel.POSITIONS;

import io.bytelane.Conv2dGeometry;
import io.bytelane.internal.dispatch.KernelSet;
import io.bytelane.internal.gemm.OutputStage;
import io.bytelane.internal.gemm.Route;
import io.bytelane.internal.kernel.GemmTile;
import io.bytelane.internal.kernel.WinogradKernel;
import io.bytelane.internal.pack.PanelLayout;
import io.bytelane.internal.pack.WinogradWeights;
import io.bytelane.internal.parallel.Scratch;
import io.bytelane.internal.parallel.TileShape;
import java.util.Arrays;

/// 3 x 3 convolution of stride 1 by Winograd's F(2x2, 3x3): 2.25 times fewer multiplications than
/// the direct form, and the same bits.
///
/// Images are cut into 2 x 2 output tiles. A block of up to [#tiles] tiles runs through all steps
/// before the next one: input transformation, 16 matrix products of `tiles x
/// inputChannels x outputChannels` on the register tile, output transformation, output stage. All
/// is linear in the raw bytes, so zero points are corrected in the folded bias, with padding cells
/// that hold the zero point.
///
/// Scratch floats: transformed tiles `[depth / KC][position][tile][LHS_STRIDE]` after `LHS_LEAD`
/// floats, one expanded weight panel, products of one position `[tile][nr]`, zeros `[mr][nr]`,
/// half-transformed rows `[4][cells][channels]`.
/// Scratch ints: output `[line][column][nr]`, a half-transformed tile, products
/// `[position][tile][nr]`. Scratch bytes: four input rows that reach over the border.
///
/// @param <T> output array
public final class WinogradDriver<T> implements Route<byte[], T> {
  /// Floats that transformed tiles may take: half of a 2 MiB cache.
  private static final int TILE_FLOATS = 1 << 18;

  private static final int LEAST_CHANNELS = 16;

  private static final int LEAST_PIXELS = 36;

  private final Conv2dGeometry g;
  private final KernelSet kernels;
  private final WinogradWeights weights;
  private final byte flip;
  private final byte padByte;
  private final OutputStage<T> stage;
  private final int rowTiles;
  private final int imageTiles;
  private final int tiles;
  private final int cells;
  private final int rhsOffset;
  private final int productOffset;
  private final int zerosOffset;
  private final int rowsOffset;
  private final TileShape tileShape;

  /// Creates a driver.
  ///
  /// @param flip combined with input bytes by exclusive or
  /// @param padByte what cells outside the image hold, as a byte of the input
  public WinogradDriver(
      Conv2dGeometry geometry,
      KernelSet kernels,
      WinogradWeights weights,
      byte flip,
      byte padByte,
      OutputStage<T> stage) {
    this.g = geometry;
    this.kernels = kernels;
    this.weights = weights;
    this.flip = flip;
    this.padByte = padByte;
    this.stage = stage;
    int nr = weights.layout().nr();
    int mr = kernels.gemm().mr();
    int tileSize = (g.inputChannels() + KC - 1) / KC * POSITIONS * LHS_STRIDE;
    int fitting = Math.max(mr, TILE_FLOATS / tileSize / mr * mr);
    rowTiles = (g.outputWidth() + 1) / 2;
    imageTiles = rowTiles * ((g.outputHeight() + 1) / 2);
    tiles = Math.min(fitting, (imageTiles + mr - 1) / mr * mr);
    cells = 2 * Math.min(tiles, rowTiles) + 2;
    rhsOffset = LHS_LEAD + tiles * tileSize;
    productOffset = rhsOffset + KC * nr;
    zerosOffset = productOffset + tiles * nr;
    rowsOffset = zerosOffset + mr * nr;
    tileShape = new TileShape(mr, tiles, weights.layout().panels(), nr);
  }

  /// Returns whether a convolution can take this route with profit, measured against patches. With
  /// fewer input channels than a panel is wide the transformations cost more than the products
  /// save; smaller images leave many rows of a register tile empty, and lines of an odd image many
  /// outputs of a tile: at least two fifths of the multiplications have to be saved. Besides,
  /// weight zero points
  /// have to be 0: others would need the sums of patches.
  ///
  /// @param nr columns of a register tile
  public static boolean suits(Conv2dGeometry g, int nr) {
    boolean shape =
        g.kernelHeight() == 3
            && g.kernelWidth() == 3
            && g.strideHeight() == 1
            && g.strideWidth() == 1
            && g.dilationHeight() == 1
            && g.dilationWidth() == 1
            && g.groups() == 1;
    // At 2048 channels four times the accumulator still fits int32: 4 * 9 * 2048 * 2^14 < 2^31.
    boolean channels =
        g.inputChannels() >= Math.max(nr, LEAST_CHANNELS)
            && g.inputChannels() <= 2048
            && g.outputChannels() >= LEAST_CHANNELS;
    long pixels = (long) g.outputHeight() * g.outputWidth();
    long tiles = (g.outputHeight() + 1L) / 2 * ((g.outputWidth() + 1) / 2);
    boolean saves = POSITIONS * tiles * 5 <= 9 * pixels * 3;
    return shape && channels && pixels >= LEAST_PIXELS && saves;
  }

  @Override
  public int scratchBytes() {
    return 4 * cells * g.inputChannels();
  }

  @Override
  public int scratchInts() {
    return products() + POSITIONS * tiles * weights.layout().nr();
  }

  /// Returns where the half-transformed tile lies in the integer scratch.
  private int halfTransformed() {
    return 4 * tiles * weights.layout().nr();
  }

  /// Returns where the products lie in the integer scratch.
  private int products() {
    return halfTransformed() + 8 * weights.layout().nr();
  }

  @Override
  public int scratchFloats() {
    return rowsOffset + 4 * cells * g.inputChannels() + WinogradKernel.OVERREACH;
  }

  @Override
  public long packedBytes() {
    return 2L * weights.values().length + 8L * weights.layout().paddedChannels();
  }

  @Override
  public String name() {
    return "winograd_2x2_" + kernels.gemm().name();
  }

  @Override
  public int rows(int count) {
    return count * imageTiles;
  }

  @Override
  public int panels() {
    return weights.layout().panels();
  }

  @Override
  public TileShape tileShape() {
    return tileShape;
  }

  @Override
  public long panelWork() {
    return (long) POSITIONS * g.inputChannels() * weights.layout().nr();
  }

  /// Rows are tiles of 2 x 2 output pixels. A cut between them prepares the weights twice, a cut
  /// between panels the input.
  @Override
  public void run(
      byte[] input,
      int inputOffset,
      T output,
      int outputOffset,
      int rowFrom,
      int rowTo,
      int panelFrom,
      int panelTo,
      Scratch scratch) {
    byte[] bytes = scratch.bytes();
    int[] ints = scratch.ints();
    float[] floats = scratch.floats();
    int zeros = kernels.gemm().mr() * weights.layout().nr();
    Arrays.fill(floats, zerosOffset, zerosOffset + zeros, 0f);
    for (int first = rowFrom; first < rowTo; first += tiles) {
      int count = Math.min(tiles, rowTo - first);
      int run;
      for (int t = 0; t < count; t += run) {
        run = Math.min(count - t, rowTiles - (first + t) % rowTiles);
        transformInput(input, inputOffset, first + t, t, run, bytes, floats);
      }
      for (int panel = panelFrom; panel < panelTo; panel++) {
        for (int p = 0; p < POSITIONS; p++) {
          multiply(count, panel, p, floats, ints);
        }
        transformOutput(count, ints);
        store(first, count, panel, output, outputOffset, ints, floats);
      }
    }
  }

  /// Transforms the input of `run` tiles of one tile row to places `t ..` of the block.
  private void transformInput(
      byte[] input, int inputOffset, int tile, int t, int run, byte[] bytes, float[] floats) {
    int channels = g.inputChannels();
    int image = inputOffset + tile / imageTiles * g.inputSize();
    int y = tile % imageTiles / rowTiles * 2 - g.padTop();
    int x = tile % rowTiles * 2 - g.padLeft();
    int width = 2 * run + 2;
    int tStride = cells * channels;
    boolean inside = y >= 0 && y + 4 <= g.inputHeight() && x >= 0 && x + width <= g.inputWidth();
    WinogradKernel kernel = kernels.winograd();
    if (inside) {
      int at = image + (y * g.inputWidth() + x) * channels;
      int rowStride = g.inputWidth() * channels;
      kernel.transformRows(
          input, at, rowStride, width * channels, flip, floats, rowsOffset, tStride);
    } else {
      gather(input, image, y, x, width, bytes);
      kernel.transformRows(bytes, 0, tStride, width * channels, flip, floats, rowsOffset, tStride);
    }
    for (int i = 0; i < run; i++) {
      for (int c = 0; c < channels; c += KC) {
        kernel.transformColumns(
            floats,
            rowsOffset + 2 * i * channels + c,
            tStride,
            channels,
            Math.min(KC, channels - c),
            floats,
            LHS_LEAD + lhs(0, c) + (t + i) * LHS_STRIDE,
            tiles * LHS_STRIDE);
      }
    }
  }

  /// Copies four rows of `width` cells from `(y, x)` on, where they reach over the border.
  private void gather(byte[] input, int image, int y, int x, int width, byte[] rows) {
    int channels = g.inputChannels();
    int left = Math.clamp(-(long) x, 0, width);
    int right = Math.clamp((long) g.inputWidth() - x, left, width);
    for (int i = 0; i < 4; i++) {
      int to = i * cells * channels;
      boolean outside = y + i < 0 || y + i >= g.inputHeight();
      int from = outside ? width : left;
      int until = outside ? width : right;
      Arrays.fill(rows, to, to + from * channels, padByte);
      if (until > from) {
        int source = image + ((y + i) * g.inputWidth() + x + from) * channels;
        System.arraycopy(input, source, rows, to + from * channels, (until - from) * channels);
      }
      Arrays.fill(rows, to + until * channels, to + width * channels, padByte);
    }
  }

  /// Returns where a position of the transformed tiles starts, from a channel on.
  private int lhs(int position, int channel) {
    return (channel / KC * POSITIONS + position) * tiles * LHS_STRIDE + channel % KC;
  }

  /// Multiplies one position of the transformed tiles with one panel, block by block.
  private void multiply(int count, int panel, int position, float[] floats, int[] ints) {
    int nr = weights.layout().nr();
    int to = products() + position * tiles * nr;
    int c = 0;
    for (int end : weights.blockEnds(position, panel)) {
      int depth = end - c;
      int u = weights.offset(position, panel, c);
      kernels.winograd().expand(weights.values(), u, depth * nr, floats, rhsOffset);
      int t = 0;
      while (t < count) {
        GemmTile tile = kernels.floatTiles().pick(count - t);
        int rows = lhs(position, c) + t * LHS_STRIDE;
        int product = productOffset + t * nr;
        tile.run(depth, floats, rows, floats, rhsOffset, floats, zerosOffset, product);
        t += tile.mr();
      }
      kernels.converter().fold(floats, productOffset, count * nr, ints, to, c == 0);
      c = end;
    }
  }

  /// Transforms the products of all tiles back.
  private void transformOutput(int count, int[] ints) {
    int nr = weights.layout().nr();
    WinogradKernel kernel = kernels.winograd();
    for (int t = 0; t < count; t++) {
      int to = 2 * t * nr;
      int m = products() + t * nr;
      kernel.transformOutput(ints, m, tiles * nr, nr, to, 2 * tiles * nr, halfTransformed());
    }
  }

  /// Writes the output, one run of tiles of the same tile row at a time.
  private void store(
      int first, int count, int panel, T output, int outputOffset, int[] ints, float[] floats) {
    PanelLayout layout = weights.layout();
    int nr = layout.nr();
    int column = panel * nr;
    int columns = Math.min(nr, layout.channels() - column);
    int run;
    for (int t = 0; t < count; t += run) {
      int x = (first + t) % rowTiles;
      run = Math.min(count - t, rowTiles - x);
      int image = (first + t) / imageTiles;
      int y = (first + t) % imageTiles / rowTiles * 2;
      int lines = Math.min(2, g.outputHeight() - y);
      int pixels = Math.min(2 * run, g.outputWidth() - 2 * x);
      for (int line = 0; line < lines; line++) {
        int pixel = (image * g.outputHeight() + y + line) * g.outputWidth() + 2 * x;
        stage.store(
            ints,
            (line * 2 * tiles + 2 * t) * nr,
            nr,
            pixel,
            pixels,
            column,
            columns,
            output,
            outputOffset + pixel * g.outputChannels() + column,
            g.outputChannels(),
            floats);
      }
    }
  }
}
