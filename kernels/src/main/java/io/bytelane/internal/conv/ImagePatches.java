package io.bytelane.internal.conv;

import static io.bytelane.internal.gemm.BlockSizes.LHS_STRIDE;

import io.bytelane.Conv2dGeometry;
import io.bytelane.internal.gemm.RowSource;
import io.bytelane.internal.gemm.RunCopier;
import io.bytelane.internal.kernel.Converter;
import java.util.Arrays;

/// The patches of a batch of NHWC images as the rows of a matrix: row `(b, y, x)` holds, in the
/// order `[kernelHeight][kernelWidth][channels of the group]`, what the kernel covers at output
/// position `(y, x)` of image `b`. Cells outside the image hold `padValue`, the input zero point.
///
/// A block of rows is gathered when it is needed and stays in the cache; no copy of the whole image
/// is made. Kernel columns without dilation are consecutive in memory and are copied in one run.
///
/// @param <S> `byte[]` or `float[]`
public final class ImagePatches<S> implements RowSource<S> {
  private final Conv2dGeometry g;
  private final RunCopier<S> copier;
  private final float padValue;
  private final int firstChannel;
  private final int channels;
  private final int kernelRow;
  private final boolean consecutive;
  private final int outputWidth;
  private final int outputPixels;

  /// Creates the patches of one group.
  ///
  /// @param group index of the group
  /// @param padValue what cells outside the image hold, after the copier's conversion
  public ImagePatches(Conv2dGeometry geometry, int group, RunCopier<S> copier, float padValue) {
    this.g = geometry;
    this.copier = copier;
    this.padValue = padValue;
    channels = geometry.inputChannels() / geometry.groups();
    firstChannel = group * channels;
    kernelRow = geometry.kernelWidth() * channels;
    consecutive = geometry.dilationWidth() == 1 && geometry.groups() == 1;
    outputWidth = geometry.outputWidth();
    outputPixels = geometry.outputHeight() * outputWidth;
  }

  @Override
  public void expand(
      S input,
      int inputOffset,
      int row,
      int rows,
      int k0,
      int kc,
      float[] target,
      int targetOffset) {
    boolean whole = consecutive && k0 == 0 && kc == g.kernelHeight() * kernelRow;
    int count;
    for (int i = 0; i < rows; i += count) {
      int image = inputOffset + (row + i) / outputPixels * g.inputSize() + firstChannel;
      int pixel = (row + i) % outputPixels;
      int y = pixel / outputWidth * g.strideHeight() - g.padTop();
      int x = pixel % outputWidth * g.strideWidth() - g.padLeft();
      int to = targetOffset + i * LHS_STRIDE;
      count = insidePixels(input, image, y, x, rows - i);
      if (count > 0 && whole) {
        copier.copyPatches(
            input,
            image + (y * g.inputWidth() + x) * channels,
            count,
            g.strideWidth() * channels,
            g.kernelHeight(),
            g.dilationHeight() * g.inputWidth() * channels,
            kernelRow,
            target,
            to,
            LHS_STRIDE);
      } else if (count > 0) {
        int source = image + (y * g.inputWidth() + x) * g.inputChannels();
        inside(input, source, count, k0, k0 + kc, target, to - k0);
      } else {
        patch(input, image, y, x, k0, k0 + kc, target, to - k0);
        count = 1;
      }
    }
  }

  /// Returns how many output pixels, from that at input position `(y, x)` to the right and at most
  /// `limit`, have their patches inside the image, and so far from the end of the array that the
  /// copier may read beyond them.
  private int insidePixels(S input, int image, int y, int x, int limit) {
    int height = g.dilationHeight() * (g.kernelHeight() - 1) + 1;
    int width = g.dilationWidth() * (g.kernelWidth() - 1) + 1;
    if (y < 0 || y + height > g.inputHeight() || x < 0) {
      return 0;
    }
    int stride = g.strideWidth();
    int fitting = Math.floorDiv(g.inputWidth() - width - x, stride) + 1;
    int lastCell = (y + height - 1) * g.inputWidth() + x + width - 1;
    int end = image + lastCell * g.inputChannels() + channels;
    int readable = copier.length(input) - end - Converter.OVERREACH;
    int safe = Math.floorDiv(readable, stride * g.inputChannels()) + 1;
    return Math.min(Math.min(fitting, safe), limit);
  }

