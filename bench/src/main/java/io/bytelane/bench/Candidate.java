package io.bytelane.bench;

import java.util.Optional;

/// An implementation that can be prepared for shapes of a suite. Adding a contender to a suite is
/// one class of this kind and its name in the suite's list.
///
/// @param <S> the shapes of the suite
public interface Candidate<S extends BenchShape> {
  /// What a row may be compared with.
  enum Kind {
    /// The limit of the machine, the same work for every shape.
    ANCHOR,
    /// What bounds the operator from outside, without computing it: a copy.
    BASELINE,
    /// 8-bit operands: the outputs must equal the oracle's bit for bit to be called exact.
    INT8,
    /// 32-bit floating-point operands.
    FP32
  }

  /// Returns the name of the rows.
  String name();

  /// Returns what the rows may be compared with.
  Kind kind();

  /// Returns the type of the outputs, with what else differs from the other contenders: `s8`,
  /// `s32`.
  String output();

  /// Returns the number of threads that one operation uses.
  default int threads() {
    return 1;
  }

  /// Returns this candidate with operations that use `threads` threads; empty if it has no such
  /// form.
  default Optional<Candidate<S>> withThreads(int threads) {
    return threads == threads() ? Optional.of(this) : Optional.empty();
  }

  /// Returns the multiply-accumulates of one run; differs from the shape's for the anchor alone.
  default double macs(S shape) {
    return shape.macs();
  }

  /// Returns whether [Contender#check] compares every output with the oracle's, bit for bit, so
  /// that a row can be called exact.
  default boolean comparesBits() {
    return kind() == Kind.INT8;
  }

  /// Returns why this candidate cannot run `shape` on this machine; empty if it can.
  default Optional<String> skipReason(S shape) {
    return Optional.empty();
  }

  /// Prepares `shape`.
  Contender prepare(S shape);
}
