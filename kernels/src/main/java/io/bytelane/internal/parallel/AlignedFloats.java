package io.bytelane.internal.parallel;

/// Scratch arrays that lie at a cache line where the JVM lets them.
///
/// Java does not align arrays, but G1 places objects of more than half a region at the start of a
/// region and never moves them. With 512 bits a matrix product whose panels and sums do not
/// straddle cache lines is 10 % faster; nothing else depends on it.
public final class AlignedFloats {
  /// G1 divides the heap into about so many regions, each a power of two of bytes.
  private static final long REGIONS = 2048;

  private static final long SMALLEST_REGION = 1 << 20;

  /// Half a region of heaps of 8 GiB. For larger heaps the array would be several times what is
  /// needed; `-XX:G1HeapRegionSize=4m` gives them the same.
  private static final long LARGEST_HALF = 2 << 20;

  /// An array is made so many times as large as needed, no more.
  private static final int GROWTH = 5;

  private AlignedFloats() {}

  /// Returns an array of at least `length` floats; of half a region if that is not much more.
  public static float[] allocate(int length) {
    return new float[length(length, Runtime.getRuntime().maxMemory())];
  }

  /// Returns how long an array of at least `length` floats is made in a heap of `heapBytes`.
  public static int length(int length, long heapBytes) {
    long region = Math.max(SMALLEST_REGION, Long.highestOneBit(heapBytes / REGIONS - 1) << 1);
    int half = (int) (Math.min(region / 2, LARGEST_HALF) / Float.BYTES);
    return length < half && length >= half / GROWTH ? half : length;
  }
}
