package io.bytelane.models.onnx;

import io.bytelane.models.graph.InvalidModelException;
import io.bytelane.models.onnx.proto.StringStringEntryProto;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;

/// Tensor data in files beside a model. Only files inside the model's folder are opened, links
/// resolved first.
///
/// @param folder the model's folder, null where the model has none
record ExternalData(Path folder) {
  /// For models that are not files.
  static final ExternalData NONE = new ExternalData(null);

  /// Reads the data of a tensor.
  ///
  /// @param entries location, offset and length
  /// @param bytes the number of bytes that the shape demands
  /// @param label how errors call the tensor
  ByteBuffer read(List<StringStringEntryProto> entries, int bytes, String label) {
    Path file = locate(entry(entries, "location", ""), label);
    long offset = number(entries, "offset", 0, label);
    long length = number(entries, "length", bytes, label);
    if (length != bytes) {
      throw invalid(label, "length", length, bytes + " bytes for the declared shape");
    }
    try (FileChannel channel = FileChannel.open(file)) {
      if (offset < 0 || offset > channel.size() - bytes) {
        throw invalid(
            label, "offset", offset, bytes + " bytes within the file's " + channel.size());
      }
      ByteBuffer data = ByteBuffer.allocate(bytes);
      while (data.hasRemaining() && channel.read(data, offset + data.position()) > 0) {
        // A channel may hand over less than was asked for.
      }
      if (data.hasRemaining()) {
        throw invalid(label, "data", data.position(), bytes + " bytes");
      }
      return data.flip();
    } catch (IOException e) {
      throw new InvalidModelException(
          label + ": external data: " + file.getFileName() + " (expected: a readable file)", e);
    }
  }

  private Path locate(String location, String label) {
    String rule = "a file inside the model's folder";
    if (folder == null || location.isEmpty()) {
      throw invalid(label, "location", location, rule);
    }
    try {
      Path relative = Path.of(location);
      Path root = folder.toRealPath();
      Path file = root.resolve(relative).normalize();
      if (relative.isAbsolute() || !file.startsWith(root) || !Files.isRegularFile(file)) {
        throw invalid(label, "location", location, rule);
      }
      Path real = file.toRealPath();
      if (!real.startsWith(root)) {
        throw invalid(label, "location", location, rule);
      }
      return real;
    } catch (IOException | InvalidPathException e) {
      throw new InvalidModelException(
          label + ": external location: " + location + " (expected: " + rule + ")", e);
    }
  }

  private static String entry(List<StringStringEntryProto> entries, String key, String fallback) {
    return entries.stream()
        .filter(entry -> entry.getKey().equals(key))
        .map(StringStringEntryProto::getValue)
        .findFirst()
        .orElse(fallback);
  }

  private static long number(
      List<StringStringEntryProto> entries, String key, long fallback, String label) {
    String text = entry(entries, key, Long.toString(fallback));
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new InvalidModelException(
          label + ": external " + key + ": " + text + " (expected: an integer)", e);
    }
  }

  private static InvalidModelException invalid(
      String label, String what, Object found, String expected) {
    return new InvalidModelException(
        label + ": external " + what + ": " + found + " (expected: " + expected + ")");
  }
}
