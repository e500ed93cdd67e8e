package io.bytelane.models.operator;

import io.bytelane.models.graph.DataType;
import io.bytelane.models.graph.Tensor;
import io.bytelane.quant.DynamicQuantizer;
import io.bytelane.quant.LevelRange;
import io.bytelane.quant.QuantParams;
import io.bytelane.quant.QuantizedType;
import java.util.List;

/// QuantizeLinear, DequantizeLinear and DynamicQuantizeLinear, bit for bit as the numeric contract
/// defines quantization. Scales of 16 bits are widened to float32 first.
final class QuantizeOperators {
  private QuantizeOperators() {}

  static List<Tensor> quantize(Invocation call) {
    Tensor x = call.typed(0, DataType.FLOAT, DataType.FLOAT16, DataType.BFLOAT16, DataType.S32);
    DataType type = targetType(call);
    ScaleMap map = ScaleMap.of(call, x);
    if (type.narrowFloat() != null) {
      return List.of(quantizeToFloat(call, x, map, type));
    }
    int low = (int) type.minValue();
    int high = (int) type.maxValue();
    TensorSink sink = new TensorSink(call, type, x.shape());
    for (int i = 0; i < x.size(); i++) {
      float value = (float) x.doubleAt(i);
      sink.setLong(i, QuantParams.quantize(value, map.scale(i), map.zeroPoint(i), low, high));
    }
    return List.of(sink.tensor());
  }

  /// Quantization to a float of 4 or 8 bits: the quotient rounded to the type; there is no zero
  /// point but 0.
  private static Tensor quantizeToFloat(Invocation call, Tensor x, ScaleMap map, DataType type) {
    boolean saturate = call.flag("saturate", true);
    TensorSink sink = new TensorSink(call, type, x.shape());
    for (int i = 0; i < x.size(); i++) {
      sink.setNarrow(i, (float) x.doubleAt(i) / map.scale(i), saturate);
    }
    return sink.tensor();
  }

  private static DataType targetType(Invocation call) {
    DataType declared = DataType.ofCode(call.intAttribute("output_dtype", 0, 0, 64));
    Tensor zeroPoint = call.optional(2);
    DataType type = declared == DataType.UNDEFINED ? DataType.U8 : declared;
    if (zeroPoint != null) {
      type = zeroPoint.type();
      if (declared != DataType.UNDEFINED && declared != type) {
        throw call.invalid("output_dtype", declared, "the zero point's " + type);
      }
    }
    requireLevels(call, type, "output type");
    int precision = call.intAttribute("precision", 0, 0, 64);
    if (precision != 0 && precision != DataType.FLOAT.code()) {
      throw call.unsupported("precision", DataType.ofCode(precision), "float32");
    }
    return type;
  }

  private static void requireLevels(Invocation call, DataType type, String what) {
    if (type.narrowFloat() == null && (!type.isInteger() || type.bits() > 16)) {
      throw call.unsupported(what, type, "an integer of 2, 4, 8 or 16 bits or a narrower float");
    }
  }

  static List<Tensor> dequantize(Invocation call) {
    Tensor x = call.required(0);
    if (x.type() != DataType.S32) {
      requireLevels(call, x.type(), "input type");
    }
    if (call.optional(2) != null && call.optional(2).type() != x.type()) {
      throw call.invalid("zero point", call.optional(2), "type " + x.type());
    }
    ScaleMap map = ScaleMap.of(call, x);
    DataType type = call.required(1).type();
    int declared = call.intAttribute("output_dtype", 0, 0, 64);
    if (declared != 0) {
      type = DataType.ofCode(declared);
      if (!type.isFloat()) {
        throw call.invalid("output_dtype", type, "a float type");
      }
    }
    TensorSink sink = new TensorSink(call, type, x.shape());
    boolean narrow = x.type().narrowFloat() != null;
    for (int i = 0; i < x.size(); i++) {
      float level = narrow ? (float) x.doubleAt(i) : (float) (x.longAt(i) - map.zeroPoint(i));
      sink.setDouble(i, level * map.scale(i));
    }
    return List.of(sink.tensor());
  }

  static List<Tensor> dynamic(Invocation call) {
    Tensor x = call.typed(0, DataType.FLOAT);
    float[] data = x.floats();
    QuantParams params =
        DynamicQuantizer.choose(data, 0, data.length, 0, LevelRange.of(QuantizedType.U8));
    byte[] levels = new byte[data.length];
    for (int i = 0; i < levels.length; i++) {
      levels[i] = (byte) params.quantize(data[i]);
    }
    return List.of(
        Tensor.of(DataType.U8, x.shape(), levels),
        Tensor.scalar(params.scale()),
        Tensor.of(DataType.U8, new int[0], new byte[] {(byte) params.zeroPoint()}));
  }
}
