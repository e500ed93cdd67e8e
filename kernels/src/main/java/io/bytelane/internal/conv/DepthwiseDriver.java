package io.bytelane.internal.conv;

import io.bytelane.Conv2dGeometry;
import io.bytelane.internal.check.Checks;
import io.bytelane.internal.dispatch.KernelSet;
import io.bytelane.internal.gemm.RunCopier;
import io.bytelane.internal.kernel.Converter;
import io.bytelane.internal.kernel.DepthwiseKernel;
import io.bytelane.internal.pack.DepthwiseWeights;
import io.bytelane.internal.parallel.TileShape;
import java.util.Arrays;

/// A convolution in which each input channel has filters of its own (`groups == inputChannels`),
/// any kernel, stride, dilation, padding and channel multiplier.
///
/// The output is cut into bands of rows whose input stays in the L2 cache. One panel of channels
/// after the other goes through a band, in column blocks that are so narrow that everything a row
/// needs stays in the L1 cache. The input rows of a block are expanded to float lanes once each,
/// into a ring of as many rows as the kernel spans:
///
/// ```
/// cell:   the channels of the panel, nr floats
/// slot:   the cells of one input row that the block sees, padding included
/// ring:   slot 0 | ... | slot of row r = r mod span | ... | slot of rows outside the image
/// ```
///
/// With a multiplier the expansion repeats each channel, so that the kernel sees one filter per
/// channel.
///
/// @param <S> input array
/// @param <T> output array
public abstract class DepthwiseDriver<S, T> {
  /// Floats of the ring that are aimed at: half of a 48 KiB cache.
  private static final int RING_FLOATS = 6 << 10;

  /// Input elements of a band that are aimed at: as floats an eighth of a 2 MiB cache.
  private static final int BAND_ELEMENTS = 1 << 16;

  private static final int LEAST_BAND = 8;

  /// What a tap costs, expansion of its input included, in multiply-add operations of a product:
  /// 23 a nanosecond where products make 70, at 56 x 56 x 64, which is too short to be divided.
  private static final long WORK_PER_TAP = 3;

  private final Conv2dGeometry g;
  private final RunCopier<S> copier;
  private final float padValue;
  private final DepthwiseKernel kernel;
  private final DepthwiseWeights weights;
  private final float start;
  private final int nr;
  private final int outputWidth;
  private final int span;
  private final int group;
  private final int steps;
  private final int blockWidth;
  private final int slotFloats;
  private final int bandHeight;

  /// Creates a driver.
  ///
  /// @param padValue what a cell outside the image holds, in float lanes
  /// @param start where sums start
  DepthwiseDriver(
      KernelSet kernels,
      Conv2dGeometry geometry,
      RunCopier<S> copier,
      float padValue,
      DepthwiseWeights weights,
      float start) {
    this.g = geometry;
    this.copier = copier;
    this.padValue = padValue;
    this.weights = weights;
    this.start = start;
    kernel = kernels.elements().depthwise();
    nr = weights.nr();
    outputWidth = g.outputWidth();
    span = (g.kernelHeight() - 1) * g.dilationHeight() + 1;
    group = kernel.group(g.kernelWidth(), g.strideWidth(), g.dilationWidth());
    steps = g.kernelHeight() * g.kernelWidth() / group;
    int cells = Math.max(1, RING_FLOATS / nr / span);
    int aim = Math.max(8, (cells - halo()) / g.strideWidth());
    int blocks = (outputWidth + aim - 1) / aim;
    blockWidth = Math.min(outputWidth, ((outputWidth + blocks - 1) / blocks + 7) & -8);
    long slot = ((blockWidth - 1L) * g.strideWidth() + 1 + halo()) * nr;
    long floats = (span + 1L) * slot;
    Checks.that(floats < 1 << 29, "depthwise scratch", floats, "< 2^29 floats");
    slotFloats = (int) slot;
    int rows = BAND_ELEMENTS / (g.inputWidth() * g.inputChannels()) / g.strideHeight();
    bandHeight = Math.max(LEAST_BAND, rows);
  }

  private int halo() {
    return (g.kernelWidth() - 1) * g.dilationWidth();
  }

  /// Returns the floats of scratch: the ring.
  public final int floats() {
    return (span + 1) * slotFloats;
  }

  /// Returns the integers of scratch: sums of a row, sums of some of their taps, offsets of steps.
  public final int ints() {
    return 2 * rowInts() + steps;
  }

  private int rowInts() {
    return blockWidth * nr;
  }

  /// Returns the output lines of an image.
  public final int outputHeight() {
    return g.outputHeight();
  }

  /// Returns the panels of channels.
  public final int panels() {
    return weights.panels();
  }

  /// Returns how the output may be cut: between lines as long as there are more of them than
  /// panels, because panels of a pixel share a cache line.
  final TileShape tileShape() {
    return new TileShape(1, bandHeight, weights.panels(), 1);
  }

  /// Returns what a line of one panel costs, in multiply-add operations of a product.
  final long panelWork() {
    return WORK_PER_TAP * g.kernelHeight() * g.kernelWidth() * outputWidth * nr;
  }

