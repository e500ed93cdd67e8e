package io.bytelane.bench;

/// One implementation, prepared for one shape: weights packed, buffers allocated, ready to be
/// timed.
///
/// The operands come in [#SLOTS] sets, so that consecutive operations never see the same input;
/// slot 0 is random over the full range, slot 1 holds the corners (MIN, MAX and both ways), the
/// others are random again. A contender belongs to one thread.
public interface Contender extends AutoCloseable {
  /// Number of operand sets.
  int SLOTS = 4;

  /// Performs one operation on operand set `slot` and returns the output buffer, for the black
  /// hole.
  Object run(int slot);

  /// Runs every slot once and compares the outputs with the oracle.
  Check check();

  /// Returns whether a compiled run still allocates more than a few kilobytes, so that allocation
  /// does not tell whether it is compiled. Bytelane's operators never do; quantizers of arrays and
  /// observers return new objects.
  default boolean allocates() {
    return false;
  }

  /// Releases native memory, where there is any.
  @Override
  default void close() {}
}
