package io.bytelane.tests.reference;

import static org.assertj.core.api.Assertions.assertThat;

import io.bytelane.reference.ReferenceConv2d;
import io.bytelane.reference.ReferenceDepthwiseConv2d;
import io.bytelane.reference.ReferenceFloat;
import io.bytelane.reference.ReferenceLayout;
import io.bytelane.reference.ReferenceTensor;
import io.bytelane.reference.ReferenceTransposedConv2d;
import io.bytelane.reference.ReferenceWindow;
import io.bytelane.tests.support.BytePattern;
import io.bytelane.tests.support.Windows;
import java.util.Arrays;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class ReferenceConvProperties {
  @Provide
  Arbitrary<ReferenceWindow> windows() {
    return Windows.convolutions();
  }

  /// The padded image is made first, filled with the zero point, and then convolved without
  /// padding.
  @Property
  void paddingHoldsTheInputZeroPoint(
      @ForAll("windows") ReferenceWindow w,
      @ForAll @IntRange(min = 1, max = 2) int batch,
      @ForAll @IntRange(min = 1, max = 3) int groups,
      @ForAll @IntRange(min = 1, max = 3) int depth,
      @ForAll @IntRange(min = 1, max = 2) int outputsPerGroup,
      @ForAll @IntRange(min = -128, max = 127) int z,
      @ForAll long seed) {
    int c = groups * depth;
    int o = groups * outputsPerGroup;
    byte[] x = BytePattern.RANDOM.bytes(batch * w.inputHeight() * w.inputWidth() * c, false, seed);
    byte[] weights =
        BytePattern.EXTREMES.bytes(o * w.kernelHeight() * w.kernelWidth() * depth, false, seed + 1);
    int[] zw = new int[o];
    int[] bias = new int[o];
    Arrays.setAll(zw, i -> 3 * i - 4);
    Arrays.setAll(bias, i -> 17 - 100 * i);
    byte[] padded =
        ReferenceLayout.pad(
            x,
            new int[] {batch, w.inputHeight(), w.inputWidth(), c},
            new int[] {0, w.padTop(), w.padLeft(), 0},
            new int[] {0, w.padBottom(), w.padRight(), 0},
            (byte) z);
    int rows = w.inputHeight() + w.padTop() + w.padBottom();
    int columns = w.inputWidth() + w.padLeft() + w.padRight();
    int[] expected = new int[batch * w.outputHeight() * w.outputWidth() * o];
    int at = 0;
    for (int n = 0; n < batch; n++) {
      for (int oy = 0; oy < w.outputHeight(); oy++) {
        for (int ox = 0; ox < w.outputWidth(); ox++) {
          for (int j = 0; j < o; j++) {
            int sum = bias[j];
            for (int t = 0; t < w.kernelHeight() * w.kernelWidth() * depth; t++) {
              int i = t % depth;
              int y = oy * w.strideHeight() + t / depth / w.kernelWidth() * w.dilationHeight();
              int xx = ox * w.strideWidth() + t / depth % w.kernelWidth() * w.dilationWidth();
              int channel = j / outputsPerGroup * depth + i;
              byte value = padded[((n * rows + y) * columns + xx) * c + channel];
              int tap = j * w.kernelHeight() * w.kernelWidth() * depth + t;
              sum += (value - z) * (weights[tap] - zw[j]);
            }
            expected[at++] = sum;
          }
        }
      }
    }
    ReferenceTensor input = ReferenceTensor.s8(x, z);
    ReferenceTensor filter = ReferenceTensor.s8(weights, zw);
    assertThat(ReferenceConv2d.accumulators(w, batch, c, o, groups, input, filter, bias))
        .isEqualTo(expected);
    assertThat(ReferenceConv2d.wrapped(w, batch, c, o, groups, input, filter, bias))
        .isEqualTo(expected);
  }

  @Property
  void depthwiseIsAConvolutionWithOneGroupPerChannel(
      @ForAll("windows") ReferenceWindow w,
      @ForAll @IntRange(min = 1, max = 5) int channels,
      @ForAll @IntRange(min = 1, max = 3) int multiplier,
      @ForAll long seed) {
    int cells = w.kernelHeight() * w.kernelWidth();
    int outputs = channels * multiplier;
    byte[] x = BytePattern.RANDOM.bytes(w.inputHeight() * w.inputWidth() * channels, true, seed);
    byte[] hwo = BytePattern.RANDOM.bytes(cells * outputs, false, seed + 1);
    byte[] ohw = ReferenceLayout.transpose(hwo, new int[] {cells, outputs}, new int[] {1, 0});
    int[] depthwise =
        ReferenceDepthwiseConv2d.accumulators(
            w,
            1,
            channels,
            multiplier,
            ReferenceTensor.u8(x, 77),
            ReferenceTensor.s8(hwo, -3),
            null);
    int[] grouped =
        ReferenceConv2d.accumulators(
            w,
            1,
            channels,
            outputs,
            channels,
            ReferenceTensor.u8(x, 77),
            ReferenceTensor.s8(ohw, -3),
            null);
    assertThat(depthwise).isEqualTo(grouped);
  }

  /// The transposed operator: sum of conv(x) * y equals sum of x * transposed(y) for all x and y.
  @Property
  void transposedConvolutionIsTheAdjoint(
      @ForAll("windows") ReferenceWindow w,
      @ForAll @IntRange(min = 1, max = 2) int batch,
      @ForAll @IntRange(min = 1, max = 3) int c,
      @ForAll @IntRange(min = 1, max = 3) int o,
      @ForAll long seed) {
    byte[] x = BytePattern.RANDOM.bytes(batch * w.inputHeight() * w.inputWidth() * c, false, seed);
    byte[] y =
        BytePattern.RANDOM.bytes(batch * w.outputHeight() * w.outputWidth() * o, false, seed + 1);
    int cells = w.kernelHeight() * w.kernelWidth();
    byte[] ohwi = BytePattern.RANDOM.bytes(o * cells * c, false, seed + 2);
    byte[] ihwo = ReferenceLayout.transpose(ohwi, new int[] {o, cells, c}, new int[] {2, 1, 0});
    int[] forward =
        ReferenceConv2d.accumulators(
            w, batch, c, o, 1, ReferenceTensor.s8(x, 0), ReferenceTensor.s8(ohwi, 0), null);
    int[] backward =
        ReferenceTransposedConv2d.accumulators(
            w, batch, o, c, 1, ReferenceTensor.s8(y, 0), ReferenceTensor.s8(ihwo, 0), null);
    assertThat(product(forward, y)).isEqualTo(product(backward, x));
  }

  private static long product(int[] a, byte[] b) {
    assertThat(a.length).isEqualTo(b.length);
    long sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (long) a[i] * b[i];
    }
    return sum;
  }

  @Property
  void theFloatTwinGivesTheSameIntegers(
      @ForAll("windows") ReferenceWindow w,
      @ForAll @IntRange(min = 1, max = 4) int c,
      @ForAll long seed) {
    byte[] x = BytePattern.RANDOM.bytes(w.inputHeight() * w.inputWidth() * c, false, seed);
    byte[] weights =
        BytePattern.RANDOM.bytes(2 * w.kernelHeight() * w.kernelWidth() * c, false, seed + 1);
    int[] acc =
        ReferenceConv2d.accumulators(
            w,
            1,
            c,
            2,
            1,
            ReferenceTensor.s8(x, 0),
            ReferenceTensor.s8(weights, 0),
            new int[] {5, -6});
    float[] twin =
        ReferenceFloat.conv2d(w, 1, c, 2, 1, floats(x), floats(weights), new float[] {5f, -6f});
    for (int i = 0; i < acc.length; i++) {
      assertThat(twin[i]).isEqualTo((float) acc[i]);
    }
  }

  private static float[] floats(byte[] x) {
    float[] f = new float[x.length];
    for (int i = 0; i < x.length; i++) {
      f[i] = x[i];
    }
    return f;
  }
}