  /// Computes output lines `lineFrom .. lineTo`, counted over all images, which lie one after the
  /// other, as the outputs do, of some panels.
  public final void run(
      S input,
      int inputOffset,
      int lineFrom,
      int lineTo,
      int panelFrom,
      int panelTo,
      T output,
      int outputOffset,
      float[] floats,
      int[] ints) {
    Arrays.fill(floats, 0, floats(), padValue);
    int height = g.outputHeight();
    int end;
    for (int line = lineFrom; line < lineTo; line = end) {
      int image = line / height;
      end = Math.min(Math.min(line + bandHeight, lineTo), (image + 1) * height);
      int from = inputOffset + image * g.inputSize();
      int to = outputOffset + image * g.outputSize();
      int y = line - image * height;
      for (int panel = panelFrom; panel < panelTo; panel++) {
        for (int x = 0; x < outputWidth; x += blockWidth) {
          block(input, from, panel, y, y + end - line, x, output, to, floats, ints);
        }
      }
    }
  }

  /// Computes one panel of a block of the output, rows `firstY .. lastY` from column `x`
  /// on.
  private void block(
      S input,
      int image,
      int panel,
      int firstY,
      int lastY,
      int x,
      T output,
      int outputOffset,
      float[] floats,
      int[] ints) {
    int pixels = Math.min(blockWidth, outputWidth - x);
    int left = x * g.strideWidth() - g.padLeft();
    int cells = (pixels - 1) * g.strideWidth() + 1 + halo();
    int expanded = 0;
    for (int y = firstY; y < lastY; y++) {
      int top = y * g.strideHeight() - g.padTop();
      int end = Math.min(top + span, g.inputHeight());
      for (int row = Math.max(top, expanded); row < end; row++) {
        int line = image + row * g.inputWidth() * g.inputChannels();
        expand(input, line, panel, left, cells, floats, row % span * slotFloats);
      }
      expanded = Math.max(expanded, end);
      setOffsets(top, ints);
      sum(panel, pixels, floats, ints);
      int channel = weights.channel(panel);
      int to = outputOffset + (y * outputWidth + x) * g.outputChannels() + channel;
      finish(ints, pixels, channel, weights.columns(), output, to, floats);
    }
  }

  /// Expands the cells `left .. left + cells` of an input row, which starts at `line`.
  private void expand(S input, int line, int panel, int left, int cells, float[] floats, int slot) {
    int from = Math.clamp(-(long) left, 0, cells);
    int to = Math.clamp((long) g.inputWidth() - left, from, cells);
    if (blockWidth < outputWidth) {
      // Slots of a row that is one block hold their padding since the start.
      Arrays.fill(floats, slot, slot + from * nr, padValue);
      Arrays.fill(floats, slot + to * nr, slot + cells * nr, padValue);
    }
    int channels = g.inputChannels();
    int multiplier = g.outputChannels() / channels;
    int columns = weights.columns();
    int first = weights.channel(panel) / multiplier;
    int source = line + (left + from) * channels + first;
    if (multiplier > 1) {
      int last = (weights.channel(panel) + columns - 1) / multiplier;
      for (int cell = from; cell < to; cell++, source += channels) {
        copier.copy(input, source, floats, slot + cell * nr, last - first + 1);
        repeat(floats, slot + cell * nr, weights.channel(panel), multiplier);
      }
      return;
    }
    int bulk = columns < nr ? 0 : to - from;
    int last = source + (bulk - 1) * channels + columns;
    if (last + Converter.OVERREACH > copier.length(input)) {
      bulk--;
    }
    if (bulk > 0) {
      copier.copyCells(input, source, bulk, channels, columns, floats, slot + from * nr);
    }
    for (int cell = from + Math.max(bulk, 0); cell < to; cell++) {
      int at = source + (cell - from) * channels;
      copier.copy(input, at, floats, slot + cell * nr, columns);
    }
  }

  /// Repeats each channel of a cell `multiplier` times, last one first, so that it happens in
  /// place.
  private void repeat(float[] floats, int cell, int channel, int multiplier) {
    int first = channel / multiplier;
    for (int j = weights.columns() - 1; j >= 0; j--) {
      floats[cell + j] = floats[cell + (channel + j) / multiplier - first];
    }
  }

  /// Sets the offsets of the steps of an output row whose window starts at input row `top`.
  private void setOffsets(int top, int[] ints) {
    int step = 2 * rowInts();
    for (int ky = 0; ky < g.kernelHeight(); ky++) {
      int row = top + ky * g.dilationHeight();
      boolean inside = row >= 0 && row < g.inputHeight();
      int slot = (inside ? row % span : span) * slotFloats;
      for (int kx = 0; kx < g.kernelWidth(); kx += group) {
        ints[step++] = slot + kx * g.dilationWidth() * nr;
      }
    }
  }

  private void sum(int panel, int pixels, float[] floats, int[] ints) {
    int block = Math.max(1, weights.exactTaps() / group);
    for (int step = 0; step < steps; step += block) {
      int to = step == 0 ? 0 : rowInts();
      kernel.run(
          floats,
          ints,
          2 * rowInts() + step,
          Math.min(block, steps - step),
          group,
          g.strideWidth(),
          pixels,
          weights.values(),
          weights.offset(panel, step * group),
          start,
          ints,
          to);
      if (step > 0) {
        for (int i = 0; i < pixels * nr; i++) {
          ints[i] += ints[to + i] - DepthwiseKernel.MAGIC_BITS;
        }
      }
    }
  }

  /// Writes `pixels` output pixels, `columns` channels from `channel` on, of which `ints` starts
  /// with the bit patterns of the sums.
  abstract void finish(
      int[] ints, int pixels, int channel, int columns, T output, int offset, float[] floats);

  /// Returns the distance of output pixels.
  final int outputStride() {
    return g.outputChannels();
  }

  /// Returns the channels of a panel.
  final int nr() {
    return nr;
  }

  /// Returns the kernel.
  final DepthwiseKernel kernel() {
    return kernel;
  }
}
