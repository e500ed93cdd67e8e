package io.bytelane.tests.contract;

import static io.bytelane.tests.contract.CaseData.INPUT;
import static io.bytelane.tests.contract.CaseData.LENGTH;
import static io.bytelane.tests.contract.CaseData.OUTPUT;
import static io.bytelane.tests.contract.CaseData.bytes;
import static io.bytelane.tests.contract.CaseData.floats;
import static io.bytelane.tests.contract.CaseData.reference;
import static io.bytelane.tests.contract.CaseData.tensor;

import io.bytelane.Activations;
import io.bytelane.Add;
import io.bytelane.Broadcast;
import io.bytelane.Dequantize;
import io.bytelane.ElementwiseOperator;
import io.bytelane.FixedPointSum;
import io.bytelane.FloatActivation;
import io.bytelane.FloatBinary;
import io.bytelane.FloatFunction;
import io.bytelane.FloatSoftmax;
import io.bytelane.LayerNorm;
import io.bytelane.LookupTable;
import io.bytelane.Max;
import io.bytelane.Min;
import io.bytelane.Mul;
import io.bytelane.Quantize;
import io.bytelane.Softmax;
import io.bytelane.Sub;
import io.bytelane.quant.ClampRange;
import io.bytelane.quant.Multipliers;
import io.bytelane.quant.QuantParams;
import io.bytelane.quant.RequantScheme;
import io.bytelane.reference.ReferenceElementwise;
import io.bytelane.reference.ReferenceFunction;
import io.bytelane.reference.ReferenceLayout;
import io.bytelane.reference.ReferenceLookup;
import io.bytelane.reference.ReferenceMultiplier;
import io.bytelane.reference.ReferenceQuantParams;
import io.bytelane.reference.ReferenceQuantizer;
import io.bytelane.reference.ReferenceSoftmax;
import io.bytelane.reference.ReferenceTfliteElementwise;
import io.bytelane.tests.contract.OperatorCase.Caller;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntBinaryOperator;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/// Operations on two arrays, tables, conversions, and the functions and rows of float networks.
final class ElementwiseCases {
  private static final ReferenceQuantParams A = reference(INPUT);
  private static final ReferenceQuantParams B = reference(OUTPUT);

  private ElementwiseCases() {}

  static List<OperatorCase> all() {
    List<OperatorCase> cases = new ArrayList<>(binary());
    cases.addAll(conversions());
    cases.addAll(floatRows());
    for (FloatBinary.Operation operation : FloatBinary.Operation.values()) {
      FloatBinary op = FloatBinary.of(operation);
      float[] a = floats(LENGTH);
      float[] b = floats(LENGTH + 1);
      cases.add(ofFloats("FloatBinary " + operation, out -> op.run(a, 0, b, 1, out, 0, LENGTH)));
    }
    for (FloatFunction.Function function : FloatFunction.Function.values()) {
      FloatFunction op = FloatFunction.of(function);
      float[] reals = floats(LENGTH);
      cases.add(ofFloats("FloatFunction " + function, out -> op.run(reals, 0, out, 0, LENGTH)));
    }
    Map<String, FloatActivation> activations =
        Map.of(
            "hardSigmoid", FloatActivation.hardSigmoid(0.2f, 0.5f),
            "hardSwish", FloatActivation.hardSwish(),
            "leakyRelu", FloatActivation.leakyRelu(0.1f),
            "thresholdedRelu", FloatActivation.thresholdedRelu(0.1f),
            "selu", FloatActivation.selu(1.5f, 1.1f));
    activations.forEach(
        (name, op) -> {
          float[] reals = floats(LENGTH);
          cases.add(ofFloats("FloatActivation " + name, out -> op.run(reals, 0, out, 0, LENGTH)));
        });
    return cases;
  }

