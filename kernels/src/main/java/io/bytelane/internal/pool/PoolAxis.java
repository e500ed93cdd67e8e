package io.bytelane.internal.pool;

/// One dimension of a pool: where each window lies, and which of its taps are inside the image.
///
/// @param input cells of the image
/// @param kernel taps of the window
/// @param stride cells between windows
/// @param dilation cells between taps
/// @param padStart cells of padding before the image
/// @param padEnd cells of padding after it
/// @param ceilMode whether a partial last window counts
public record PoolAxis(
    int input, int kernel, int stride, int dilation, int padStart, int padEnd, boolean ceilMode) {

  /// Returns the number of windows, 0 or less if none fits. In ceil mode a last window that would
  /// start in the end padding is dropped.
  public long count() {
    long free = (long) input + padStart + padEnd - (long) dilation * (kernel - 1) - 1;
    if (free < 0) {
      return 0;
    }
    long last = ceilMode ? Math.ceilDiv(free, stride) : free / stride;
    return ceilMode && last * stride >= (long) input + padStart ? last : last + 1;
  }

  /// Returns the first tap of window `position` that is inside the image, `kernel` or more if there
  /// is none.
  public int firstTap(int position) {
    return (int) Math.max(0, Math.ceilDiv(-start(position), (long) dilation));
  }

  /// Returns how many taps of window `position` are inside the image; they follow each other.
  public int taps(int position) {
    long end = Math.floorDiv(input - 1 - start(position), (long) dilation) + 1;
    return (int) Math.max(0, Math.min(kernel, end) - firstTap(position));
  }

  /// Returns the cell under the first tap inside the image.
  public int firstCell(int position) {
    return (int) (start(position) + (long) firstTap(position) * dilation);
  }

  /// Returns the first of `count` windows that has no tap inside the image, or -1.
  public int firstEmpty(int count) {
    for (int position = 0; position < count; position++) {
      if (taps(position) == 0) {
        return position;
      }
    }
    return -1;
  }

  /// Returns the end of the run of windows from `position` on that have all their taps inside, at
  /// most `count`; `position` if that one has not.
  public int fullUntil(int position, int count) {
    int end = position;
    while (end < count && taps(end) == kernel) {
      end++;
    }
    return end;
  }

  private long start(int position) {
    return (long) position * stride - padStart;
  }
}
