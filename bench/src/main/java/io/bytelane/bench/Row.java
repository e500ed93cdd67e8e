package io.bytelane.bench;

import com.fasterxml.jackson.annotation.JsonProperty;

/// One line of the results: a contender on a shape.
///
/// @param suite name of the suite
/// @param shape id of the shape
/// @param impl name of the contender
/// @param threads threads that one operation uses
/// @param nsPerOp nanoseconds per operation: the median over forks of the median over iterations
/// @param macPerNs multiply-accumulates per nanosecond; null where the suite counts bytes
/// @param bytesPerNs bytes read and written per nanosecond; null where the suite counts MACs
/// @param spread (slowest fork - fastest fork) / median; 0 with one fork
/// @param bytesPerOp bytes allocated on the Java heap per operation
/// @param exact whether every compared output equals the oracle's; null for floats and the anchor
/// @param wrong compared outputs that differ from the oracle's
/// @param checked outputs compared
/// @param output type of the outputs, with what else differs
/// @param kind what the row may be compared with
/// @param forks forks that count
/// @param forksMoved forks left out because the anchor moved
public record Row(
    String suite,
    String shape,
    String impl,
    int threads,
    @JsonProperty("ns_per_op") double nsPerOp,
    @JsonProperty("mac_per_ns") Double macPerNs,
    @JsonProperty("bytes_per_ns") Double bytesPerNs,
    double spread,
    @JsonProperty("bytes_per_op") double bytesPerOp,
    Boolean exact,
    long wrong,
    long checked,
    String output,
    Candidate.Kind kind,
    int forks,
    @JsonProperty("forks_moved") int forksMoved) {

  /// Returns the rate by which rows of one suite compare: MACs or bytes per nanosecond.
  double rate() {
    return macPerNs != null ? macPerNs : bytesPerNs;
  }
}
