package io.bytelane.tests.segment;

import static org.assertj.core.api.Assertions.assertThat;

import io.bytelane.Conv2d;
import io.bytelane.Conv2dGeometry;
import io.bytelane.DynamicFullyConnected;
import io.bytelane.DynamicFullyConnected.Granularity;
import io.bytelane.FullyConnected;
import io.bytelane.Workspace;
import io.bytelane.quant.PerChannelQuantParams;
import io.bytelane.quant.QuantParams;
import io.bytelane.quant.QuantizedType;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/// Layers on memory segments give the bits of the array form, for any number of blocks.
class SegmentLayerProperties {
  private static final QuantParams INPUT = new QuantParams(0.02f, 3, QuantizedType.S8);
  private static final QuantParams OUTPUT = new QuantParams(0.5f, -7, QuantizedType.S8);

  private static byte[] bytes(int length, long seed) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  private static PerChannelQuantParams scales(int channels, long seed) {
    Random random = new Random(seed);
    float[] scales = new float[channels];
    for (int c = 0; c < channels; c++) {
      scales[c] = 0.01f + random.nextFloat() / 10;
    }
    return PerChannelQuantParams.symmetric(scales);
  }

  private static int strided(int rows, int stride, int length) {
    return rows == 0 ? 0 : (rows - 1) * stride + length;
  }

