package io.bytelane.models.operator;

/// The indices that a slice takes from one axis.
///
/// @param start the first index
/// @param step the distance to the next one; negative walks backwards
/// @param size how many there are
record SliceRange(int start, long step, int size) {
  /// Applies the rules of ONNX: negative bounds count from the end, then both are clamped to what
  /// the direction can reach.
  static SliceRange of(long start, long end, long step, int size) {
    long lowest = step > 0 ? 0 : -1;
    long highest = step > 0 ? size : size - 1L;
    long from = clamp(start, size, 0, highest);
    long to = clamp(end, size, lowest, highest);
    if (step < 0 && size == 0) {
      return new SliceRange(0, step, 0);
    }
    long distance = step > 0 ? to - from : from - to;
    // The magnitude of the most negative step is no long; any step beyond the axis takes one index.
    long stride = Math.abs(Math.max(step, -Long.MAX_VALUE));
    long count = distance <= 0 ? 0 : (distance - 1) / stride + 1;
    return new SliceRange((int) from, step, (int) count);
  }

  private static long clamp(long bound, int size, long lowest, long highest) {
    long absolute = bound < 0 ? bound + size : bound;
    return Math.max(lowest, Math.min(highest, absolute));
  }

  /// The index of one element of the slice.
  int at(int index) {
    return (int) (start + index * step);
  }
}
