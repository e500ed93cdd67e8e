package io.bytelane.models.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/// Images with the class of each: what calibration and accuracy measurements read.
public final class LabeledImages {
  private static final String IMAGES = "-images";
  private static final String LABELS = "-labels";

  private final ImageSet images;
  private final int[] labels;

  /// Checks that there is one label per image.
  ///
  /// @param images the images
  /// @param labels one class index per image; not copied
  /// @throws IllegalArgumentException if the two counts differ
  public LabeledImages(ImageSet images, int[] labels) {
    Objects.requireNonNull(images, "images");
    if (labels.length != images.count()) {
      throw new IllegalArgumentException(
          "labels.length: %d (expected: images.count = %d)"
              .formatted(labels.length, images.count()));
    }
    this.images = images;
    this.labels = labels;
  }

  /// Returns the images.
  public ImageSet images() {
    return images;
  }

  /// Returns the class index of each image; not a copy.
  public int[] labels() {
    return labels;
  }

  /// Returns the number of images.
  public int count() {
    return labels.length;
  }

  /// Returns the smallest number of classes that the labels need: the largest label plus one.
  public int classes() {
    int classes = 0;
    for (int label : labels) {
      classes = Math.max(classes, label + 1);
    }
    return classes;
  }

  /// Joins images and the labels that were read for them.
  ///
  /// @param images the images
  /// @param labels the labels
  /// @param labelFile what errors call the label file
  /// @return the pair
  /// @throws InvalidDataException if the two counts differ
  public static LabeledImages of(ImageSet images, int[] labels, String labelFile)
      throws InvalidDataException {
    if (labels.length != images.count()) {
      throw new InvalidDataException(
          labelFile,
          "labels: %d (expected: %d, one per image of %s)"
              .formatted(labels.length, images.count(), images.name()));
    }
    return new LabeledImages(images, labels);
  }

  /// Reads an IDX image file and the label file beside it, whose name has `-labels` in place of
  /// `-images` and `idx1` in place of `idx3`.
  ///
  /// @param imageFile the image file, plain or gzip-compressed
  /// @return the pair
  /// @throws InvalidDataException if a file is not what it should be or the counts differ
  /// @throws IOException if a file cannot be read
  public static LabeledImages read(Path imageFile) throws IOException {
    return read(imageFile, labelFile(imageFile));
  }

  /// Reads an IDX image file and its label file.
  ///
  /// @param imageFile the image file, plain or gzip-compressed
  /// @param labelFile the label file, plain or gzip-compressed
  /// @return the pair
  /// @throws InvalidDataException if a file is not what it should be or the counts differ
  /// @throws IOException if a file cannot be read
  public static LabeledImages read(Path imageFile, Path labelFile) throws IOException {
    return of(Idx.readImages(imageFile), Idx.readLabels(labelFile), labelFile.toString());
  }

  private static Path labelFile(Path imageFile) throws InvalidDataException {
    String name = imageFile.getFileName().toString();
    if (!name.contains(IMAGES)) {
      throw new InvalidDataException(
          imageFile.toString(),
          "name: "
              + name
              + " (expected: contains \"-images\", so that the label file beside it is known)");
    }
    Path labels = imageFile.resolveSibling(name.replace(IMAGES, LABELS).replace("idx3", "idx1"));
    if (!Files.exists(labels)) {
      throw new InvalidDataException(
          labels.toString(), "missing (expected: labels of " + name + ")");
    }
    return labels;
  }
}
