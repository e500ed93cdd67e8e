package io.bytelane.tests.conformance;

import io.bytelane.reference.ReferenceQuantParams;

/// A scale and a zero point, owned by neither side of a comparison.
///
/// @param scale float32 scale
/// @param zeroPoint level of real 0
public record Affine(float scale, int zeroPoint) {
  ReferenceQuantParams reference() {
    return new ReferenceQuantParams(scale, zeroPoint);
  }

  static Affine of(ReferenceQuantParams p) {
    return new Affine(p.scale(), p.zeroPoint());
  }
}
