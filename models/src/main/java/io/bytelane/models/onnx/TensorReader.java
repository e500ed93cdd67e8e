package io.bytelane.models.onnx;

import com.google.protobuf.ByteString;
import io.bytelane.models.graph.DataType;
import io.bytelane.models.graph.InvalidModelException;
import io.bytelane.models.graph.Tensor;
import io.bytelane.models.graph.UnsupportedModelException;
import io.bytelane.models.onnx.proto.TensorProto;
import io.bytelane.models.operator.MemoryBudget;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.function.IntUnaryOperator;

/// Turns a TensorProto into a tensor.
///
/// The declared shape is compared with the data that are really there before anything is allocated,
/// so that a file cannot claim more memory than it has bytes. Data outside the file, which many
/// tensors may share, count as often as they are read.
final class TensorReader {
  private final ExternalData external;
  private long totalBytes;

  /// @param external where data outside the file lie
  TensorReader(ExternalData external) {
    this.external = external;
  }

  /// Reads a tensor.
  ///
  /// @param proto the message
  /// @param label how errors call it
  Tensor read(TensorProto proto, String label) {
    DataType type = DataType.ofCode(proto.getDataType());
    if (type == DataType.UNDEFINED) {
      throw new InvalidModelException(label + ": data type: 0 (expected: 1..26)");
    }
    if (type.storage() == DataType.Storage.NONE) {
      throw new UnsupportedModelException(
          type.toString(), label + ": type: " + type + " (expected: integer, bool or float)");
    }
    if (proto.hasSegment()) {
      throw new UnsupportedModelException("segment", label + ": segment (expected: none)");
    }
    int[] shape = shape(proto, label);
    int count = Tensor.elementCount(shape);
    if (proto.getDataLocation() == TensorProto.DataLocation.EXTERNAL) {
      int bytes = byteCount(type, count, label);
      if (bytes > MemoryBudget.MAX_TENSOR_BYTES) {
        throw new UnsupportedModelException(
            "large tensor",
            label
                + ": bytes: "
                + bytes
                + " (expected: at most "
                + MemoryBudget.MAX_TENSOR_BYTES
                + " outside the model's file)");
      }
      claim(type, count, label);
      return fromBytes(type, shape, external.read(proto.getExternalDataList(), bytes, label));
    }
    if (proto.hasRawData()) {
      ByteString raw = proto.getRawData();
      requireCount(label + ": raw_data bytes", raw.size(), byteCount(type, count, label));
      claim(type, count, label);
      return fromBytes(type, shape, raw.asReadOnlyByteBuffer());
    }
    Tensor tensor = fromFields(proto, type, shape, count, label);
    claim(type, count, label);
    return tensor;
  }

  /// Compares what all constants with data elsewhere claim with the heap, before the first is read:
  /// a small file may name the same data many times.
  ///
  /// @param constants the initializers of a graph
  void requireModest(List<TensorProto> constants) {
    long before = totalBytes;
    for (TensorProto proto : constants) {
      if (proto.getDataLocation() == TensorProto.DataLocation.EXTERNAL) {
        String label = label(proto);
        DataType type = DataType.ofCode(proto.getDataType());
        claim(type, Tensor.elementCount(shape(proto, label)), label);
      }
    }
    totalBytes = before;
  }

  /// How errors call an initializer.
  static String label(TensorProto initializer) {
    return "initializer \"" + initializer.getName() + "\"";
  }

  /// Counts the bytes of a tensor that is about to be made.
  private void claim(DataType type, int count, String label) {
    totalBytes += (long) count * Math.max(8, type.bits()) / 8;
    if (totalBytes > MemoryBudget.MAX_LIVE_BYTES) {
      throw new UnsupportedModelException(
          "large constants",
          label
              + ": bytes of all constants: "
              + totalBytes
              + " (expected: at most half the heap, "
              + MemoryBudget.MAX_LIVE_BYTES
              + ")");
    }
  }

  private static int[] shape(TensorProto proto, String label) {
    int[] shape = new int[proto.getDimsCount()];
    long product = 1;
    for (int i = 0; i < shape.length; i++) {
      long size = proto.getDims(i);
      if (size < 0 || size > Integer.MAX_VALUE) {
        throw new InvalidModelException(
            label + ": dims[" + i + "]: " + size + " (expected: in [0, 2147483647])");
      }
      shape[i] = (int) size;
      product = Math.max(size, 1) * product;
      if (product > Integer.MAX_VALUE) {
        throw new InvalidModelException(
            label + ": dims: " + proto.getDimsList() + " (expected: at most 2147483647 elements)");
      }
    }
    return shape;
  }

  private static int byteCount(DataType type, int count, String label) {
    long bytes = ((long) count * type.bits() + 7) / 8;
    if (bytes > Integer.MAX_VALUE) {
      throw new InvalidModelException(
          label + ": bytes: " + bytes + " (expected: at most 2147483647)");
    }
    return (int) bytes;
  }

