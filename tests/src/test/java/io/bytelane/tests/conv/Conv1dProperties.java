package io.bytelane.tests.conv;

import static org.assertj.core.api.Assertions.assertThat;

import io.bytelane.Conv2d;
import io.bytelane.Conv2dGeometry;
import io.bytelane.Workspace;
import io.bytelane.quant.PerChannelQuantParams;
import io.bytelane.quant.QuantizedType;
import io.bytelane.tests.gemm.LayerCase;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/// Sequences as images of one row, against a loop that knows one dimension only.
class Conv1dProperties {
  @Provide
  Arbitrary<LayerCase> cases() {
    return LayerCase.any();
  }

  @Property(tries = 300)
  void sequencesAreConvolved(
      @ForAll @IntRange(min = 1, max = 40) int length,
      @ForAll @IntRange(min = 1, max = 3) int groups,
      @ForAll @IntRange(min = 1, max = 9) int groupInputs,
      @ForAll @IntRange(min = 1, max = 9) int groupOutputs,
      @ForAll @IntRange(min = 1, max = 7) int kernel,
      @ForAll @IntRange(min = 1, max = 3) int stride,
      @ForAll @IntRange(min = 1, max = 4) int dilation,
      @ForAll @IntRange(max = 4) int padBegin,
      @ForAll @IntRange(max = 4) int padEnd,
      @ForAll("cases") LayerCase layer) {
    int outputs = (length + padBegin + padEnd - dilation * (kernel - 1) - 1) / stride + 1;
    Assume.that(length + padBegin + padEnd > dilation * (kernel - 1));
    int in = groups * groupInputs;
    int out = groups * groupOutputs;
    byte[] input = layer.inputBytes(length * in);
    byte[] weights = layer.weightBytes(out * kernel * groupInputs);
    PerChannelQuantParams params = layer.weights(out);
    int[] expected = new int[outputs * out];
    for (int t = 0; t < outputs; t++) {
      for (int o = 0; o < out; o++) {
        for (int k = 0; k < kernel; k++) {
          int at = t * stride - padBegin + k * dilation;
          for (int i = 0; at >= 0 && at < length && i < groupInputs; i++) {
            int x = value(input[at * in + o / groupOutputs * groupInputs + i], layer.inputType());
            int w = value(weights[(o * kernel + k) * groupInputs + i], layer.weightType());
            expected[t * out + o] += (x - layer.input().zeroPoint()) * (w - params.zeroPoint(o));
          }
        }
      }
    }
    Conv2dGeometry geometry =
        Conv2dGeometry.conv1d(length, in, out, kernel, stride, dilation, padBegin, padEnd, groups);
    assertThat(geometry.outputHeight()).isEqualTo(1);
    assertThat(geometry.outputWidth()).isEqualTo(outputs);
    Conv2d conv =
        Conv2d.builder(geometry)
            .input(layer.input())
            .weights(weights, params)
            .outputInt32()
            .build();
    int[] acc = new int[expected.length];
    conv.run(input, 0, acc, 0, 1, Workspace.forOperators(conv));
    assertThat(acc).isEqualTo(expected);
  }

  private static int value(byte raw, QuantizedType type) {
    return type.isSigned() ? raw : raw & 0xFF;
  }
}
