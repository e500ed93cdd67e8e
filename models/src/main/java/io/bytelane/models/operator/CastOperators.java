package io.bytelane.models.operator;

import io.bytelane.models.graph.DataType;
import io.bytelane.models.graph.Tensor;
import java.util.List;

/// Cast and CastLike among all types that tensors hold.
///
/// Floats become integers by cutting off the fraction; integers become narrower ones modulo 2^bits;
/// everything but zero becomes true. What ONNX leaves open: floats beyond the range of a 32- or
/// 64-bit integer saturate, beyond a narrower one they wrap like integers (as in the reference
/// implementation's 4- and 2-bit cases), NaN becomes 0. Floats of 8 bits follow `saturate`.
final class CastOperators {
  private CastOperators() {}

  static List<Tensor> cast(Invocation call) {
    if (!call.node().hasAttribute("to")) {
      throw call.invalid("to", "missing", "a data type");
    }
    int code = call.intAttribute("to", 0, 1, 64);
    return List.of(convert(call, call.required(0), DataType.ofCode(code)));
  }

  static List<Tensor> castLike(Invocation call) {
    return List.of(convert(call, call.required(0), call.required(1).type()));
  }

  static Tensor convert(Invocation call, Tensor x, DataType type) {
    if (type.storage() == DataType.Storage.NONE) {
      throw call.unsupported("to", type, "an integer, bool or float, float8e8m0 excepted");
    }
    if (type == x.type()) {
      return x;
    }
    TensorSink sink = new TensorSink(call, type, x.shape());
    boolean fromReal = x.type().isFloat() || x.type().narrowFloat() != null;
    boolean saturate = call.flag("saturate", true);
    for (int i = 0; i < x.size(); i++) {
      if (type.narrowFloat() != null) {
        sink.setNarrow(i, x.doubleAt(i), saturate);
      } else if (type.isFloat()) {
        setReal(sink, type, i, x);
      } else if (!fromReal) {
        sink.setLong(i, x.longAt(i));
      } else if (type == DataType.BOOL) {
        sink.setLong(i, x.doubleAt(i) != 0 ? 1 : 0);
      } else {
        sink.setLong(i, truncate(x.doubleAt(i), type));
      }
    }
    return sink.tensor();
  }

  /// 64-bit integers go to float32 in one step; through double they would be rounded twice.
  private static void setReal(TensorSink sink, DataType type, int index, Tensor x) {
    if (type == DataType.FLOAT && x.type() == DataType.S64) {
      sink.setDouble(index, (float) x.longAt(index));
    } else {
      sink.setDouble(index, x.doubleAt(index));
    }
  }

  private static long truncate(double value, DataType type) {
    if (type == DataType.U64) {
      if (value >= 0x1p63) {
        return value >= 0x1p64 ? -1L : (long) (value - 0x1p63) ^ Long.MIN_VALUE;
      }
      return Math.max(0, (long) value);
    }
    long whole = (long) value;
    return type.bits() < 32 ? whole : Math.clamp(whole, type.minValue(), type.maxValue());
  }
}