  @Property(tries = 200)
  void fullyConnectedToInt8(
      @ForAll @IntRange(max = 300) int rows,
      @ForAll @IntRange(min = 1, max = 40) int k,
      @ForAll @IntRange(min = 1, max = 40) int n,
      @ForAll @IntRange(max = 3) int inputGap,
      @ForAll @IntRange(max = 3) int outputGap,
      @ForAll @IntRange(max = 7) int offset,
      @ForAll long seed) {
    FullyConnected layer =
        FullyConnected.builder(k, n)
            .input(INPUT)
            .weights(bytes(n * k, seed), scales(n, seed))
            .strides(k + inputGap, n + outputGap)
            .output(OUTPUT)
            .build();
    byte[] input = bytes(strided(rows, k + inputGap, k), seed + 1);
    byte[] expected = Segments.markedBytes(strided(rows, n + outputGap, n));
    layer.run(input, 0, expected, 0, rows, Workspace.forOperators(layer));
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment in = Segments.of(arena, offset, input);
      MemorySegment out = Segments.marked(arena, 2 * offset, expected.length);
      Workspace w = Workspace.of(layer.segmentWorkspaceSize());
      layer.run(in.asReadOnly(), offset, out, 2L * offset, rows, w);
      Segments.assertHolds(out, 2 * offset, expected);
    }
  }

  @Property(tries = 50)
  void fullyConnectedToInt32AndFloat(
      @ForAll @IntRange(max = 300) int rows,
      @ForAll @IntRange(min = 1, max = 40) int k,
      @ForAll @IntRange(min = 1, max = 40) int n,
      @ForAll @IntRange(max = 2) int outputGap,
      @ForAll @IntRange(max = 7) int offset,
      @ForAll long seed) {
    FullyConnected.Builder builder =
        FullyConnected.builder(k, n)
            .input(INPUT)
            .weights(bytes(n * k, seed), scales(n, seed))
            .strides(k, n + outputGap);
    FullyConnected toInt32 = builder.outputInt32().build();
    FullyConnected toFloat = builder.outputFloat().build();
    byte[] input = bytes(rows * k, seed + 1);
    int length = strided(rows, n + outputGap, n);
    MemorySegment sums = MemorySegment.ofArray(new int[length]);
    MemorySegment reals = MemorySegment.ofArray(new float[length]);
    sums.fill((byte) 0x5a);
    reals.fill((byte) 0x5a);
    toInt32.run(
        input, 0, (int[]) sums.heapBase().orElseThrow(), 0, rows, Workspace.forOperators(toInt32));
    toFloat.run(
        input,
        0,
        (float[]) reals.heapBase().orElseThrow(),
        0,
        rows,
        Workspace.forOperators(toFloat));
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment in = Segments.of(arena, offset, input);
      MemorySegment out = Segments.marked(arena, offset, 4L * length);
      Workspace w = Workspace.of(toInt32.segmentWorkspaceSize());
      toInt32.run(in, offset, out, offset, rows, w);
      Segments.assertHolds(out, offset, Segments.bytesOf(sums));
      out.fill((byte) 0x5a);
      w = Workspace.of(toFloat.segmentWorkspaceSize());
      toFloat.run(in, offset, out, offset, rows, w);
      Segments.assertHolds(out, offset, Segments.bytesOf(reals));
    }
  }

  @Property(tries = 100)
  void convolution(
      @ForAll @IntRange(max = 160) int batch,
      @ForAll @IntRange(min = 1, max = 9) int channels,
      @ForAll @IntRange(min = 1, max = 3) int kernel,
      @ForAll @IntRange(max = 7) int offset,
      @ForAll long seed) {
    Conv2dGeometry g = Conv2dGeometry.builder(4, 5, channels, 6).kernel(kernel, kernel).build();
    Conv2d layer =
        Conv2d.builder(g)
            .input(INPUT)
            .weights(bytes(g.weightCount(), seed), scales(6, seed))
            .output(OUTPUT)
            .build();
    byte[] input = bytes(batch * g.inputSize(), seed + 1);
    byte[] expected = new byte[batch * g.outputSize()];
    layer.run(input, 0, expected, 0, batch, Workspace.forOperators(layer));
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment in = Segments.of(arena, offset, input);
      MemorySegment out = Segments.marked(arena, offset, expected.length);
      layer.run(in, offset, out, offset, batch, Workspace.of(layer.segmentWorkspaceSize()));
      Segments.assertHolds(out, offset, expected);
    }
  }

  @Property(tries = 100)
  void dynamicFullyConnected(
      @ForAll Granularity granularity,
      @ForAll @IntRange(max = 300) int rows,
      @ForAll @IntRange(min = 1, max = 40) int k,
      @ForAll @IntRange(min = 1, max = 40) int n,
      @ForAll @IntRange(max = 7) int offset,
      @ForAll long seed) {
    DynamicFullyConnected layer =
        DynamicFullyConnected.builder(k, n)
            .weights(bytes(n * k, seed), scales(n, seed))
            .granularity(granularity)
            .build();
    Random random = new Random(seed);
    float[] input = new float[rows * k];
    float growth = random.nextFloat() - 0.5f;
    for (int i = 0; i < input.length; i++) {
      // The range grows or shrinks from block to block.
      input[i] = (float) (random.nextGaussian() * Math.exp(growth * 10 * i / input.length));
    }
    float[] expected = new float[rows * n];
    layer.run(input, 0, expected, 0, rows, Workspace.forOperators(layer));
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment in = Segments.of(arena, offset, input);
      MemorySegment out = Segments.marked(arena, offset, 4L * expected.length);
      layer.run(in, offset, out, offset, rows, Workspace.of(layer.segmentWorkspaceSize()));
      Segments.assertHolds(out, offset, Segments.bytesOf(MemorySegment.ofArray(expected)));
    }
  }

  @Property(tries = 20)
  void weightsFromASegment(@ForAll long seed) {
    byte[] weights = bytes(6 * 5, seed);
    byte[] input = bytes(5, seed + 1);
    int[] expected = new int[6];
    int[] output = new int[6];
    FullyConnected.Builder builder = FullyConnected.builder(5, 6).input(INPUT).outputInt32();
    FullyConnected ofArray = builder.weights(weights, scales(6, seed)).build();
    ofArray.run(input, 0, expected, 0, 1, Workspace.forOperators(ofArray));
    FullyConnected ofSegment;
    try (Arena arena = Arena.ofConfined()) {
      ofSegment = builder.weights(Segments.of(arena, 0, weights), scales(6, seed)).build();
    }
    ofSegment.run(input, 0, output, 0, 1, Workspace.forOperators(ofSegment));
    assertThat(output).isEqualTo(expected);
  }
}
