package io.bytelane.models.onnx;

import com.google.protobuf.InvalidProtocolBufferException;
import io.bytelane.models.graph.InvalidModelException;
import io.bytelane.models.graph.ModelException;
import io.bytelane.models.graph.Tensor;
import io.bytelane.models.onnx.proto.TensorProto;
import io.bytelane.models.operator.MemoryBudget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A tensor in a file of its own, as ONNX test data are stored (`.pb`, a TensorProto).
///
/// @param name the name in the file, maybe empty
/// @param tensor the content
public record TensorFile(String name, Tensor tensor) {

  /// Reads a file.
  ///
  /// @param file the file
  /// @return its name and content
  /// @throws IOException if the file cannot be read
  /// @throws ModelException if it is no tensor, or one of a type that is not supported
  public static TensorFile read(Path file) throws IOException {
    String label = String.valueOf(file.getFileName());
    long size = Files.size(file);
    if (size > MemoryBudget.MAX_FILE_BYTES) {
      throw new InvalidModelException(
          label
              + ": file bytes: "
              + size
              + " (expected: at most 2 GiB and a third of the heap, "
              + MemoryBudget.MAX_FILE_BYTES
              + ")");
    }
    return parse(label, Files.readAllBytes(file));
  }

  /// Reads the content of a file.
  ///
  /// @param label how errors call it
  /// @param bytes a TensorProto
  /// @return its name and content
  /// @throws ModelException if it is no tensor, or one of a type that is not supported
  public static TensorFile parse(String label, byte[] bytes) {
    try {
      TensorProto proto = TensorProto.parseFrom(bytes);
      return new TensorFile(
          proto.getName(), new TensorReader(ExternalData.NONE).read(proto, label));
    } catch (InvalidProtocolBufferException e) {
      throw new InvalidModelException(
          label + ": content: " + e.getMessage() + " (expected: a whole TensorProto)", e);
    }
  }

  /// Returns the tensor in the form of the file.
  ///
  /// @return a TensorProto with raw data
  public byte[] toBytes() {
    return TensorWriter.write(name, tensor).toByteArray();
  }

  /// Writes a file.
  ///
  /// @param file the file; replaced if it exists
  /// @throws IOException if it cannot be written
  public void write(Path file) throws IOException {
    Files.write(file, toBytes());
  }
}
