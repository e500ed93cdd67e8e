package io.bytelane.bench.elementwise;

import static io.bytelane.bench.elementwise.ElementwiseOperands.FIRST;

import io.bytelane.bench.Check;
import io.bytelane.bench.Outputs;
import io.bytelane.models.calibration.HistogramObserver;
import io.bytelane.models.calibration.MinMaxObserver;
import io.bytelane.models.calibration.SignedHistogram;
import io.bytelane.models.calibration.ValueRange;
import io.bytelane.quant.ArrayQuantizer;
import io.bytelane.quant.ChannelLayout;
import io.bytelane.quant.LevelRange;
import io.bytelane.quant.PerChannelQuantParams;
import io.bytelane.quant.QuantizedType;
import io.bytelane.reference.ReferenceQuantizer;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntToLongFunction;

/// What calibration and weights need: arrays quantized and fake-quantized by division, and
/// observers. Their results are new objects.
final class CalibrationWorks {
  /// Counts of an observed tensor, wherever they are kept.
  private record Counts(long zeros, IntToLongFunction negative, IntToLongFunction positive) {}

  private static final int BINS = HistogramObserver.DEFAULT_CAPACITY;

  private final ElementwiseShape shape;
  private final ElementwiseOperands operands;
  private final int length;
  private final ArrayQuantizer quantizer = ArrayQuantizer.of(LevelRange.of(QuantizedType.S8));

  CalibrationWorks(ElementwiseShape shape, ElementwiseOperands operands) {
    this.shape = shape;
    this.operands = operands;
    length = shape.length();
  }

  Work<?> work() {
    return switch (shape.operator()) {
      case QUANTIZE_ARRAY -> quantize();
      case FAKE -> fake(1);
      case FAKE_AXIS -> fake(shape.height());
      case OBSERVE_RANGE -> range();
      case OBSERVE_BINS -> bins();
      default -> throw new IllegalArgumentException(shape.id());
    };
  }

  /// No two neighbouring channels have equal parameters.
  private static PerChannelQuantParams parameters(int channels) {
    float[] scales = new float[channels];
    int[] zeroPoints = new int[channels];
    for (int c = 0; c < channels; c++) {
      scales[c] = FIRST.scale() * (1 + (c % 7) / 16f);
      zeroPoints[c] = FIRST.zeroPoint() + c % 3;
    }
    return PerChannelQuantParams.of(scales, zeroPoints, QuantizedType.S8);
  }

  private Work<AtomicReference<byte[]>> quantize() {
    PerChannelQuantParams params = parameters(1);
    ChannelLayout layout = ChannelLayout.perTensor(length);
    float scale = FIRST.scale();
    int zeroPoint = FIRST.zeroPoint();
    return Work.results(
        (slot, out) -> out.setPlain(quantizer.quantize(operands.floats(slot), params, layout)),
        (slot, out) ->
            out.setPlain(
                ReferenceQuantizer.divide(
                    operands.floats(slot), 0, length, scale, zeroPoint, -128, 127)),
        (expected, actual) -> Outputs.compare(expected, 0, actual, 0, length));
  }

  private Work<AtomicReference<float[]>> fake(int channels) {
    PerChannelQuantParams params = parameters(channels);
    int run = length / channels;
    ChannelLayout layout =
        channels == 1 ? ChannelLayout.perTensor(length) : ChannelLayout.perAxis(0, channels, run);
    return Work.results(
        (slot, out) -> out.setPlain(quantizer.fake(operands.floats(slot), params, layout)),
        (slot, out) -> {
          float[] x = operands.floats(slot);
          float[] y = new float[length];
          for (int c = 0; c < channels; c++) {
            float scale = params.scale(c);
            int zeroPoint = params.zeroPoint(c);
            for (int i = c * run; i < (c + 1) * run; i++) {
              y[i] = ReferenceQuantizer.fake(x[i], scale, zeroPoint, -128, 127);
            }
          }
          out.setPlain(y);
        },
        (expected, actual) ->
            Outputs.compare(Work.bits(expected), 0, Work.bits(actual), 0, length));
  }

  private Work<float[]> range() {
    return Work.exactFloats(
        2,
        (slot, out) -> {
          MinMaxObserver observer = new MinMaxObserver("x");
          observer.observe(operands.floats(slot), 0, length);
          ValueRange range = observer.range();
          out[0] = range.min();
          out[1] = range.max();
        },
        (slot, out) -> {
          out[0] = Float.POSITIVE_INFINITY;
          out[1] = Float.NEGATIVE_INFINITY;
          for (float x : operands.floats(slot)) {
            out[0] = Math.min(out[0], x);
            out[1] = Math.max(out[1], x);
          }
        });
  }

  private Work<AtomicReference<Counts>> bins() {
    return Work.results(
        (slot, out) -> {
          HistogramObserver observer = new HistogramObserver("x");
          observer.observe(operands.floats(slot), 0, length);
          SignedHistogram histogram = observer.histogram();
          out.setPlain(new Counts(histogram.zeros(), histogram::negative, histogram::positive));
        },
        (slot, out) -> out.setPlain(count(operands.floats(slot))),
        CalibrationWorks::compare);
  }

  /// Counts into bins of the smallest power of two that reaches the largest magnitude.
  private static Counts count(float[] values) {
    double largest = 0;
    for (float x : values) {
      largest = Math.max(largest, Math.abs((double) x));
    }
    double width = Float.MIN_VALUE;
    while (largest >= BINS * width) {
      width *= 2;
    }
    long zeros = 0;
    long[] negative = new long[BINS];
    long[] positive = new long[BINS];
    for (float x : values) {
      if (x == 0) {
        zeros++;
      } else {
        (x < 0 ? negative : positive)[(int) (Math.abs(x) / width)]++;
      }
    }
    return new Counts(zeros, i -> negative[i], i -> positive[i]);
  }

  private static Check compare(Counts expected, Counts actual) {
    return Outputs.compare(flat(expected), 0, flat(actual), 0, 2 * BINS + 1);
  }

  private static int[] flat(Counts counts) {
    int[] flat = new int[2 * BINS + 1];
    Arrays.setAll(flat, i -> i == 2 * BINS ? (int) counts.zeros() : (int) bin(counts, i));
    return flat;
  }

  private static long bin(Counts counts, int i) {
    return i < BINS ? counts.negative().applyAsLong(i) : counts.positive().applyAsLong(i - BINS);
  }
}
