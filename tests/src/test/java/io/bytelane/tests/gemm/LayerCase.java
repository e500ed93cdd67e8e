package io.bytelane.tests.gemm;

import io.bytelane.quant.PerChannelQuantParams;
import io.bytelane.quant.QuantParams;
import io.bytelane.quant.QuantizedType;
import io.bytelane.tests.support.BytePattern;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/// What, besides its shape, decides what an int8 layer computes: types, zero points, contents.
///
/// @param inputType storage of the input
/// @param weightType storage of the weights
/// @param outputType storage of the output
/// @param inputPattern content of the input
/// @param weightPattern content of the weights
/// @param weightZeroPoints whether weights have zero points
/// @param seed for everything random
public record LayerCase(
    QuantizedType inputType,
    QuantizedType weightType,
    QuantizedType outputType,
    BytePattern inputPattern,
    BytePattern weightPattern,
    boolean weightZeroPoints,
    long seed) {

  /// All combinations.
  public static Arbitrary<LayerCase> any() {
    Arbitrary<QuantizedType> types = Arbitraries.of(QuantizedType.class);
    Arbitrary<BytePattern> patterns = Arbitraries.of(BytePattern.class);
    return Combinators.combine(
            types,
            types,
            types,
            patterns,
            patterns,
            Arbitraries.of(false, true),
            Arbitraries.longs())
        .as(LayerCase::new);
  }

  private Random random(int stream) {
    return new Random(seed * 31 + stream);
  }

  private static int zeroPoint(QuantizedType type, Random random) {
    return switch (random.nextInt(5)) {
      case 0 -> type.min();
      case 1 -> type.max();
      case 2 -> 0;
      default -> type.min() + random.nextInt(256);
    };
  }

  /// Input quantization.
  public QuantParams input() {
    Random random = random(1);
    return new QuantParams(0.01f + random.nextFloat(), zeroPoint(inputType, random), inputType);
  }

  /// Output quantization for sums of `depth` products: results spread over the range.
  public QuantParams output(int depth) {
    Random random = random(2);
    float scale = (float) (Math.sqrt(depth) * (1 + 100 * random.nextFloat()));
    return new QuantParams(scale, zeroPoint(outputType, random), outputType);
  }

  /// Weight quantization.
  public PerChannelQuantParams weights(int channels) {
    Random random = random(3);
    float[] scales = new float[channels];
    int[] zeroPoints = new int[channels];
    for (int c = 0; c < channels; c++) {
      scales[c] = 0.01f + random.nextFloat();
      zeroPoints[c] = zeroPoint(weightType, random);
    }
    return PerChannelQuantParams.of(scales, weightZeroPoints ? zeroPoints : null, weightType);
  }

  /// Input bytes.
  public byte[] inputBytes(int length) {
    return inputPattern.bytes(length, !inputType.isSigned(), seed + 1);
  }

  /// Weight bytes.
  public byte[] weightBytes(int length) {
    return weightPattern.bytes(length, !weightType.isSigned(), seed + 2);
  }

  /// Bias values, or null. Some exceed what is exact in float32.
  public int[] bias(int channels) {
    Random random = random(4);
    int limit = random.nextInt(4) == 0 ? 1 << 26 : 1_000_000;
    return random.nextInt(4) == 0 ? null : random.ints(channels, -limit, limit).toArray();
  }

  /// Zero points as an array, one for each channel.
  public static int[] zeroPoints(PerChannelQuantParams params) {
    int[] zeroPoints = new int[params.channels()];
    for (int c = 0; c < zeroPoints.length; c++) {
      zeroPoints[c] = params.zeroPoint(c);
    }
    return zeroPoints;
  }
}
