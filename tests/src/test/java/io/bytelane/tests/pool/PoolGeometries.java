package io.bytelane.tests.pool;

import io.bytelane.Pool2dGeometry;
import io.bytelane.reference.ReferenceWindow;

/// The geometry of a library pool that the reference describes by a window.
final class PoolGeometries {
  private PoolGeometries() {}

  static Pool2dGeometry of(ReferenceWindow window, int channels) {
    return Pool2dGeometry.builder(
            window.inputHeight(),
            window.inputWidth(),
            channels,
            window.kernelHeight(),
            window.kernelWidth())
        .stride(window.strideHeight(), window.strideWidth())
        .dilation(window.dilationHeight(), window.dilationWidth())
        .pads(window.padTop(), window.padLeft(), window.padBottom(), window.padRight())
        .ceilMode(window.ceilMode())
        .build();
  }
}
