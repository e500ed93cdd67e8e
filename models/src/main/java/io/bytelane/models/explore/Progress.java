package io.bytelane.models.explore;

/// Takes note of how far long work is, usually to show it.
@FunctionalInterface
public interface Progress {
  /// Shows nothing.
  Progress NONE = (task, total) -> new Work() {};

  /// Begins a piece of work.
  ///
  /// @param task what is done, in a few words
  /// @param total number of steps
  /// @return to be told of each step, and closed at the end
  Work begin(String task, long total);

  /// One piece of work under way.
  interface Work extends AutoCloseable {
    /// Notes finished steps.
    ///
    /// @param steps how many more are done
    default void advance(long steps) {}

    /// Ends the work.
    @Override
    default void close() {}
  }
}
