package io.bytelane.models.explore;

import io.bytelane.models.ptq.ConfigName;
import java.io.IOException;

/// Prepares a network in a configuration.
@FunctionalInterface
public interface ClassifierFactory {
  /// Prepares a new classifier, independent of all others.
  ///
  /// @param config what to do to the network
  /// @throws IOException if a file cannot be read or written
  Classifier create(ConfigName config) throws IOException;
}
