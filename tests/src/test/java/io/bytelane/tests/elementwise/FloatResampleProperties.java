package io.bytelane.tests.elementwise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.bytelane.FloatResample;
import io.bytelane.FloatResample.Axis;
import io.bytelane.Workspace;
import io.bytelane.tests.support.GuardedFloats;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/// Weighted sums of pixels against a sum over all of them in double.
class FloatResampleProperties {
  @Property
  void pixelsAreWeightedSums(
      @ForAll @IntRange(min = 1, max = 6) int height,
      @ForAll @IntRange(min = 1, max = 6) int width,
      @ForAll @IntRange(min = 1, max = 40) int channels,
      @ForAll @IntRange(min = 1, max = 6) int outHeight,
      @ForAll @IntRange(min = 1, max = 6) int outWidth,
      @ForAll @IntRange(max = 2) int batch,
      @ForAll long seed) {
    Random random = new Random(seed);
    int[][] rowSources = sources(outHeight, height, random);
    int[][] columnSources = sources(outWidth, width, random);
    float[][] rowWeights = weights(rowSources, random);
    float[][] columnWeights = weights(columnSources, random);
    float[] x = new float[batch * height * width * channels];
    for (int i = 0; i < x.length; i++) {
      x[i] = random.nextFloat(-4, 4);
    }
    FloatResample operator =
        FloatResample.of(
            Axis.of(height, rowSources, rowWeights),
            Axis.of(width, columnSources, columnWeights),
            channels);
    GuardedFloats in = GuardedFloats.copyOf(x, 3);
    GuardedFloats out = GuardedFloats.of(batch * outHeight * outWidth * channels, 2);

    operator.run(
        in.array(),
        in.offset(),
        out.array(),
        out.offset(),
        batch,
        Workspace.forOperators(operator));

    float[] actual = out.content();
    int at = 0;
    for (int n = 0; n < batch; n++) {
      for (int y = 0; y < outHeight; y++) {
        for (int o = 0; o < outWidth; o++) {
          for (int c = 0; c < channels; c++) {
            double expected = 0;
            for (int i = 0; i < rowSources[y].length; i++) {
              for (int j = 0; j < columnSources[o].length; j++) {
                int pixel = (n * height + rowSources[y][i]) * width + columnSources[o][j];
                expected +=
                    (double) rowWeights[y][i] * columnWeights[o][j] * x[pixel * channels + c];
              }
            }
            assertThat((double) actual[at++]).isCloseTo(expected, within(1e-4));
          }
        }
      }
    }
    out.assertGuardsIntact();
  }

  private static int[][] sources(int out, int in, Random random) {
    int[][] sources = new int[out][];
    for (int i = 0; i < out; i++) {
      sources[i] = random.ints(random.nextInt(1, 5), 0, in).toArray();
    }
    return sources;
  }

  private static float[][] weights(int[][] sources, Random random) {
    float[][] weights = new float[sources.length][];
    for (int i = 0; i < sources.length; i++) {
      weights[i] = new float[sources[i].length];
      for (int j = 0; j < weights[i].length; j++) {
        weights[i][j] = random.nextFloat(-1, 1);
      }
    }
    return weights;
  }

  @Example
  void refusesTapsOutsideTheImage() {
    assertThatThrownBy(() -> Axis.of(3, new int[][] {{1}, {2, 3}}, new float[][] {{1}, {1, 1}}))
        .isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessage("sources[1]: 3 (expected: in [0, 3))");
    assertThatThrownBy(() -> Axis.of(3, new int[][] {{}}, new float[][] {{}}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("sources[0].length: 0 (expected: >= 1)");
    assertThatThrownBy(() -> Axis.of(3, new int[][] {{0}}, new float[][] {{1, 2}}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("weights[0].length: 2 (expected: 1)");
  }
}
