package io.bytelane.models.data;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Reads and writes `.npy` files (NumPy format versions 1 to 3, C order, little-endian or
/// byte-sized elements): six magic bytes, two version bytes, the header's length, a Python
/// dictionary with the keys `descr`, `fortran_order` and `shape`, then the elements.
public final class Npy {
  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};

  /// NumPy pads the header so that the data start at a multiple of this.
  private static final int ALIGNMENT = 64;

  private static final int MAX_HEADER_BYTES = 1 << 16;

  private static final Pattern DESCRIPTOR = Pattern.compile("'descr'\\s*:\\s*'([^']*)'");
  private static final Pattern ORDER = Pattern.compile("'fortran_order'\\s*:\\s*(True|False)");
  private static final Pattern SHAPE = Pattern.compile("'shape'\\s*:\\s*\\(([0-9,\\sL]*)\\)");

  private Npy() {}

  /// Reads a file.
  ///
  /// @param file the `.npy` file
  /// @return its array
  /// @throws InvalidDataException if the content is not a complete array of a known type in C order
  /// @throws IOException if the file cannot be read
  public static NpyArray read(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return read(in, file.toString());
    }
  }

  /// Reads a stream to its end, and leaves it open.
  ///
  /// @param in the content of a `.npy` file
  /// @param name what errors call the file
  /// @return its array
  /// @throws InvalidDataException if the content is not a complete array of a known type in C order
  /// @throws IOException if the stream cannot be read
  public static NpyArray read(InputStream in, String name) throws IOException {
    String header = readHeader(in, name);
    NpyType type = type(find(DESCRIPTOR, header, "descr", name), name);
    if (find(ORDER, header, "fortran_order", name).equals("True")) {
      throw new InvalidDataException(name, "fortran_order: True (expected: False, C order)");
    }
    int[] shape = shape(find(SHAPE, header, "shape", name), name);
    long bytes = type.bytes();
    for (int length : shape) {
      bytes *= length;
      if (bytes > Integer.MAX_VALUE - 16) {
        throw new InvalidDataException(
            name, "shape: " + Arrays.toString(shape) + " (expected: less than 2 GiB of data)");
      }
    }
    byte[] data = in.readNBytes((int) bytes);
    if (data.length < bytes) {
      throw new InvalidDataException(
          name, "data bytes: " + data.length + " (expected: " + bytes + "; truncated?)");
    }
    if (in.read() >= 0) {
      throw new InvalidDataException(
          name, "data bytes: more than " + bytes + " (expected: as the header says)");
    }
    return new NpyArray(type, shape, decode(type, data));
  }

  /// Writes a file in format version 1, replacing what was there.
  ///
  /// @param file the file; its folder must exist
  /// @param array the array
  /// @throws IOException if the file cannot be written
  public static void write(Path file, NpyArray array) throws IOException {
    try (OutputStream out = Files.newOutputStream(file)) {
      out.write(header(array));
      out.write(encode(array));
    }
  }

  private static byte[] header(NpyArray array) {
    String lengths =
        Arrays.stream(array.shape()).mapToObj(Integer::toString).collect(Collectors.joining(", "));
    String shape = array.shape().length == 1 ? lengths + "," : lengths;
    String dictionary =
        "{'descr': '%s', 'fortran_order': False, 'shape': (%s), }"
            .formatted(array.type().descriptor(), shape);
    int prefix = MAGIC.length + 4;
    int used = prefix + dictionary.length() + 1;
    int total = (used + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    String padded = dictionary + " ".repeat(total - used) + "\n";
    return ByteBuffer.allocate(total)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put(MAGIC)
        .put((byte) 1)
        .put((byte) 0)
        .putShort((short) padded.length())
        .put(padded.getBytes(StandardCharsets.US_ASCII))
        .array();
  }

  private static String readHeader(InputStream in, String name) throws IOException {
    byte[] start = in.readNBytes(MAGIC.length + 2);
    if (start.length < MAGIC.length || !Arrays.equals(start, 0, MAGIC.length, MAGIC, 0, 6)) {
      throw new InvalidDataException(name, "magic: not that of a .npy file (expected: \\x93NUMPY)");
    }
    int version = start.length > MAGIC.length ? start[MAGIC.length] : 0;
    if (version < 1 || version > 3) {
      throw new InvalidDataException(name, "version: " + version + " (expected: 1, 2 or 3)");
    }
    byte[] size = in.readNBytes(version == 1 ? 2 : 4);
    long length = 0;
    for (int i = 0; i < size.length; i++) {
      length |= (long) Byte.toUnsignedInt(size[i]) << (8 * i);
    }
    if (length < 1 || length > MAX_HEADER_BYTES) {
      throw new InvalidDataException(
          name, "header bytes: " + length + " (expected: 1.." + MAX_HEADER_BYTES + ")");
    }
    byte[] header = in.readNBytes((int) length);
    if (header.length < length) {
      throw new InvalidDataException(
          name, "header bytes: " + header.length + " (expected: " + length + "; truncated?)");
    }
    return new String(header, StandardCharsets.UTF_8);
  }

  private static String find(Pattern pattern, String header, String key, String name)
      throws InvalidDataException {
    Matcher matcher = pattern.matcher(header);
    if (!matcher.find()) {
      throw new InvalidDataException(
          name, "header: no valid " + key + " (expected: a .npy header)");
    }
    return matcher.group(1);
  }

  private static NpyType type(String descriptor, String name) throws InvalidDataException {
    for (NpyType type : NpyType.values()) {
      if (type.descriptor().equals(descriptor)) {
        return type;
      }
    }
    String known =
        Arrays.stream(NpyType.values()).map(NpyType::descriptor).collect(Collectors.joining(", "));
    throw new InvalidDataException(
        name, "descr: " + descriptor + " (expected: one of " + known + ")");
  }

  private static int[] shape(String tuple, String name) throws InvalidDataException {
    try {
      return Arrays.stream(tuple.split(",", -1))
          .map(length -> length.strip().replace("L", ""))
          .filter(length -> !length.isEmpty())
          .mapToInt(Integer::parseInt)
          .toArray();
    } catch (NumberFormatException e) {
      throw new InvalidDataException(name, "shape: (" + tuple + ") (expected: lengths below 2^31)");
    }
  }

  private static Object decode(NpyType type, byte[] bytes) {
    ByteBuffer data = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int n = bytes.length / type.bytes();
    return switch (type) {
      case INT8, UINT8, BOOL -> bytes;
      case INT16, UINT16 -> {
        short[] values = new short[n];
        data.asShortBuffer().get(values);
        yield values;
      }
      case INT32, UINT32 -> {
        int[] values = new int[n];
        data.asIntBuffer().get(values);
        yield values;
      }
      case INT64, UINT64 -> {
        long[] values = new long[n];
        data.asLongBuffer().get(values);
        yield values;
      }
      case FLOAT32 -> {
        float[] values = new float[n];
        data.asFloatBuffer().get(values);
        yield values;
      }
      case FLOAT64 -> {
        double[] values = new double[n];
        data.asDoubleBuffer().get(values);
        yield values;
      }
    };
  }

  private static byte[] encode(NpyArray array) {
    if (array.data() instanceof byte[] bytes) {
      return bytes;
    }
    ByteBuffer data =
        ByteBuffer.allocate(Math.multiplyExact(array.length(), array.type().bytes()))
            .order(ByteOrder.LITTLE_ENDIAN);
    switch (array.data()) {
      case short[] values -> data.asShortBuffer().put(values);
      case int[] values -> data.asIntBuffer().put(values);
      case long[] values -> data.asLongBuffer().put(values);
      case float[] values -> data.asFloatBuffer().put(values);
      case double[] values -> data.asDoubleBuffer().put(values);
      default -> throw new AssertionError("data: " + array.data().getClass());
    }
    return data.array();
  }
}
