package io.bytelane.tests.elementwise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bytelane.FloatPad;
import io.bytelane.Pad;
import io.bytelane.ResizeNearest;
import io.bytelane.ResizeNearest.Coordinates;
import io.bytelane.Transpose;
import io.bytelane.quant.QuantParams;
import io.bytelane.reference.ReferenceElementwise;
import io.bytelane.reference.ReferenceLayout;
import io.bytelane.reference.ReferenceQuantParams;
import io.bytelane.tests.support.BytePattern;
import io.bytelane.tests.support.GuardedBytes;
import io.bytelane.tests.support.GuardedFloats;
import io.bytelane.tests.support.QuantParamsSamples;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/// Operators that put levels and floats elsewhere: transpose, pad, resize.
class ArrangementProperties {
  @Property
  void axesArePermuted(@ForAll("shapes") List<Integer> axes, @ForAll long seed) {
    int[] shape = axes.stream().mapToInt(i -> i).toArray();
    List<Integer> order = new ArrayList<>(IntStream.range(0, shape.length).boxed().toList());
    Collections.shuffle(order, new Random(seed));
    int[] permutation = order.stream().mapToInt(i -> i).toArray();
    Transpose transpose = Transpose.of(shape, permutation);
    int size = transpose.size();
    byte[] x = BytePattern.RANDOM.bytes(2 * size, false, seed);
    byte[] expected = new byte[2 * size];
    for (int n = 0; n < 2; n++) {
      byte[] one = Arrays.copyOfRange(x, n * size, (n + 1) * size);
      System.arraycopy(
          ReferenceLayout.transpose(one, shape, permutation), 0, expected, n * size, size);
    }
    GuardedBytes out = GuardedBytes.of(x.length, 1);
    transpose.run(x, 0, out.array(), out.offset(), 2);
    assertThat(out.content()).containsExactly(expected);
    out.assertGuardsIntact();
    GuardedFloats floats = GuardedFloats.of(x.length);
    transpose.run(floats(x), 0, floats.array(), floats.offset(), 2);
    assertThat(floats.content()).containsExactly(floats(expected));
    floats.assertGuardsIntact();
  }

  @Property
  void cellsAreAddedAndRemoved(
      @ForAll("shapes") List<Integer> axes,
      @ForAll("params") QuantParams in,
      @ForAll("params") QuantParams other,
      @ForAll boolean sameParams,
      @ForAll long seed) {
    int[] shape = axes.stream().mapToInt(i -> i).toArray();
    Random random = new Random(seed);
    int[] begin = pads(shape.length, random);
    int[] end = pads(shape.length, random);
    Arrays.setAll(end, d -> Math.max(end[d], 1 - shape[d] - begin[d]));
    QuantParams out = sameParams ? in : other;
    int size = Arrays.stream(shape).reduce(1, (a, b) -> a * b);
    byte[] x = BytePattern.RANDOM.bytes(size, !in.type().isSigned(), seed);
    byte[] moved = new byte[size];
    for (int i = 0; i < size; i++) {
      int q = in.type().isSigned() ? x[i] : x[i] & 0xFF;
      moved[i] =
          (byte)
              ReferenceElementwise.rescale(
                  q, reference(in), reference(out), out.type().min(), out.type().max());
    }
    byte[] expected = padded(sameParams ? x : moved, shape, begin, end, (byte) out.zeroPoint());
    Pad pad = sameParams ? Pad.of(shape, begin, end, in) : Pad.of(shape, begin, end, in, out);
    GuardedBytes output = GuardedBytes.of(expected.length, 1);
    pad.run(x, 0, output.array(), output.offset(), 1);
    assertThat(output.content()).containsExactly(expected);
    output.assertGuardsIntact();
    GuardedFloats floats = GuardedFloats.of(expected.length);
    FloatPad.of(shape, begin, end, -7f).run(floats(x), 0, floats.array(), floats.offset(), 1);
    assertThat(floats.content()).containsExactly(floats(padded(x, shape, begin, end, (byte) -7)));
    floats.assertGuardsIntact();
  }

  /// The oracle pads; what is cropped is cut off before and given back as nothing.
  private static byte[] padded(byte[] x, int[] shape, int[] begin, int[] end, byte value) {
    int rank = shape.length;
    int[] first = new int[rank];
    int[] kept = new int[rank];
    Arrays.setAll(first, d -> Math.min(shape[d], Math.max(0, -begin[d])));
    Arrays.setAll(kept, d -> Math.max(0, Math.min(shape[d], shape[d] + end[d]) - first[d]));
    int[] strides = new int[rank];
    int stride = 1;
    for (int d = rank - 1; d >= 0; d--) {
      strides[d] = stride;
      stride *= shape[d];
    }
    byte[] cut = new byte[Arrays.stream(kept).reduce(1, (a, b) -> a * b)];
    for (int i = 0; i < cut.length; i++) {
      int rest = i;
      int from = 0;
      for (int d = rank - 1; d >= 0; d--) {
        from += (first[d] + rest % kept[d]) * strides[d];
        rest /= kept[d];
      }
      cut[i] = x[from];
    }
    int[] before = new int[rank];
    int[] after = new int[rank];
    for (int d = 0; d < rank; d++) {
      int length = shape[d] + begin[d] + end[d];
      before[d] = Math.min(Math.max(0, begin[d]), length);
      after[d] = length - before[d] - kept[d];
    }
    return ReferenceLayout.pad(cut, kept, before, after, value);
  }

