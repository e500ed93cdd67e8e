package io.bytelane.models.cli;

import io.bytelane.models.data.InvalidDataException;
import io.bytelane.models.data.Npy;
import io.bytelane.models.data.NpyArray;
import io.bytelane.models.data.NpyType;
import io.bytelane.models.graph.DataType;
import io.bytelane.models.graph.Tensor;
import io.bytelane.models.graph.Value;
import io.bytelane.models.onnx.TensorFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/// Tensors in files that the user names: `.npy` arrays and ONNX `.pb` tensors, by the suffix.
final class TensorArgument {
  /// File formats of tensors.
  enum Format {
    /// A NumPy array.
    NPY,
    /// An ONNX TensorProto.
    PB;

    String suffix() {
      return "." + name().toLowerCase(Locale.ROOT);
    }
  }

  private static final Map<NpyType, DataType> TYPES = types();

  private TensorArgument() {}

  /// Returns the format that a file's suffix names.
  static Format format(Path file) throws InvalidDataException {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    for (Format format : Format.values()) {
      if (name.endsWith(format.suffix())) {
        return format;
      }
    }
    throw new InvalidDataException(file.toString(), "suffix: none known (expected: .npy or .pb)");
  }

  /// Reads a tensor.
  static Tensor read(Path file) throws IOException {
    return switch (format(file)) {
      case PB -> TensorFile.read(file).tensor();
      case NPY -> {
        NpyArray array = Npy.read(file);
        yield Tensor.ofArray(TYPES.get(array.type()), array.shape(), array.data());
      }
    };
  }

  /// Reads a tensor for an input of a network. float64, which NumPy makes where nothing else is
  /// said, becomes float32 where the network takes that.
  ///
  /// @throws InvalidDataException if it is float64 where the network takes another type, or a value
  ///     is beyond float32
  static Tensor read(Path file, Value input) throws IOException {
    Tensor tensor = read(file);
    boolean wanted = input.type() == DataType.DOUBLE || input.type() == DataType.UNDEFINED;
    if (tensor.type() != DataType.DOUBLE || wanted) {
      return tensor;
    }
    if (input.type() != DataType.FLOAT) {
      throw new InvalidDataException(
          file.toString(), tensor + " (expected: " + input.type() + ", as " + input + ")");
    }
    float[] floats = new float[tensor.size()];
    for (int i = 0; i < floats.length; i++) {
      double value = tensor.doubleAt(i);
      floats[i] = (float) value;
      if (Float.isInfinite(floats[i]) && !Double.isInfinite(value)) {
        throw new InvalidDataException(
            file.toString(), "element %d: %s (expected: within float32)".formatted(i, value));
      }
    }
    return Tensor.of(tensor.shape(), floats);
  }

  /// Writes a tensor.
  static void write(Path file, Format format, String name, Tensor tensor) throws IOException {
    if (format == Format.PB) {
      new TensorFile(name, tensor).write(file);
      return;
    }
    NpyType type =
        TYPES.entrySet().stream()
            .filter(entry -> entry.getValue() == tensor.type())
            .map(Map.Entry::getKey)
            .findFirst()
            .orElseThrow(
                () ->
                    new CommandException(
                        "output %s: type %s (expected: one that .npy has; use --format pb)"
                            .formatted(name, tensor.type())));
    Npy.write(file, new NpyArray(type, tensor.shape(), tensor.array()));
  }

  private static Map<NpyType, DataType> types() {
    Map<NpyType, DataType> types = new EnumMap<>(NpyType.class);
    types.put(NpyType.FLOAT32, DataType.FLOAT);
    types.put(NpyType.FLOAT64, DataType.DOUBLE);
    types.put(NpyType.INT8, DataType.S8);
    types.put(NpyType.UINT8, DataType.U8);
    types.put(NpyType.BOOL, DataType.BOOL);
    types.put(NpyType.INT16, DataType.S16);
    types.put(NpyType.UINT16, DataType.U16);
    types.put(NpyType.INT32, DataType.S32);
    types.put(NpyType.UINT32, DataType.U32);
    types.put(NpyType.INT64, DataType.S64);
    types.put(NpyType.UINT64, DataType.U64);
    return types;
  }
}
