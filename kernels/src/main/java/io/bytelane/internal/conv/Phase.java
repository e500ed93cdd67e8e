package io.bytelane.internal.conv;

import io.bytelane.Conv2dGeometry;
import io.bytelane.TransposedConv2dGeometry;
import java.util.ArrayList;
import java.util.List;

/// One phase of a transposed convolution: the output pixels whose row and column leave the same
/// remainders modulo the strides. They are the output of an ordinary convolution with stride 1 and
/// some of the taps, so that no product with a zero between input pixels is formed, and no two
/// products are added into the same cell of memory.
///
/// @param rows the axis of rows
/// @param columns the axis of columns
/// @param geometry the ordinary convolution. Where a pad of an axis is negative it computes more
///     positions than there are outputs.
public record Phase(PhaseAxis rows, PhaseAxis columns, Conv2dGeometry geometry) {

  /// Returns the phases, which partition the output.
  public static List<Phase> of(TransposedConv2dGeometry g) {
    List<Phase> phases = new ArrayList<>();
    List<PhaseAxis> columns =
        PhaseAxis.of(
            g.inputWidth(),
            g.outputWidth(),
            g.kernelWidth(),
            g.strideWidth(),
            g.dilationWidth(),
            g.padLeft());
    for (PhaseAxis y :
        PhaseAxis.of(
            g.inputHeight(),
            g.outputHeight(),
            g.kernelHeight(),
            g.strideHeight(),
            g.dilationHeight(),
            g.padTop())) {
      for (PhaseAxis x : columns) {
        phases.add(new Phase(y, x, geometry(g, y, x)));
      }
    }
    return phases;
  }

  private static Conv2dGeometry geometry(TransposedConv2dGeometry g, PhaseAxis y, PhaseAxis x) {
    return Conv2dGeometry.builder(
            g.inputHeight(), g.inputWidth(), g.inputChannels(), g.outputChannels())
        .kernel(y.taps(), x.taps())
        .dilation(y.dilation(), x.dilation())
        .pads(
            Math.max(0, y.padBegin()),
            Math.max(0, x.padBegin()),
            Math.max(0, y.padEnd()),
            Math.max(0, x.padEnd()))
        .groups(g.groups())
        .build();
  }

  /// Returns whether the ordinary convolution computes the whole output and nothing else.
  boolean isWhole(TransposedConv2dGeometry g) {
    return g.strideHeight() == 1
        && g.strideWidth() == 1
        && geometry.outputHeight() == g.outputHeight()
        && geometry.outputWidth() == g.outputWidth()
        && rows.skipped() == 0
        && columns.skipped() == 0;
  }

  /// Copies the weights of this phase, OHWI, from those of the whole kernel; both are arrays of one
  /// type.
  ///
  public void copyWeights(TransposedConv2dGeometry g, Object weights, Object target) {
    int channels = g.inputChannels() / g.groups();
    int to = 0;
    for (int o = 0; o < g.outputChannels(); o++) {
      for (int u = 0; u < rows.taps(); u++) {
        for (int v = 0; v < columns.taps(); v++) {
          int tap = (o * g.kernelHeight() + rows.tap(u)) * g.kernelWidth() + columns.tap(v);
          System.arraycopy(weights, tap * channels, target, to, channels);
          to += channels;
        }
      }
    }
  }
}
