package io.bytelane.tests.contract;

import static io.bytelane.tests.contract.CaseData.INPUT;
import static io.bytelane.tests.contract.CaseData.OUTPUT;
import static io.bytelane.tests.contract.CaseData.bytes;
import static io.bytelane.tests.contract.CaseData.floats;
import static io.bytelane.tests.contract.CaseData.reference;

import io.bytelane.AveragePool2d;
import io.bytelane.FloatAveragePool2d;
import io.bytelane.FloatMaxPool2d;
import io.bytelane.MaxPool2d;
import io.bytelane.Pool2dGeometry;
import io.bytelane.quant.QuantizedType;
import io.bytelane.reference.ReferenceAveragePool;
import io.bytelane.reference.ReferenceFloatPool;
import io.bytelane.reference.ReferencePool;
import io.bytelane.reference.ReferenceTensor;
import io.bytelane.reference.ReferenceWindow;
import java.util.List;

/// Pools of few channels and of whole vectors, each way of dividing, and the global average.
final class PoolCases {
  private PoolCases() {}

  static List<OperatorCase> all() {
    return List.of(
        max(5),
        max(150),
        average("exact", 20, false, AveragePool2d.Rounding.HALF_EVEN),
        average("rescaled", 20, true, AveragePool2d.Rounding.HALF_EVEN),
        average("of TFLite", 20, false, AveragePool2d.Rounding.TFLITE_HALF_AWAY),
        globalAverage(),
        floatMax(),
        floatAverage());
  }

  private static Pool2dGeometry geometry(int channels) {
    return Pool2dGeometry.builder(7, 7, channels, 3, 3).stride(2, 2).pads(1, 1, 1, 1).build();
  }

  private static ReferenceWindow window() {
    return ReferenceWindow.of(7, 7, 3, 3, 2, 1);
  }

  private static OperatorCase max(int channels) {
    Pool2dGeometry g = geometry(channels);
    MaxPool2d op = MaxPool2d.of(g, QuantizedType.S8);
    byte[] in = bytes(g.inputSize());
    return OperatorCase.of(
            "MaxPool2d of " + channels + " channels",
            op,
            () -> new byte[g.outputSize()],
            (out, w) -> op.run(in, 0, out, 0, 1, w))
        .expecting(() -> ReferencePool.max(window(), 1, channels, in, false));
  }

  private static OperatorCase average(
      String name, int channels, boolean rescaled, AveragePool2d.Rounding rounding) {
    Pool2dGeometry g = geometry(channels);
    AveragePool2d.Builder builder = AveragePool2d.builder(g, INPUT).rounding(rounding);
    AveragePool2d op = (rescaled ? builder.output(OUTPUT) : builder).build();
    byte[] in = bytes(g.inputSize());
    ReferenceTensor raw = ReferenceTensor.s8(in, 0);
    return OperatorCase.of(
            "AveragePool2d " + name,
            op,
            () -> new byte[g.outputSize()],
            (out, w) -> op.run(in, 0, out, 0, 1, w))
        .expecting(
            () -> {
              if (rescaled) {
                return ReferenceAveragePool.rescaled(
                    window(),
                    1,
                    channels,
                    raw,
                    reference(INPUT),
                    reference(OUTPUT),
                    -128,
                    127,
                    false);
              }
              return rounding == AveragePool2d.Rounding.HALF_EVEN
                  ? ReferenceAveragePool.sameParams(
                      window(), 1, channels, raw, INPUT.zeroPoint(), false)
                  : ReferenceAveragePool.halfAway(window(), 1, channels, raw, -128, 127);
            });
  }

  private static OperatorCase globalAverage() {
    Pool2dGeometry g = Pool2dGeometry.builder(7, 7, 40, 7, 7).build();
    AveragePool2d op = AveragePool2d.builder(g, INPUT).build();
    byte[] in = bytes(g.inputSize());
    return OperatorCase.of(
            "AveragePool2d global",
            op,
            () -> new byte[g.outputSize()],
            (out, w) -> op.run(in, 0, out, 0, 1, w))
        .expecting(
            () ->
                ReferenceAveragePool.sameParams(
                    ReferenceWindow.of(7, 7, 7, 7, 1, 0),
                    1,
                    40,
                    ReferenceTensor.s8(in, 0),
                    INPUT.zeroPoint(),
                    false));
  }

  private static OperatorCase floatMax() {
    Pool2dGeometry g = geometry(20);
    FloatMaxPool2d op = FloatMaxPool2d.of(g);
    float[] in = floats(g.inputSize());
    return OperatorCase.of(
            "FloatMaxPool2d",
            op,
            () -> new float[g.outputSize()],
            (out, w) -> op.run(in, 0, out, 0, 1, w))
        .expecting(() -> ReferenceFloatPool.max(window(), 1, 20, in));
  }

  private static OperatorCase floatAverage() {
    Pool2dGeometry g = geometry(20);
    FloatAveragePool2d op = FloatAveragePool2d.of(g, false);
    float[] in = floats(g.inputSize());
    return OperatorCase.of(
        "FloatAveragePool2d",
        op,
        () -> new float[g.outputSize()],
        (out, w) -> op.run(in, 0, out, 0, 1, w));
  }
}