  private static List<OperatorCase> binary() {
    IntBinaryOperator sum = (a, b) -> ReferenceElementwise.add(a, A, b, B, B, -128, 127);
    ClampRange clamp = ClampRange.of(OUTPUT.type());
    float sa = INPUT.scale();
    float sb = OUTPUT.scale();
    int za = INPUT.zeroPoint();
    int zb = OUTPUT.zeroPoint();
    ReferenceMultiplier[] ofSum = ReferenceTfliteElementwise.addMultipliers(sa, sb, sb, 20);
    ReferenceMultiplier ofProduct = ReferenceTfliteElementwise.mulMultiplier(sa, sb, sb);
    return List.of(
        binary("Add", Add.of(INPUT, OUTPUT, OUTPUT), sum),
        binary(
            "Sub",
            Sub.of(INPUT, OUTPUT, OUTPUT),
            (a, b) -> ReferenceElementwise.sub(a, A, b, B, B, -128, 127)),
        binary(
            "Mul",
            Mul.of(INPUT, OUTPUT, OUTPUT),
            (a, b) -> ReferenceElementwise.mul(a, A, b, B, B, -128, 127)),
        binary(
            "Add FIXED_DOUBLE",
            Add.fixedDouble(INPUT, OUTPUT, OUTPUT, clamp, FixedPointSum.ofScales(sa, sb, sb)),
            (a, b) ->
                ReferenceTfliteElementwise.add(
                    a, za, ofSum[0], b, zb, ofSum[1], 20, ofSum[2], zb, -128, 127)),
        binary(
            "Mul FIXED_DOUBLE",
            Mul.fixedDouble(
                INPUT,
                OUTPUT,
                OUTPUT,
                clamp,
                Multipliers.fixedPoint(RequantScheme.FIXED_DOUBLE, sa, sb, sb)),
            (a, b) -> ReferenceTfliteElementwise.mul(a, za, b, zb, ofProduct, zb, -128, 127)),
        binary("Min", Min.of(INPUT, OUTPUT, OUTPUT), null),
        binary("Max of equal parameters", Max.of(INPUT), Math::max),
        broadcast("Add of a value per channel", sum, new int[] {40, 5}, new int[] {1, 5}),
        broadcast("Add of rows and columns", sum, new int[] {10, 1}, new int[] {1, 20}));
  }

  private static OperatorCase binary(String name, ElementwiseOperator op, IntBinaryOperator rule) {
    byte[] a = bytes(LENGTH);
    byte[] b = bytes(LENGTH + 1);
    OperatorCase plain = ofBytes(name, out -> op.run(a, 0, b, 1, out, 0, LENGTH));
    return rule == null
        ? plain
        : plain.expecting(() -> eachByte(i -> rule.applyAsInt(a[i], b[i + 1])));
  }

  private static OperatorCase broadcast(
      String name, IntBinaryOperator rule, int[] aShape, int[] bShape) {
    Add op = Add.of(INPUT, OUTPUT, OUTPUT);
    Broadcast shapes = Broadcast.of(aShape, bShape);
    byte[] a = bytes(shapes.aSize());
    byte[] b = bytes(shapes.bSize());
    return OperatorCase.of(
            name, op, () -> new byte[LENGTH], (out, w) -> op.run(a, 0, b, 0, out, 0, shapes, w))
        .expecting(
            () -> {
              int[] levels = ReferenceLayout.broadcast(rule, ints(a), aShape, ints(b), bShape);
              return eachByte(i -> levels[i]);
            });
  }

