package io.bytelane.tests.conv;

import io.bytelane.TransposedConv2dGeometry;
import io.bytelane.reference.ReferenceLayout;
import io.bytelane.reference.ReferenceWindow;
import io.bytelane.tests.support.Shapes;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/// Shapes of transposed convolutions: strides larger and smaller than the kernel, with and without
/// common divisors with the dilation, pads that cut more than the kernel adds, output padding
/// beyond the stride.
///
/// @param geometry in the library's terms
/// @param batch images
public record TransposedCase(TransposedConv2dGeometry geometry, int batch) {
  private record Axis(int in, int kernel, int stride, int dilation, int start, int end, int extra) {
    int out() {
      return (in - 1) * stride + dilation * (kernel - 1) + 1 - start - end + extra;
    }
  }

  private record Channels(int groups, int inputs, int outputs) {}

  /// All shapes.
  public static Arbitrary<TransposedCase> any() {
    Arbitrary<Channels> channels =
        Arbitraries.oneOf(
            Combinators.combine(Shapes.channels(), Shapes.channels())
                .as((in, out) -> new Channels(1, in, out)),
            Combinators.combine(
                    Arbitraries.of(2, 3, 4, 36), Arbitraries.of(1, 3, 8), Arbitraries.of(1, 5, 8))
                .as(Channels::new));
    return Combinators.combine(axes(), axes(), channels, Arbitraries.integers().between(1, 3))
        .as(TransposedCase::of);
  }

  private static Arbitrary<Axis> axes() {
    return Combinators.combine(
            Arbitraries.integers().between(1, 6),
            Arbitraries.of(1, 2, 3, 3, 4, 5),
            Arbitraries.of(1, 2, 2, 3, 4),
            Arbitraries.of(1, 1, 2, 3, 4),
            Arbitraries.of(0, 0, 1, 2, 5),
            Arbitraries.of(0, 0, 1, 2, 5),
            Arbitraries.of(0, 0, 1, 2, 5))
        .as(Axis::new)
        .filter(axis -> axis.out() >= 1);
  }

  private static TransposedCase of(Axis v, Axis h, Channels c, int batch) {
    return new TransposedCase(
        TransposedConv2dGeometry.builder(v.in, h.in, c.groups * c.inputs, c.groups * c.outputs)
            .kernel(v.kernel, h.kernel)
            .stride(v.stride, h.stride)
            .dilation(v.dilation, h.dilation)
            .pads(v.start, h.start, v.end, h.end)
            .outputPadding(v.extra, h.extra)
            .groups(c.groups)
            .build(),
        batch);
  }

  /// Returns the window of the convolution whose transpose this is, wide enough to have a position
  /// for every input cell; [#forWindow] fills up the others.
  ReferenceWindow window() {
    TransposedConv2dGeometry g = geometry;
    return new ReferenceWindow(
        g.outputHeight(),
        g.outputWidth(),
        g.kernelHeight(),
        g.kernelWidth(),
        g.strideHeight(),
        g.strideWidth(),
        g.dilationHeight(),
        g.dilationWidth(),
        g.padTop(),
        g.padLeft(),
        g.padBottom() + g.strideHeight() * g.kernelHeight(),
        g.padRight() + g.strideWidth() * g.kernelWidth(),
        false);
  }

  /// Returns the input with cells of `zero` for window positions that are none of its own.
  byte[] forWindow(byte[] input, byte zero) {
    ReferenceWindow w = window();
    int[] shape = {batch, geometry.inputHeight(), geometry.inputWidth(), geometry.inputChannels()};
    int[] end = {0, w.outputHeight() - shape[1], w.outputWidth() - shape[2], 0};
    return ReferenceLayout.pad(input, shape, new int[4], end, zero);
  }

  /// Returns the elements of all outputs.
  int outputSize() {
    return batch * geometry.outputSize();
  }
}