  private static void requireCount(String label, int found, int expected) {
    if (found != expected) {
      throw new InvalidModelException(
          label + ": " + found + " (expected: " + expected + " for the declared shape)");
    }
  }

  /// Decodes little-endian bytes whose number has been checked.
  static Tensor fromBytes(DataType type, int[] shape, ByteBuffer raw) {
    ByteBuffer bytes = raw.order(ByteOrder.LITTLE_ENDIAN);
    int count = Tensor.elementCount(shape);
    return switch (type.storage()) {
      case BYTES -> {
        byte[] data = new byte[bytes.remaining()];
        bytes.get(data);
        yield Tensor.of(type, shape, SubByte.unpack(type, count, data));
      }
      case SHORTS -> {
        short[] data = new short[count];
        bytes.asShortBuffer().get(data);
        yield Tensor.of(type, shape, data);
      }
      case INTS -> {
        int[] data = new int[count];
        bytes.asIntBuffer().get(data);
        yield Tensor.of(type, shape, data);
      }
      case LONGS -> {
        long[] data = new long[count];
        bytes.asLongBuffer().get(data);
        yield Tensor.of(type, shape, data);
      }
      case FLOATS -> {
        float[] data = new float[count];
        bytes.asFloatBuffer().get(data);
        yield Tensor.of(shape, data);
      }
      default -> {
        double[] data = new double[count];
        bytes.asDoubleBuffer().get(data);
        yield Tensor.of(shape, data);
      }
    };
  }

  private static Tensor fromFields(
      TensorProto proto, DataType type, int[] shape, int count, String label) {
    return switch (type) {
      case FLOAT -> {
        requireCount(label + ": float_data", proto.getFloatDataCount(), count);
        float[] data = new float[count];
        for (int i = 0; i < count; i++) {
          data[i] = proto.getFloatData(i);
        }
        yield Tensor.of(shape, data);
      }
      case DOUBLE -> {
        requireCount(label + ": double_data", proto.getDoubleDataCount(), count);
        double[] data = new double[count];
        for (int i = 0; i < count; i++) {
          data[i] = proto.getDoubleData(i);
        }
        yield Tensor.of(shape, data);
      }
      case S64 -> {
        requireCount(label + ": int64_data", proto.getInt64DataCount(), count);
        yield Tensor.of(type, shape, longs(proto.getInt64DataList()));
      }
      case U64 -> {
        requireCount(label + ": uint64_data", proto.getUint64DataCount(), count);
        yield Tensor.of(type, shape, longs(proto.getUint64DataList()));
      }
      case U32 -> {
        requireCount(label + ": uint64_data", proto.getUint64DataCount(), count);
        int[] data = new int[count];
        for (int i = 0; i < count; i++) {
          data[i] = (int) inRange(label, i, proto.getUint64Data(i), 0, 0xFFFFFFFFL);
        }
        yield Tensor.of(type, shape, data);
      }
      default -> {
        int fields = type.bits() < 8 ? byteCount(type, count, label) : count;
        requireCount(label + ": int32_data", proto.getInt32DataCount(), fields);
        yield fromInts(proto, type, shape, fields, label);
      }
    };
  }

  private static Tensor fromInts(
      TensorProto proto, DataType type, int[] shape, int count, String label) {
    // Writers disagree whether narrow values are sign-extended; both forms are unambiguous.
    int bits = Math.max(8, type.bits());
    long lowest = -1L << (bits - 1);
    long highest = bits == 32 ? Integer.MAX_VALUE : (1L << bits) - 1;
    IntUnaryOperator field = i -> (int) inRange(label, i, proto.getInt32Data(i), lowest, highest);
    return switch (type.storage()) {
      case BYTES -> {
        byte[] data = new byte[count];
        for (int i = 0; i < count; i++) {
          data[i] = (byte) field.applyAsInt(i);
        }
        yield Tensor.of(type, shape, SubByte.unpack(type, Tensor.elementCount(shape), data));
      }
      case SHORTS -> {
        short[] data = new short[count];
        for (int i = 0; i < count; i++) {
          data[i] = (short) field.applyAsInt(i);
        }
        yield Tensor.of(type, shape, data);
      }
      default -> {
        int[] data = new int[count];
        for (int i = 0; i < count; i++) {
          data[i] = field.applyAsInt(i);
        }
        yield Tensor.of(type, shape, data);
      }
    };
  }

  private static long inRange(String label, int index, long value, long lowest, long highest) {
    if (value < lowest || value > highest) {
      throw new InvalidModelException(
          label
              + ": data["
              + index
              + "]: "
              + value
              + " (expected: in ["
              + lowest
              + ", "
              + highest
              + "])");
    }
    return value;
  }

  private static long[] longs(List<Long> list) {
    return list.stream().mapToLong(Long::longValue).toArray();
  }
}
