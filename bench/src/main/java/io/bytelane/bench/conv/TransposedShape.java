package io.bytelane.bench.conv;

import io.bytelane.TransposedConv2dGeometry;
import io.bytelane.bench.BenchShape;
import io.bytelane.reference.ReferenceWindow;

/// A transposed convolution of one image. The id is that of [ConvShape]: `HxWxC-OkKsSpPgG`, with
/// the input that is read and the output channels that are written.
///
/// @param form the numbers of the id
public record TransposedShape(ConvShape form) implements BenchShape {
  /// Reads the form that [#id] writes.
  public static TransposedShape parse(String id) {
    return new TransposedShape(ConvShape.parse(id));
  }

  @Override
  public String id() {
    return form.id();
  }

  /// Every input pixel meets every tap; those cut off by the padding are counted as well.
  @Override
  public double macs() {
    return (double) form.height() * form.width() * form.depth() * form.outputChannels();
  }

  /// Returns the shape as Bytelane describes it.
  public TransposedConv2dGeometry geometry() {
    return TransposedConv2dGeometry.builder(
            form.height(), form.width(), form.inputChannels(), form.outputChannels())
        .kernel(form.kernel(), form.kernel())
        .stride(form.stride(), form.stride())
        .pads(form.pad(), form.pad(), form.pad(), form.pad())
        .groups(form.groups())
        .build();
  }

  /// Returns the window of the convolution whose transpose this is.
  ReferenceWindow window() {
    TransposedConv2dGeometry g = geometry();
    return ReferenceWindow.of(
        g.outputHeight(), g.outputWidth(), form.kernel(), form.kernel(), form.stride(), form.pad());
  }
}