  private static List<OperatorCase> conversions() {
    LookupTable table = LookupTable.of(INPUT, OUTPUT, Activations.sigmoid());
    Quantize quantize = Quantize.of(INPUT);
    Dequantize dequantize = Dequantize.of(INPUT);
    QuantParams probability = Softmax.recommendedOutput();
    Softmax softmax = Softmax.of(INPUT, probability);
    Softmax wide = Softmax.toInt16(INPUT);
    byte[] levels = bytes(LENGTH);
    float[] reals = floats(LENGTH);
    reals[7] = Float.NaN;
    reals[20] = Float.NEGATIVE_INFINITY;
    reals[33] = 1e-40f;
    return List.of(
        ofBytes("LookupTable", out -> table.run(levels, 0, out, 0, LENGTH))
            .expecting(
                () -> {
                  int[] entries =
                      ReferenceLookup.table(ReferenceFunction::sigmoid, A, false, B, -128, 127);
                  return eachByte(i -> entries[levels[i] + 128]);
                }),
        ofBytes("Quantize", out -> quantize.run(reals, 0, out, 0, LENGTH))
            .expecting(
                () ->
                    ReferenceQuantizer.divide(
                        reals, 0, LENGTH, INPUT.scale(), INPUT.zeroPoint(), -128, 127)),
        ofFloats("Dequantize", out -> dequantize.run(levels, 0, out, 0, LENGTH))
            .expecting(
                () -> {
                  float[] values = new float[LENGTH];
                  for (int i = 0; i < LENGTH; i++) {
                    values[i] =
                        ReferenceQuantizer.dequantize(levels[i], INPUT.scale(), INPUT.zeroPoint());
                  }
                  return values;
                }),
        ofBytes("Softmax", out -> softmax.run(levels, 0, out, 0, LENGTH / 10, 10))
            .expecting(
                () -> {
                  int[] rows =
                      softmaxRows(levels, probability.scale(), probability.zeroPoint(), -128, 127);
                  return eachByte(i -> rows[i]);
                }),
        new OperatorCase(
            "Softmax to int16",
            () -> {
              short[] out = new short[LENGTH];
              return new Caller(() -> wide.run(levels, 0, out, 0, LENGTH / 10, 10), out);
            },
            () -> {
              int[] rows = softmaxRows(levels, 0x1p-16f, -32768, -32768, 32767);
              short[] shorts = new short[LENGTH];
              for (int i = 0; i < LENGTH; i++) {
                shorts[i] = (short) rows[i];
              }
              return shorts;
            }));
  }

  private static int[] softmaxRows(byte[] levels, float scale, int zeroPoint, int low, int high) {
    return IntStream.range(0, LENGTH / 10)
        .flatMap(
            row ->
                IntStream.of(
                    ReferenceSoftmax.row(
                        tensor(levels, INPUT),
                        row * 10,
                        10,
                        INPUT.scale(),
                        scale,
                        zeroPoint,
                        low,
                        high)))
        .toArray();
  }

  private static List<OperatorCase> floatRows() {
    FloatSoftmax softmax = FloatSoftmax.of(20);
    LayerNorm norm = LayerNorm.of(floats(50), null, 1e-5f);
    FloatBinary add = FloatBinary.of(FloatBinary.Operation.ADD);
    float[] reals = floats(LENGTH);
    Supplier<float[]> output = () -> new float[LENGTH];
    return List.of(
        OperatorCase.of(
            "FloatSoftmax",
            softmax,
            output,
            (out, w) -> softmax.run(reals, 0, out, 0, LENGTH / 20, w)),
        OperatorCase.of(
            "LayerNorm", norm, output, (out, w) -> norm.run(reals, 0, out, 0, LENGTH / 50, w)),
        ofFloats(
            "FloatBinary repeated", out -> add.runRepeated(reals, 0, reals, 0, 20, out, 0, 200)));
  }

  interface BytesRun {
    void run(byte[] out);
  }

  interface FloatsRun {
    void run(float[] out);
  }

  static OperatorCase ofBytes(String name, BytesRun run) {
    return new OperatorCase(
        name,
        () -> {
          byte[] out = new byte[LENGTH];
          return new Caller(() -> run.run(out), out);
        },
        null);
  }

  static OperatorCase ofFloats(String name, FloatsRun run) {
    return new OperatorCase(
        name,
        () -> {
          float[] out = new float[LENGTH];
          return new Caller(() -> run.run(out), out);
        },
        null);
  }

  private interface Level {
    int at(int i);
  }

  private static byte[] eachByte(Level level) {
    byte[] bytes = new byte[LENGTH];
    for (int i = 0; i < LENGTH; i++) {
      bytes[i] = (byte) level.at(i);
    }
    return bytes;
  }

  private static int[] ints(byte[] levels) {
    return IntStream.range(0, levels.length).map(i -> levels[i]).toArray();
  }
}
