package io.bytelane.models.report;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/// Everything measured for one configuration.
///
/// @param config the configuration, for example `static_int8_per_channel`
/// @param size what it occupies
/// @param latency one entry per batch size
/// @param memory memory of the process meanwhile
/// @param accuracy how often it is right
/// @param pairedTest the comparison with the baseline on the same images; null for the baseline
public record ConfigResult(
    String config,
    Size size,
    List<LatencyStats> latency,
    MemoryFigures memory,
    Accuracy accuracy,
    McNemar pairedTest) {
  /// What a configuration occupies.
  ///
  /// @param bytes size of its model file
  /// @param kb the same in KiB
  /// @param payloadBytes bytes of its parameters alone
  public record Size(long bytes, double kb, long payloadBytes) {
    /// Derives KiB from bytes.
    ///
    /// @param fileBytes size of the model file
    /// @param payloadBytes bytes of the parameters alone
    public static Size of(long fileBytes, long payloadBytes) {
      return new Size(fileBytes, SizeAccount.kib(fileBytes), payloadBytes);
    }
  }

  /// Takes a copy of the list.
  public ConfigResult {
    latency = List.copyOf(latency);
  }

  /// Returns the latency at a batch size, if it was measured.
  ///
  /// @param batchSize samples per call
  public Optional<LatencyStats> latencyAt(int batchSize) {
    return latency.stream().filter(stats -> stats.batchSize() == batchSize).findFirst();
  }

  /// Returns the median latency at batch 1 in milliseconds, if it was measured.
  public OptionalDouble p50AtBatch1() {
    return latencyAt(1).stream().mapToDouble(LatencyStats::p50Ms).findFirst();
  }

  /// Returns the point of this configuration on the three axes of the choice.
  public ParetoPoint point() {
    return new ParetoPoint(config, size.bytes(), p50AtBatch1().orElse(Double.NaN), accuracy.top1());
  }
}
