package io.bytelane.quant;

/// The parameter choice of FBGEMM, for models that were quantized with it: the floor of
/// [ScaleFloor#FBGEMM] and a zero point computed from the end of the range that loses less.
final class FbgemmChooser {

  private FbgemmChooser() {}

  /// Chooses parameters for a range that holds 0. The quotients are formed in double from the
  /// float32 scale.
  static QuantParams choose(float lo, float hi, LevelRange levels) {
    float wanted = ScaleFloor.fbgemmNonZero((float) (((double) hi - lo) / levels.steps()));
    float scale = Math.max(wanted, ScaleFloor.FBGEMM_MIN_SCALE);
    double low = lo;
    double high = hi;
    if (scale > wanted) {
      if (lo == 0) {
        high = scale * levels.steps();
      } else if (hi == 0) {
        low = -scale * levels.steps();
      } else {
        float stretch = scale / wanted;
        low = lo * stretch;
        high = hi * stretch;
      }
    }
    double belowZero = low / scale;
    double aboveZero = high / scale;
    double errorOfMin = Math.abs(levels.min()) + Math.abs(belowZero);
    double errorOfMax = Math.abs(levels.max()) + Math.abs(aboveZero);
    double zeroPoint =
        errorOfMin < errorOfMax ? levels.min() - belowZero : levels.max() - aboveZero;
    return new QuantParams(scale, levels.saturate((long) Math.rint(zeroPoint)), levels.type());
  }
}
