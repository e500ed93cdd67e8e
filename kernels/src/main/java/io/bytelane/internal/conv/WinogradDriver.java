package io.bytelane.internal.conv;

import static io.bytelane.internal.gemm.BlockSizes.KC;
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
/// Scratch floats: transformed tiles `[depth block][position][tile][LHS_STRIDE]`, one expanded
/// weight panel, one register tile. Scratch ints: products `[position][tile][nr]`, outputs
/// `[row][column][nr]`. Scratch bytes: one gathered border tile.
///
/// @param <T> output array
public final class WinogradDriver<T> implements Route<T> {
  /// Floats that transformed tiles may take: half of a 2 MiB cache.
  private static final int TILE_FLOATS = 1 << 18;

  private final Conv2dGeometry g;
  private final KernelSet kernels;
  private final WinogradWeights weights;
  private final byte flip;
  private final byte padByte;
  private final OutputStage<T> stage;
  private final int rowTiles;
  private final int imageTiles;
  private final int depthBlocks;
  private final int tiles;
  private final int rhsOffset;
  private final int tileOffset;
  private final int outputInts;

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
    depthBlocks = (g.inputChannels() + weights.blockDepth() - 1) / weights.blockDepth();
    int tileSize = depthBlocks * POSITIONS * LHS_STRIDE;
    int fitting = Math.max(mr, TILE_FLOATS / tileSize / mr * mr);
    rowTiles = (g.outputWidth() + 1) / 2;
    imageTiles = rowTiles * ((g.outputHeight() + 1) / 2);
    tiles = Math.min(fitting, (imageTiles + mr - 1) / mr * mr);
    rhsOffset = tiles * tileSize;
    tileOffset = rhsOffset + KC * nr;
    outputInts = POSITIONS * tiles * nr;
  }

  /// Returns whether a convolution can take this route with profit. Besides, weight zero points
  /// have to be 0: others would need the sums of patches.
  public static boolean suits(Conv2dGeometry g) {
    boolean shape =
        g.kernelHeight() == 3
            && g.kernelWidth() == 3
            && g.strideHeight() == 1
            && g.strideWidth() == 1
            && g.dilationHeight() == 1
            && g.dilationWidth() == 1
            && g.groups() == 1;
    // At 2048 channels four times the accumulator still fits int32: 4 * 9 * 2048 * 2^14 < 2^31.
    boolean size =
        g.inputChannels() >= 16
            && g.inputChannels() <= 2048
            && g.outputChannels() >= 16
            && g.outputWidth() >= 4;
    return shape && size;
  }

  @Override
  public int scratchBytes() {
    return POSITIONS * g.inputChannels();
  }

  @Override
  public int scratchInts() {
    return outputInts + 4 * tiles * weights.layout().nr();
  }

  @Override
  public int scratchFloats() {
    return tileOffset + kernels.gemm().mr() * weights.layout().nr();
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
  public void run(
      byte[] input,
      int inputOffset,
      T output,
      int outputOffset,
      int batch,
      byte[] bytes,
      int[] ints,
      float[] floats) {
    int total = batch * imageTiles;
    for (int first = 0; first < total; first += tiles) {
      int count = Math.min(tiles, total - first);
      for (int t = 0; t < count; t++) {
        transformInput(input, inputOffset, first + t, t, bytes, floats);
      }
      for (int panel = 0; panel < weights.layout().panels(); panel++) {
        multiply(count, panel, floats, ints);
        finish(first, count, panel, output, outputOffset, ints, floats);
      }
    }
  }

  /// Transforms the input of a tile to place `t` of the block.
  private void transformInput(
      byte[] input, int inputOffset, int tile, int t, byte[] bytes, float[] floats) {
    int channels = g.inputChannels();
    int image = inputOffset + tile / imageTiles * g.inputSize();
    int y = tile % imageTiles / rowTiles * 2 - g.padTop();
    int x = tile % rowTiles * 2 - g.padLeft();
    boolean inside = y >= 0 && y + 4 <= g.inputHeight() && x >= 0 && x + 4 <= g.inputWidth();
    if (inside) {
      int at = image + (y * g.inputWidth() + x) * channels;
      transformTile(input, at, g.inputWidth() * channels, t, floats);
    } else {
      gather(input, image, y, x, bytes);
      transformTile(bytes, 0, 4 * channels, t, floats);
    }
  }

  private void transformTile(byte[] source, int at, int rowStride, int tile, float[] floats) {
    int channels = g.inputChannels();
    int block = weights.blockDepth();
    WinogradKernel kernel = kernels.winograd();
    for (int b = 0; b < depthBlocks; b++) {
      int depth = Math.min(block, channels - b * block);
      kernel.transformInput(
          source,
          at + b * block,
          rowStride,
          channels,
          depth,
          flip,
          floats,
          lhs(b, 0) + tile * LHS_STRIDE,
          tiles * LHS_STRIDE);
    }
  }

  /// Copies a 4 x 4 tile that reaches over the border of the image.
  private void gather(byte[] input, int image, int y, int x, byte[] tile) {
    int channels = g.inputChannels();
    for (int cell = 0; cell < POSITIONS; cell++) {
      int cellY = y + cell / 4;
      int cellX = x + cell % 4;
      int to = cell * channels;
      if (cellY < 0 || cellY >= g.inputHeight() || cellX < 0 || cellX >= g.inputWidth()) {
        Arrays.fill(tile, to, to + channels, padByte);
      } else {
        int from = image + (cellY * g.inputWidth() + cellX) * channels;
        System.arraycopy(input, from, tile, to, channels);
      }
    }
  }

  private int lhs(int depthBlock, int position) {
    return (depthBlock * POSITIONS + position) * tiles * LHS_STRIDE;
  }

  /// Multiplies the transformed tiles with one panel, position by position.
  private void multiply(int count, int panel, float[] floats, int[] ints) {
    PanelLayout layout = weights.layout();
    GemmTile gemm = kernels.gemm();
    GemmTile few = kernels.floatFewRows();
    int nr = layout.nr();
    for (int b = 0; b < depthBlocks; b++) {
      int c = b * weights.blockDepth();
      int depth = Math.min(weights.blockDepth(), layout.depth() - c);
      for (int p = 0; p < POSITIONS; p++) {
        int u = weights.offset(p, panel, c);
        kernels.winograd().expand(weights.values(), u, depth * nr, floats, rhsOffset);
        int t = 0;
        while (t < count) {
          GemmTile tile = count - t > few.mr() ? gemm : few;
          int rows = lhs(b, p) + t * LHS_STRIDE;
          tile.run(depth, floats, rows, floats, rhsOffset, floats, tileOffset);
          int valid = Math.min(tile.mr(), count - t);
          int to = (p * tiles + t) * nr;
          kernels.converter().fold(floats, tileOffset, valid, nr, ints, to, nr, b == 0);
          t += valid;
        }
      }
    }
  }

  /// Transforms products back and writes them, one run of tiles of the same tile row at a time.
  private void finish(
      int first, int count, int panel, T output, int outputOffset, int[] ints, float[] floats) {
    int t = 0;
    while (t < count) {
      int x = (first + t) % rowTiles;
      int run = Math.min(count - t, rowTiles - x);
      transformOutput(t, run, ints);
      int image = (first + t) / imageTiles;
      int y = (first + t) % imageTiles / rowTiles * 2;
      int lines = Math.min(2, g.outputHeight() - y);
      int pixels = Math.min(2 * run, g.outputWidth() - 2 * x);
      for (int line = 0; line < lines; line++) {
        int pixel = (image * g.outputHeight() + y + line) * g.outputWidth() + 2 * x;
        store(line, pixel, pixels, panel, output, outputOffset, ints, floats);
      }
      t += run;
    }
  }

  private void transformOutput(int t, int run, int[] ints) {
    int nr = weights.layout().nr();
    for (int i = 0; i < run; i++) {
      kernels
          .winograd()
          .transformOutput(
              ints,
              (t + i) * nr,
              tiles * nr,
              nr,
              ints,
              outputInts + 2 * i * nr,
              2 * tiles * nr,
              nr);
    }
  }

  private void store(
      int line,
      int pixel,
      int pixels,
      int panel,
      T output,
      int outputOffset,
      int[] ints,
      float[] floats) {
    PanelLayout layout = weights.layout();
    int nr = layout.nr();
    int column = panel * nr;
    stage.store(
        ints,
        outputInts + line * 2 * tiles * nr,
        nr,
        pixel,
        pixels,
        column,
        Math.min(nr, layout.channels() - column),
        output,
        outputOffset + pixel * g.outputChannels() + column,
        g.outputChannels(),
        floats);
  }
}
