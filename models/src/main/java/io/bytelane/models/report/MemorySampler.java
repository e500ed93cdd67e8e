package io.bytelane.models.report;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Watches the memory of this process from its construction until it is closed: a daemon thread
/// reads the resident size (Linux: `VmRSS` of `/proc/self/status`) and the use of the heap a
/// hundred times a second.
///
/// Resident memory belongs to the whole process: a peak is comparable only between configurations
/// that run in the same process one after the other, and not at all with another program.
public final class MemorySampler implements AutoCloseable {
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final String RESIDENT = "VmRSS:";
  private static final long INTERVAL_MILLIS = 10;

  private final MemoryMXBean heap = ManagementFactory.getMemoryMXBean();
  private final Thread thread = new Thread(this::watch, "memory-sampler");
  private final long rssBaseline;
  private final long heapBaseline;
  private volatile boolean closed;
  private volatile long rssPeak;
  private volatile long heapPeak;

  private MemorySampler() {
    rssBaseline = residentBytes();
    heapBaseline = heap.getHeapMemoryUsage().getUsed();
    rssPeak = rssBaseline;
    heapPeak = heapBaseline;
  }

  /// Collects garbage, notes the level and starts to watch.
  public static MemorySampler start() {
    // The baseline is what earlier configurations really keep, not their garbage.
    System.gc();
    MemorySampler sampler = new MemorySampler();
    sampler.thread.setDaemon(true);
    sampler.thread.start();
    return sampler;
  }

  /// Returns the figures so far.
  public MemoryFigures figures() {
    sample();
    Double heapMb = SizeAccount.mib(heapPeak - heapBaseline);
    if (rssBaseline < 0) {
      return new MemoryFigures(null, null, null, heapMb);
    }
    return new MemoryFigures(
        SizeAccount.mib(rssBaseline),
        SizeAccount.mib(rssPeak),
        SizeAccount.mib(rssPeak - rssBaseline),
        heapMb);
  }

  /// Stops watching.
  @Override
  public void close() {
    closed = true;
    thread.interrupt();
  }

  private void watch() {
    while (!closed) {
      sample();
      try {
        Thread.sleep(INTERVAL_MILLIS);
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private synchronized void sample() {
    rssPeak = Math.max(rssPeak, residentBytes());
    heapPeak = Math.max(heapPeak, heap.getHeapMemoryUsage().getUsed());
  }

  /// Returns the resident size of this process in bytes, or -1 where the system does not tell.
  private static long residentBytes() {
    try {
      List<String> lines = Files.readAllLines(STATUS);
      for (String line : lines) {
        if (line.startsWith(RESIDENT)) {
          String kib = line.substring(RESIDENT.length()).replace("kB", "").strip();
          return Long.parseLong(kib) * SizeAccount.BYTES_PER_KIB;
        }
      }
      return -1;
    } catch (IOException e) {
      return -1;
    }
  }
}
