package io.bytelane.tests.gemm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bytelane.Conv2d;
import io.bytelane.Conv2dGeometry;
import io.bytelane.DynamicFullyConnected;
import io.bytelane.FullyConnected;
import io.bytelane.Workspace;
import io.bytelane.quant.LevelRange;
import io.bytelane.quant.PerChannelQuantParams;
import io.bytelane.quant.QuantParams;
import io.bytelane.quant.QuantizedType;
import io.bytelane.reference.ReferenceGemm;
import io.bytelane.reference.ReferenceMatrix;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/// Layers whose weights are given two or four to a byte, against the oracle on the weights
/// themselves. The bytes are laid out here, nibble by nibble.
class PackedWeightsProperties {
  private static final QuantParams INPUT = new QuantParams(0.5f, 3, QuantizedType.S8);

  private static byte[] levels(Random random, int count, int bits, QuantizedType type) {
    LevelRange range = type.isSigned() ? LevelRange.signed(bits) : LevelRange.unsigned(bits);
    byte[] levels = new byte[count];
    for (int i = 0; i < count; i++) {
      levels[i] = (byte) (range.min() + random.nextInt(1 << bits));
    }
    return levels;
  }

  private static byte[] packed(byte[] levels, int bits) {
    int perByte = 8 / bits;
    byte[] packed = new byte[(levels.length + perByte - 1) / perByte];
    for (int i = 0; i < levels.length; i++) {
      int low = levels[i] & (bits == 4 ? 0x0F : 0x03);
      packed[i / perByte] = (byte) (packed[i / perByte] | low << (bits * (i % perByte)));
    }
    return packed;
  }

  private static PerChannelQuantParams params(int channels, QuantizedType type) {
    int zeroPoint = type.isSigned() ? 0 : 1;
    return PerChannelQuantParams.perTensor(new QuantParams(0.25f, zeroPoint, type), channels);
  }

  private static int[] expected(byte[] x, byte[] w, int k, int n, QuantizedType type) {
    int[] zeroPoints = params(n, type).zeroPoints();
    return ReferenceGemm.accumulators(
        1,
        n,
        k,
        ReferenceMatrix.rowMajor(x, 0, k, false),
        3,
        ReferenceMatrix.columnMajor(w, 0, k, !type.isSigned()),
        zeroPoints,
        null);
  }

  @Property(tries = 100)
  void layersUnpackTheirWeights(
      @ForAll @IntRange(min = 1, max = 33) int k,
      @ForAll @IntRange(min = 1, max = 17) int n,
      @ForAll boolean four,
      @ForAll QuantizedType type,
      @ForAll long seed) {
    int bits = four ? 4 : 2;
    Random random = new Random(seed);
    byte[] weights = levels(random, k * n, bits, type);
    byte[] x = new byte[k];
    random.nextBytes(x);
    FullyConnected fc =
        FullyConnected.builder(k, n)
            .input(INPUT)
            .packedWeights(packed(weights, bits), bits, params(n, type))
            .outputInt32()
            .build();
    int[] acc = new int[n];
    fc.run(x, 0, acc, 0, 1, Workspace.forOperators(fc));
    assertThat(acc).isEqualTo(expected(x, weights, k, n, type));
    Conv2d conv =
        Conv2d.builder(Conv2dGeometry.builder(1, 1, k, n).build())
            .input(INPUT)
            .packedWeights(packed(weights, bits), bits, params(n, type))
            .outputInt32()
            .build();
    int[] pixel = new int[n];
    conv.run(x, 0, pixel, 0, 1, Workspace.forOperators(conv));
    assertThat(pixel).isEqualTo(acc);
  }

  @Property(tries = 50)
  void dynamicLayersUnpackTheirWeights(
      @ForAll @IntRange(min = 1, max = 33) int k,
      @ForAll @IntRange(min = 1, max = 17) int n,
      @ForAll QuantizedType type,
      @ForAll long seed) {
    Random random = new Random(seed);
    byte[] weights = levels(random, k * n, 4, type);
    float[] x = new float[k];
    for (int i = 0; i < k; i++) {
      x[i] = (float) random.nextGaussian();
    }
    DynamicFullyConnected packed =
        DynamicFullyConnected.builder(k, n)
            .packedWeights(packed(weights, 4), 4, params(n, type))
            .build();
    DynamicFullyConnected plain =
        DynamicFullyConnected.builder(k, n).weights(weights, params(n, type)).build();
    float[] a = new float[n];
    float[] b = new float[n];
    packed.run(x, 0, a, 0, 1, Workspace.forOperators(packed));
    plain.run(x, 0, b, 0, 1, Workspace.forOperators(plain));
    assertThat(a).isEqualTo(b);
  }

  @Example
  void lengthsAreExact() {
    assertThatThrownBy(
            () ->
                FullyConnected.builder(3, 3)
                    .name("fc")
                    .packedWeights(new byte[9], 4, params(3, QuantizedType.S8)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("fc: packed weights.length: 9 (expected: 5)");
    assertThatThrownBy(
            () ->
                FullyConnected.builder(3, 3)
                    .packedWeights(new byte[9], 3, params(3, QuantizedType.S8)))
        .hasMessage("bits: 3 (expected: 4 or 2)");
  }
}
