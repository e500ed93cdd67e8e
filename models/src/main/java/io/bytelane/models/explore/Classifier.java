package io.bytelane.models.explore;

/// A network in one configuration, ready to classify images. For one thread at a time.
public interface Classifier {
  /// Returns the number of values of one image.
  int inputLength();

  /// Returns the number of scores per image.
  int classes();

  /// Computes the scores of a batch.
  ///
  /// @param images at least `batch * inputLength()` values, image by image
  /// @param batch number of images, at least 1
  /// @param scores takes `batch * classes()` values, image by image
  void classify(float[] images, int batch, float[] scores);

  /// Returns the bytes of the parameters alone.
  long payloadBytes();

  /// Returns the size of the model file of this configuration.
  long fileBytes();
}
