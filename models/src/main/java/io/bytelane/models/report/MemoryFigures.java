package io.bytelane.models.report;

/// Memory of the process while one configuration was prepared and evaluated, in MiB; null where the
/// system does not tell.
///
/// @param rssBaselineMb resident memory of the process before
/// @param rssPeakMb highest resident memory seen meanwhile
/// @param rssDeltaMb the difference of the two
/// @param heapPeakMb highest use of the Java heap meanwhile, above its use before, garbage included
public record MemoryFigures(
    Double rssBaselineMb, Double rssPeakMb, Double rssDeltaMb, Double heapPeakMb) {
  /// Figures of a configuration whose memory was not measured.
  public static final MemoryFigures UNKNOWN = new MemoryFigures(null, null, null, null);
}
