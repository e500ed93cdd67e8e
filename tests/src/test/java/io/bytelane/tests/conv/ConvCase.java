package io.bytelane.tests.conv;

import io.bytelane.Conv2dGeometry;
import io.bytelane.reference.ReferenceWindow;
import io.bytelane.tests.support.Shapes;
import io.bytelane.tests.support.Windows;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/// Shape of a convolution.
///
/// @param window spatial geometry
/// @param batch images
/// @param groups channel groups
/// @param groupInputs input channels of a group
/// @param groupOutputs output channels of a group
public record ConvCase(
    ReferenceWindow window, int batch, int groups, int groupInputs, int groupOutputs) {

  private record Channels(int groups, int inputs, int outputs) {}

  /// Any window, one to three images; one group, a few, and depthwise with multipliers.
  public static Arbitrary<ConvCase> any() {
    Arbitrary<Channels> channels =
        Arbitraries.oneOf(
            Combinators.combine(Shapes.channels(), Shapes.channels())
                .as((in, out) -> new Channels(1, in, out)),
            Combinators.combine(
                    Arbitraries.of(2, 3, 4, 12), Arbitraries.of(1, 3, 8), Arbitraries.of(1, 5, 8))
                .as(Channels::new),
            Combinators.combine(Shapes.channels(), Arbitraries.of(1, 1, 2, 3))
                .as((groups, multiplier) -> new Channels(groups, 1, multiplier)));
    return Combinators.combine(
            Windows.convolutions(), Arbitraries.integers().between(1, 3), channels)
        .as((window, batch, c) -> new ConvCase(window, batch, c.groups, c.inputs, c.outputs));
  }

  /// Kernels of 3 x 3, stride 1, with enough channels for Winograd's form: images of even and odd
  /// size, any padding, channels around vector lengths, and so many that sums need several blocks.
  public static Arbitrary<ConvCase> threeByThree() {
    Arbitrary<Integer> sizes = Arbitraries.integers().between(5, 12);
    Arbitrary<Integer> pads = Arbitraries.integers().between(0, 3);
    Arbitrary<Integer> channels = Arbitraries.of(16, 17, 24, 31, 32, 33, 48, 65, 300);
    Arbitrary<ReferenceWindow> windows =
        Combinators.combine(sizes, sizes, pads, pads, pads, pads)
            .as(
                (h, w, top, left, bottom, right) ->
                    new ReferenceWindow(h, w, 3, 3, 1, 1, 1, 1, top, left, bottom, right, false));
    return Combinators.combine(
            windows, Arbitraries.integers().between(1, 3), channels, Arbitraries.of(16, 17, 33, 64))
        .as((window, batch, in, out) -> new ConvCase(window, batch, 1, in, out));
  }

  /// Convolutions that are large enough for Strassen's algorithm: pixels, in groups too, and
  /// patches
  /// with padding and strides.
  public static Arbitrary<ConvCase> large() {
    ReferenceWindow pixels = new ReferenceWindow(9, 8, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, false);
    ReferenceWindow patches = new ReferenceWindow(12, 13, 5, 5, 1, 1, 1, 1, 2, 1, 0, 2, false);
    ReferenceWindow strided = new ReferenceWindow(23, 20, 4, 4, 2, 2, 1, 1, 1, 1, 2, 0, false);
    return Arbitraries.of(
        new ConvCase(pixels, 1, 1, 256, 130),
        new ConvCase(pixels, 2, 2, 258, 128),
        new ConvCase(patches, 1, 1, 12, 129),
        new ConvCase(strided, 1, 1, 33, 144));
  }

  /// Input channels of all groups.
  public int inputChannels() {
    return groups * groupInputs;
  }

  /// Output channels of all groups.
  public int outputChannels() {
    return groups * groupOutputs;
  }

  /// The same shape in the library's terms.
  public Conv2dGeometry geometry() {
    return Conv2dGeometry.builder(
            window.inputHeight(), window.inputWidth(), inputChannels(), outputChannels())
        .kernel(window.kernelHeight(), window.kernelWidth())
        .stride(window.strideHeight(), window.strideWidth())
        .dilation(window.dilationHeight(), window.dilationWidth())
        .pads(window.padTop(), window.padLeft(), window.padBottom(), window.padRight())
        .groups(groups)
        .build();
  }
}
