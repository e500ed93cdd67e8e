package io.bytelane.tests.support;

import io.bytelane.reference.ReferenceWindow;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/// Window geometries: small images, kernels from 1 to 5, strides up to 3 and larger than the
/// kernel, dilation, four independent pads that may exceed the kernel.
public final class Windows {
  private Windows() {}

  private record Axis(int in, int kernel, int stride, int dilation, int start, int end) {}

  /// Geometries with at least one window position.
  public static Arbitrary<ReferenceWindow> convolutions() {
    return Combinators.combine(axes(3), axes(3)).as((v, h) -> window(v, h, false));
  }

  /// Geometries of pools: every window has a cell inside the image; floor and ceil mode.
  public static Arbitrary<ReferenceWindow> pools() {
    return Combinators.combine(axes(2), axes(2), Arbitraries.of(false, true))
        .as(Windows::window)
        .filter(Windows::everyWindowInside);
  }

  private static Arbitrary<Axis> axes(int pads) {
    return Combinators.combine(
            Arbitraries.integers().between(1, 9),
            Arbitraries.of(1, 1, 2, 3, 3, 4, 5),
            Arbitraries.of(1, 1, 2, 3),
            Arbitraries.of(1, 1, 2, 3),
            Arbitraries.integers().between(0, pads),
            Arbitraries.integers().between(0, pads))
        .as(Axis::new)
        .filter(a -> a.in + a.start + a.end > a.dilation * (a.kernel - 1));
  }

  private static ReferenceWindow window(Axis v, Axis h, boolean ceilMode) {
    return new ReferenceWindow(
        v.in,
        h.in,
        v.kernel,
        h.kernel,
        v.stride,
        h.stride,
        v.dilation,
        h.dilation,
        v.start,
        h.start,
        v.end,
        h.end,
        ceilMode);
  }

  private static boolean everyWindowInside(ReferenceWindow w) {
    for (int oy = 0; oy < w.outputHeight(); oy++) {
      for (int ox = 0; ox < w.outputWidth(); ox++) {
        if (!windowInside(w, oy, ox)) {
          return false;
        }
      }
    }
    return true;
  }

  private static boolean windowInside(ReferenceWindow w, int oy, int ox) {
    for (int ky = 0; ky < w.kernelHeight(); ky++) {
      for (int kx = 0; kx < w.kernelWidth(); kx++) {
        if (w.inside(w.row(oy, ky), w.column(ox, kx))) {
          return true;
        }
      }
    }
    return false;
  }
}
