package io.bytelane.models.explore;

import java.io.IOException;

/// Prepares a network in a configuration.
@FunctionalInterface
public interface ClassifierFactory {
  /// Prepares a new classifier, independent of all others.
  ///
  /// @param configuration what to do to the network
  /// @throws IOException if a file cannot be read or written
  Classifier create(Configuration configuration) throws IOException;
}
