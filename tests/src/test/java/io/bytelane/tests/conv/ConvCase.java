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
                    Arbitraries.of(2, 3, 4), Arbitraries.of(1, 3, 8), Arbitraries.of(1, 5, 8))
                .as(Channels::new),
            Combinators.combine(Shapes.channels(), Arbitraries.of(1, 1, 2, 3))
                .as((groups, multiplier) -> new Channels(groups, 1, multiplier)));
    return Combinators.combine(
            Windows.convolutions(), Arbitraries.integers().between(1, 3), channels)
        .as((window, batch, c) -> new ConvCase(window, batch, c.groups, c.inputs, c.outputs));
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
