package io.bytelane.models.data;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/// Reads IDX files, the format of MNIST and its relatives: a big-endian header of the magic number
/// `0x0000TTDD` (TT element type, DD number of dimensions) and one 32-bit size per dimension, then
/// the elements in row-major order. Only unsigned bytes (TT = 8) occur here.
///
/// Gzip-compressed files are recognised by their first two bytes, whatever the name.
public final class Idx {
  private static final int LABELS_MAGIC = 0x0801;
  private static final int IMAGES_MAGIC = 0x0803;
  private static final int GZIP_MAGIC = 0x1f8b;

  /// Elements accepted in one file, 1 GiB: more is a damaged header, not a data set for a test run.
  private static final long MAX_ELEMENTS = 1L << 30;

  private Idx() {}

  /// Reads an image file (magic 0x0803).
  ///
  /// @param file the file, plain or gzip-compressed
  /// @return all images of the file
  /// @throws InvalidDataException if the content is not an IDX image file of the stated size
  /// @throws IOException if the file cannot be read
  public static ImageSet readImages(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return readImages(in, file.toString());
    }
  }

  /// Reads an image file from a stream, which stays open.
  ///
  /// @param in the content, plain or gzip-compressed
  /// @param name what errors call the file
  /// @return all images of the file
  /// @throws InvalidDataException if the content is not an IDX image file of the stated size
  /// @throws IOException if the stream cannot be read
  public static ImageSet readImages(InputStream in, String name) throws IOException {
    Content content = read(in, name, IMAGES_MAGIC, "an image file");
    int[] sizes = content.sizes;
    return new ImageSet(name, sizes[0], 1, sizes[1], sizes[2], content.elements);
  }

  /// Reads a label file (magic 0x0801).
  ///
  /// @param file the file, plain or gzip-compressed
  /// @return one class index per image, 0..255
  /// @throws InvalidDataException if the content is not an IDX label file of the stated size
  /// @throws IOException if the file cannot be read
  public static int[] readLabels(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return readLabels(in, file.toString());
    }
  }

  /// Reads a label file from a stream, which stays open.
  ///
  /// @param in the content, plain or gzip-compressed
  /// @param name what errors call the file
  /// @return one class index per image, 0..255
  /// @throws InvalidDataException if the content is not an IDX label file of the stated size
  /// @throws IOException if the stream cannot be read
  public static int[] readLabels(InputStream in, String name) throws IOException {
    byte[] elements = read(in, name, LABELS_MAGIC, "a label file").elements;
    int[] labels = new int[elements.length];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = Byte.toUnsignedInt(elements[i]);
    }
    return labels;
  }

  /// Header and elements of a file.
  private static final class Content {
    private final int[] sizes;
    private final byte[] elements;

    private Content(int[] sizes, byte[] elements) {
      this.sizes = sizes;
      this.elements = elements;
    }
  }

  private static Content read(InputStream in, String name, int magic, String what)
      throws IOException {
    try {
      InputStream data = decompressed(in);
      int found = readInt(data, name);
      if (found != magic) {
        throw new InvalidDataException(
            name, String.format("magic: 0x%08x (expected: 0x%08x, %s)", found, magic, what));
      }
      int[] sizes = new int[magic & 0xff];
      long elements = 1;
      for (int d = 0; d < sizes.length; d++) {
        sizes[d] = readInt(data, name);
        if (sizes[d] < 0 || (d > 0 && sizes[d] == 0)) {
          throw new InvalidDataException(
              name, "size of dimension " + d + ": " + sizes[d] + " (expected: >= 1)");
        }
        elements *= sizes[d];
        if (elements > MAX_ELEMENTS) {
          throw new InvalidDataException(
              name, "elements: more than " + MAX_ELEMENTS + " (expected: a header that is true)");
        }
      }
      return new Content(sizes, readElements(data, name, (int) elements));
    } catch (EOFException | ZipException e) {
      throw new InvalidDataException(name, "gzip: " + e.getMessage() + " (expected: whole data)");
    }
  }

  /// Reads in pieces, so that a damaged header cannot claim memory that the file does not fill.
  private static byte[] readElements(InputStream data, String name, int count) throws IOException {
    byte[] elements = data.readNBytes(count);
    if (elements.length < count) {
      throw new InvalidDataException(
          name, "data bytes: " + elements.length + " (expected: " + count + "; truncated?)");
    }
    if (data.read() >= 0) {
      throw new InvalidDataException(
          name, "data bytes: more than " + count + " (expected: as the header says)");
    }
    return elements;
  }

  private static int readInt(InputStream data, String name) throws IOException {
    byte[] bytes = data.readNBytes(Integer.BYTES);
    if (bytes.length < Integer.BYTES) {
      throw new InvalidDataException(
          name, "header: ends early (expected: an IDX file; truncated?)");
    }
    return ByteBuffer.wrap(bytes).getInt();
  }

  private static InputStream decompressed(InputStream in) throws IOException {
    BufferedInputStream buffered = new BufferedInputStream(in, 1 << 16);
    buffered.mark(2);
    int first = buffered.read() << 8 | buffered.read();
    buffered.reset();
    return first == GZIP_MAGIC ? new GZIPInputStream(buffered, 1 << 16) : buffered;
  }
}
