package io.bytelane.tests.elementwise;

import static org.assertj.core.api.Assertions.assertThat;

import io.bytelane.Concat;
import io.bytelane.ImageGather;
import io.bytelane.ImageLayout;
import io.bytelane.quant.QuantParams;
import io.bytelane.quant.QuantizedType;
import io.bytelane.reference.ReferenceElementwise;
import io.bytelane.reference.ReferenceQuantParams;
import io.bytelane.tests.support.BytePattern;
import io.bytelane.tests.support.FloatPattern;
import io.bytelane.tests.support.GuardedBytes;
import io.bytelane.tests.support.GuardedFloats;
import io.bytelane.tests.support.QuantParamsSamples;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class MovementProperties {
  @Property
  void concatRequantizesWhatDiffers(
      @ForAll("params") List<QuantParams> inputs,
      @ForAll boolean outputIsFirst,
      @ForAll @IntRange(max = 3) int outer,
      @ForAll long seed) {
    Random random = new Random(seed);
    QuantParams output = outputIsFirst ? inputs.getFirst() : QuantParams.symmetric(0.03f);
    int[] lengths = random.ints(inputs.size(), 0, 70).toArray();
    int[] offsets = random.ints(inputs.size(), 0, 5).toArray();
    byte[][] arrays = new byte[inputs.size()][];
    int block = 0;
    for (int i = 0; i < lengths.length; i++) {
      arrays[i] = BytePattern.RANDOM.bytes(offsets[i] + outer * lengths[i], false, seed + i);
      block += lengths[i];
    }
    byte[] expected = new byte[outer * block];
    int at = 0;
    for (int o = 0; o < outer; o++) {
      for (int i = 0; i < lengths.length; i++) {
        for (int j = 0; j < lengths[i]; j++) {
          byte q = arrays[i][offsets[i] + o * lengths[i] + j];
          expected[at++] =
              (byte)
                  ReferenceElementwise.rescale(
                      q, reference(inputs.get(i)), reference(output), -128, 127);
        }
      }
    }
    GuardedBytes out = GuardedBytes.of(expected.length, 1);
    Concat.of(inputs, lengths, output).run(arrays, offsets, out.array(), out.offset(), outer);
    assertThat(out.content()).containsExactly(expected);
    out.assertGuardsIntact();
  }

  @Property
  void layoutsAreTransposedBothWays(
      @ForAll @IntRange(min = 1, max = 70) int channels,
      @ForAll @IntRange(min = 1, max = 9) int height,
      @ForAll @IntRange(min = 1, max = 9) int width,
      @ForAll @IntRange(max = 2) int batch,
      @ForAll long seed) {
    ImageLayout layout = ImageLayout.of(channels, height, width);
    int pixels = height * width;
    byte[] x = BytePattern.RANDOM.bytes(batch * layout.size(), false, seed);
    byte[] expected = new byte[x.length];
    float[] floats = FloatPattern.UNIFORM.floats(x.length, seed);
    float[] expectedFloats = new float[x.length];
    for (int n = 0; n < batch; n++) {
      for (int c = 0; c < channels; c++) {
        for (int p = 0; p < pixels; p++) {
          int from = (n * channels + c) * pixels + p;
          int to = (n * pixels + p) * channels + c;
          expected[to] = x[from];
          expectedFloats[to] = floats[from];
        }
      }
    }
    GuardedBytes nhwc = GuardedBytes.of(x.length, 1);
    layout.toNhwc(x, 0, nhwc.array(), nhwc.offset(), batch);
    assertThat(nhwc.content()).containsExactly(expected);
    nhwc.assertGuardsIntact();
    GuardedBytes nchw = GuardedBytes.of(x.length, 0);
    layout.toNchw(nhwc.array(), nhwc.offset(), nchw.array(), nchw.offset(), batch);
    assertThat(nchw.content()).containsExactly(x);
    nchw.assertGuardsIntact();
    GuardedFloats floatNhwc = GuardedFloats.of(x.length);
    layout.toNhwc(floats, 0, floatNhwc.array(), floatNhwc.offset(), batch);
    assertThat(floatNhwc.content()).containsExactly(expectedFloats);
    float[] back = new float[x.length];
    layout.toNchw(floatNhwc.array(), floatNhwc.offset(), back, 0, batch);
    assertThat(back).containsExactly(floats);
  }

  @Property
  void pixelsArePaddedCroppedAndRepeated(
      @ForAll @IntRange(min = 1, max = 6) int height,
      @ForAll @IntRange(min = 1, max = 6) int width,
      @ForAll @IntRange(min = 1, max = 9) int channels,
      @ForAll @IntRange(min = 0, max = 3) int top,
      @ForAll @IntRange(min = -1, max = 3) int right,
      @ForAll @IntRange(min = 1, max = 3) int factor,
      @ForAll long seed) {
    byte[] x = BytePattern.RANDOM.bytes(2 * height * width * channels, false, seed);
    int padRight = Math.max(right, 1 - width);
    ImageGather pad = ImageGather.pad(height, width, channels, top, 0, 0, padRight);
    assertThat(pad.outputHeight()).isEqualTo(height + top);
    byte[] padded = gather(pad, channels, x);
    int at = 0;
    for (int n = 0; n < 2; n++) {
      for (int y = -top; y < height; y++) {
        for (int p = 0; p < width + padRight; p++) {
          for (int c = 0; c < channels; c++) {
            boolean inside = y >= 0 && p < width;
            byte expected = inside ? x[((n * height + y) * width + p) * channels + c] : (byte) -7;
            assertThat(padded[at++]).isEqualTo(expected);
          }
        }
      }
    }
    byte[] large = gather(ImageGather.upsample(height, width, channels, factor, 2), channels, x);
    at = 0;
    for (int y = 0; y < 2 * height * factor; y++) {
      for (int p = 0; p < width * 2; p++) {
        for (int c = 0; c < channels; c++) {
          assertThat(large[at++]).isEqualTo(x[((y / factor) * width + p / 2) * channels + c]);
        }
      }
    }
  }

  @Provide
  Arbitrary<List<QuantParams>> params() {
    return QuantParamsSamples.ordinary(QuantizedType.S8).list().ofMinSize(1).ofMaxSize(4);
  }

  /// Gathers two images of bytes, and the same as floats.
  private static byte[] gather(ImageGather gather, int channels, byte[] x) {
    int size = 2 * gather.outputHeight() * gather.outputWidth() * channels;
    GuardedBytes out = GuardedBytes.of(size, 1);
    gather.run(x, 0, out.array(), out.offset(), 2, (byte) -7);
    out.assertGuardsIntact();
    float[] floats = new float[x.length];
    for (int i = 0; i < x.length; i++) {
      floats[i] = x[i];
    }
    float[] floatOut = new float[size];
    gather.run(floats, 0, floatOut, 0, 2, -7f);
    byte[] content = out.content();
    for (int i = 0; i < size; i++) {
      assertThat(floatOut[i]).isEqualTo(content[i]);
    }
    return content;
  }

  private static ReferenceQuantParams reference(QuantParams params) {
    return new ReferenceQuantParams(params.scale(), params.zeroPoint());
  }
}
