package io.bytelane.models.onnx;

import com.google.protobuf.ByteString;
import io.bytelane.models.graph.Tensor;
import io.bytelane.models.onnx.proto.TensorProto;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// Turns a tensor into a TensorProto with raw data, which is the same for every type: little-endian
/// elements, narrow ones packed.
final class TensorWriter {
  private TensorWriter() {}

  /// Writes a tensor.
  ///
  /// @param name its name, maybe empty
  /// @param tensor its content
  static TensorProto write(String name, Tensor tensor) {
    TensorProto.Builder proto = TensorProto.newBuilder();
    for (int size : tensor.shape()) {
      proto.addDims(size);
    }
    proto.setDataType(tensor.type().code());
    if (!name.isEmpty()) {
      proto.setName(name);
    }
    return proto.setRawData(raw(tensor)).build();
  }

  private static ByteString raw(Tensor tensor) {
    if (tensor.array() instanceof byte[] data) {
      return ByteString.copyFrom(SubByte.pack(tensor.type(), data));
    }
    long bytes = (long) tensor.size() * tensor.type().bits() / 8;
    ByteBuffer buffer = ByteBuffer.allocate(Math.toIntExact(bytes));
    buffer.order(ByteOrder.LITTLE_ENDIAN);
    switch (tensor.array()) {
      case short[] data -> buffer.asShortBuffer().put(data);
      case int[] data -> buffer.asIntBuffer().put(data);
      case long[] data -> buffer.asLongBuffer().put(data);
      case float[] data -> buffer.asFloatBuffer().put(data);
      case double[] data -> buffer.asDoubleBuffer().put(data);
      default -> throw new IllegalStateException("tensor type: " + tensor.type());
    }
    return ByteString.copyFrom(buffer);
  }
}