  /// Copies columns `from .. to` of the patches of `count` neighbouring pixels, which lie inside
  /// the image, run by run: what a copy writes beyond its run is overwritten by that of the next
  /// run.
  ///
  /// @param source where the first patch starts
  private void inside(S input, int source, int count, int from, int to, float[] target, int base) {
    int run = consecutive ? kernelRow : channels;
    int perRow = kernelRow / run;
    for (int r = from / run; r * run < to; r++) {
      int runFrom = Math.max(from, r * run);
      int runTo = Math.min(to, (r + 1) * run);
      int row = r / perRow * g.dilationHeight() * g.inputWidth();
      int cell = row + r % perRow * g.dilationWidth();
      copier.copyPatches(
          input,
          source + cell * g.inputChannels() + runFrom - r * run,
          count,
          g.strideWidth() * g.inputChannels(),
          1,
          0,
          runTo - runFrom,
          target,
          base + runFrom,
          LHS_STRIDE);
    }
  }

  /// Copies columns `from .. to` of the patch at `(y, x)`; column `p` goes to `target[base + p]`.
  private void patch(S input, int image, int y, int x, int from, int to, float[] target, int base) {
    for (int ky = from / kernelRow; ky * kernelRow < to; ky++) {
      int inputY = y + ky * g.dilationHeight();
      int start = ky * kernelRow;
      int runFrom = Math.max(from, start);
      int runTo = Math.min(to, start + kernelRow);
      if (inputY < 0 || inputY >= g.inputHeight()) {
        Arrays.fill(target, base + runFrom, base + runTo, padValue);
      } else {
        int line = image + inputY * g.inputWidth() * g.inputChannels();
        if (consecutive) {
          kernelRow(input, line, x, start, runFrom, runTo, target, base);
        } else {
          taps(input, line, x, start, runFrom, runTo, target, base);
        }
      }
    }
  }

  /// One kernel row whose columns are consecutive: padding, one run, padding.
  private void kernelRow(
      S input, int line, int x, int start, int from, int to, float[] target, int base) {
    int source = line + x * channels - start;
    if (x >= 0 && x + g.kernelWidth() <= g.inputWidth()) {
      copier.copy(input, source + from, target, base + from, to - from);
      return;
    }
    int insideFrom = start + Math.clamp(-(long) x, 0, g.kernelWidth()) * channels;
    int insideTo = start + Math.clamp((long) g.inputWidth() - x, 0, g.kernelWidth()) * channels;
    int runFrom = Math.clamp(insideFrom, from, to);
    int runTo = Math.clamp(insideTo, runFrom, to);
    Arrays.fill(target, base + from, base + runFrom, padValue);
    if (runTo > runFrom) {
      copier.copy(input, source + runFrom, target, base + runFrom, runTo - runFrom);
    }
    Arrays.fill(target, base + runTo, base + to, padValue);
  }

  /// One kernel row, tap by tap.
  private void taps(
      S input, int line, int x, int start, int from, int to, float[] target, int base) {
    for (int kx = (from - start) / channels; start + kx * channels < to; kx++) {
      int tap = start + kx * channels;
      int runFrom = Math.max(from, tap);
      int runTo = Math.min(to, tap + channels);
      int inputX = x + kx * g.dilationWidth();
      if (inputX < 0 || inputX >= g.inputWidth()) {
        Arrays.fill(target, base + runFrom, base + runTo, padValue);
      } else {
        copier.copy(
            input,
            line + inputX * g.inputChannels() + runFrom - tap,
            target,
            base + runFrom,
            runTo - runFrom);
      }
    }
  }
}
