package io.bytelane.internal.conv;

import io.bytelane.Conv2dGeometry;
import io.bytelane.internal.check.Checks;
import io.bytelane.internal.dispatch.KernelSet;
import io.bytelane.internal.gemm.RunCopier;
import io.bytelane.internal.kernel.DepthwiseKernel;
import io.bytelane.internal.pack.PanelLayout;
import java.util.Arrays;

/// A convolution in which each input channel has filters of its own (`groups == inputChannels`),
/// any
/// kernel, stride, dilation, padding and channel multiplier.
///
/// Each input row is expanded to float lanes once, into a ring of as many rows as the kernel spans:
///
/// ```
/// slot:   padLeft pixels | image pixels | padRight pixels     pixel: channels, rounded up to
/// panels
/// ring:   slot 0 | ... | slot of row r = r mod span | ... | slot of rows outside the image
/// ```
///
/// With a multiplier the expansion repeats each channel, so that the kernel sees one filter per
/// channel. Padding cells hold `padValue` from the start and are never overwritten.
///
/// @param <S> input array
/// @param <T> output array
public abstract class DepthwiseDriver<S, T> {
  private final Conv2dGeometry geometry;
  private final RunCopier<S> copier;
  private final float padValue;
  private final DepthwiseKernel kernel;
  private final float[] weights;
  private final PanelLayout layout;
  private final int outputHeight;
  private final int outputWidth;
  private final int span;
  private final int pixelFloats;
  private final int copiedPixels;
  private final int slotFloats;
  private final int tapBlock;
  private final int tile;

  /// Creates a driver.
  ///
  /// @param padValue what a cell outside the image holds, in float lanes
  /// @param weights in float lanes, by `layout`, whose depth is the kernel's size
  /// @param tapBlock taps that may be summed in float lanes before they are folded
  DepthwiseDriver(
      KernelSet kernels,
      Conv2dGeometry geometry,
      RunCopier<S> copier,
      float padValue,
      float[] weights,
      PanelLayout layout,
      int tapBlock) {
    this.geometry = geometry;
    this.copier = copier;
    this.padValue = padValue;
    this.weights = weights;
    this.layout = layout;
    this.tapBlock = tapBlock;
    kernel = kernels.elements().depthwise();
    outputHeight = geometry.outputHeight();
    outputWidth = geometry.outputWidth();
    span = (geometry.kernelHeight() - 1) * geometry.dilationHeight() + 1;
    pixelFloats = layout.paddedChannels();
    int width =
        (outputWidth - 1) * geometry.strideWidth()
            + (geometry.kernelWidth() - 1) * geometry.dilationWidth()
            + 1;
    copiedPixels = Math.clamp((long) width - geometry.padLeft(), 0, geometry.inputWidth());
    long floats = (span + 1L) * width * pixelFloats + (long) outputWidth * layout.nr();
    Checks.that(floats < 1 << 29, "depthwise scratch", floats, "< 2^29 floats");
    slotFloats = width * pixelFloats;
    tile = (span + 1) * slotFloats;
  }

  /// Returns the floats of scratch: the ring and a row of one panel.
  public final int floats() {
    return tile + outputWidth * layout.nr();
  }

  /// Returns the integers of scratch: offsets of the taps and a row of one panel.
  public final int ints() {
    return layout.depth() + outputWidth * layout.nr();
  }

  /// Computes `batch` images, which lie one after the other, as the outputs do.
  public final void run(
      S input, int inputOffset, int batch, T output, int outputOffset, float[] floats, int[] ints) {
    Arrays.fill(floats, 0, tile, padValue);
    int to = outputOffset;
    for (int n = 0; n < batch; n++) {
      int image = inputOffset + n * geometry.inputSize();
      int expanded = 0;
      for (int y = 0; y < outputHeight; y++) {
        int top = y * geometry.strideHeight() - geometry.padTop();
        int end = Math.min(top + span, geometry.inputHeight());
        for (int row = Math.max(top, expanded); row < end; row++) {
          expand(input, image, row, floats);
        }
        expanded = Math.max(expanded, end);
        row(top, output, to, floats, ints);
        to += outputWidth * geometry.outputChannels();
      }
    }
  }

  private void expand(S input, int image, int row, float[] floats) {
    int channels = geometry.inputChannels();
    int from = image + row * geometry.inputWidth() * channels;
    int to = row % span * slotFloats + geometry.padLeft() * pixelFloats;
    if (channels == pixelFloats) {
      copier.copy(input, from, floats, to, copiedPixels * channels);
      return;
    }
    int multiplier = geometry.outputChannels() / channels;
    for (int x = 0; x < copiedPixels; x++) {
      int pixel = to + x * pixelFloats;
      copier.copy(input, from + x * channels, floats, pixel, channels);
      for (int c = channels - 1; multiplier > 1 && c >= 0; c--) {
        int first = pixel + c * multiplier;
        Arrays.fill(floats, first, first + multiplier, floats[pixel + c]);
      }
    }
  }

  private void row(int top, T output, int to, float[] floats, int[] ints) {
    int tap = 0;
    for (int ky = 0; ky < geometry.kernelHeight(); ky++) {
      int row = top + ky * geometry.dilationHeight();
      boolean inside = row >= 0 && row < geometry.inputHeight();
      int slot = (inside ? row % span : span) * slotFloats;
      for (int kx = 0; kx < geometry.kernelWidth(); kx++) {
        ints[tap++] = slot + kx * geometry.dilationWidth() * pixelFloats;
      }
    }
    int nr = layout.nr();
    int acc = layout.depth();
    int block = Math.min(tapBlock, layout.depth());
    for (int panel = 0; panel < layout.panels(); panel++) {
      for (int t = 0; t < layout.depth(); t += block) {
        kernel.run(
            floats,
            panel * nr,
            outputWidth,
            geometry.strideWidth() * pixelFloats,
            ints,
            t,
            Math.min(block, layout.depth() - t),
            weights,
            layout.offset(panel, t),
            floats,
            tile);
        fold(floats, tile, outputWidth, ints, acc, t == 0);
      }
      int columns = Math.min(nr, layout.channels() - panel * nr);
      finish(floats, tile, ints, acc, outputWidth, panel * nr, columns, output, to + panel * nr);
    }
  }

  /// Takes over the sums of a block of taps, `rows` pixels of `nr` channels.
  ///
  /// @param first whether they are the first of their pixels
  abstract void fold(
      float[] floats, int tileOffset, int rows, int[] ints, int accOffset, boolean first);

  /// Writes `rows` output pixels, `columns` channels from `channel` on.
  abstract void finish(
      float[] floats,
      int tileOffset,
      int[] ints,
      int accOffset,
      int rows,
      int channel,
      int columns,
      T output,
      int offset);

  /// Returns the distance of output pixels.
  final int outputStride() {
    return geometry.outputChannels();
  }

  /// Returns the channels of a panel.
  final int nr() {
    return layout.nr();
  }
}