  @Property
  void pixelsComeFromTheNearest(
      @ForAll @IntRange(min = 1, max = 9) int height,
      @ForAll @IntRange(min = 1, max = 9) int width,
      @ForAll @IntRange(min = 1, max = 20) int channels,
      @ForAll @IntRange(min = 1, max = 20) int outputHeight,
      @ForAll @IntRange(min = 1, max = 20) int outputWidth,
      @ForAll Coordinates rule,
      @ForAll long seed) {
    ResizeNearest resize =
        ResizeNearest.of(height, width, channels, outputHeight, outputWidth, rule);
    byte[] x = BytePattern.RANDOM.bytes(2 * height * width * channels, false, seed);
    byte[] expected = new byte[2 * outputHeight * outputWidth * channels];
    int at = 0;
    for (int n = 0; n < 2; n++) {
      for (int oy = 0; oy < outputHeight; oy++) {
        for (int ox = 0; ox < outputWidth; ox++) {
          int y = nearest(rule, oy, height, outputHeight);
          int from = ((n * height + y) * width + nearest(rule, ox, width, outputWidth)) * channels;
          for (int c = 0; c < channels; c++) {
            expected[at++] = x[from + c];
          }
        }
      }
    }
    GuardedBytes out = GuardedBytes.of(expected.length, 1);
    resize.run(x, 0, out.array(), out.offset(), 2);
    assertThat(out.content()).containsExactly(expected);
    out.assertGuardsIntact();
    float[] floats = new float[expected.length];
    resize.run(floats(x), 0, floats, 0, 2);
    assertThat(floats).containsExactly(floats(expected));
  }

  /// In double: sizes are small, so that no quotient but an exact one comes near an integer.
  private static int nearest(Coordinates rule, int o, int in, int out) {
    double exact =
        switch (rule) {
          case ASYMMETRIC -> o * (double) in / out;
          case HALF_PIXEL -> (o + 0.5) * in / out;
          case ALIGN_CORNERS -> out == 1 ? 0 : o * (in - 1.0) / (out - 1) + 0.5;
        };
    return (int) Math.floor(exact + 1e-9);
  }

  @Example
  void whatDoesNotFitIsRefused() {
    assertThatThrownBy(() -> Transpose.of(new int[] {2, 3}, 0))
        .hasMessage("permutation.length: 1 (expected: 2)");
    assertThatThrownBy(() -> Transpose.of(new int[] {2, 3}, 1, 1))
        .hasMessage("permutation: [1, 1] (expected: every axis from 0 to 1 once)");
    assertThatThrownBy(() -> Transpose.of(new int[] {2, 0}, 1, 0))
        .hasMessage("shape[1]: 0 (expected: >= 1)");
    int[] one = {1, 1};
    assertThatThrownBy(() -> FloatPad.of(new int[] {2, 3}, one, new int[] {-3, 0}, 0f))
        .hasMessage("shape[0] + padding: 0 (expected: >= 1)");
    assertThatThrownBy(() -> FloatPad.of(new int[] {2, 3}, new int[1], one, 0f))
        .hasMessage("begin.length: 1 (expected: 2)");
    assertThatThrownBy(() -> ResizeNearest.of(2, 2, 1, 0, 4, Coordinates.ASYMMETRIC))
        .hasMessage("outputHeight: 0 (expected: >= 1)");
    byte[] out = {9, 9, 9, 9};
    Transpose transpose = Transpose.of(new int[] {2, 2}, 1, 0);
    assertThatThrownBy(() -> transpose.run(new byte[4], 0, out, 1, 1))
        .isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessage("output.length: 4 (expected: >= outputOffset + 4 = 5)");
    Pad pad = Pad.ofLevel(new int[] {2}, new int[] {1}, new int[] {1}, (byte) 3);
    assertThatThrownBy(() -> pad.run(new byte[1], 0, out, 0, 1))
        .isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessage("input.length: 1 (expected: >= inputOffset + 2 = 2)");
    assertThat(out).containsOnly(9);
    pad.run(new byte[] {1, 2}, 0, out, 0, 1);
    assertThat(out).containsExactly(3, 1, 2, 3);
  }

  @Provide
  Arbitrary<List<Integer>> shapes() {
    return Arbitraries.of(1, 1, 2, 3, 5, 17, 33, 70)
        .list()
        .ofMinSize(1)
        .ofMaxSize(5)
        .filter(shape -> shape.stream().mapToLong(i -> i).reduce(1, (a, b) -> a * b) < 20_000);
  }

  @Provide
  Arbitrary<QuantParams> params() {
    return QuantParamsSamples.ordinary();
  }

  private static int[] pads(int rank, Random random) {
    return random.ints(rank, -2, 4).map(p -> random.nextBoolean() ? 0 : p).toArray();
  }

  private static float[] floats(byte[] x) {
    float[] floats = new float[x.length];
    for (int i = 0; i < x.length; i++) {
      floats[i] = x[i];
    }
    return floats;
  }

  private static ReferenceQuantParams reference(QuantParams params) {
    return new ReferenceQuantParams(params.scale(), params.zeroPoint());
  }
}
