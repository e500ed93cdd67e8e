package io.bytelane.reference;

/// How FBGEMM chooses quantization parameters, for reproducing PyTorch models. Not the project's
/// rule.
public final class ReferenceFbgemmParams {
  /// The smallest scale; smaller ranges are stretched to it.
  public static final float SMALLEST_SCALE = 6.1e-5f;

  private ReferenceFbgemmParams() {}

  /// Returns the parameters of [min, max] for levels low..high. A scale that is 0, or whose
  /// reciprocal is infinite, becomes 0.1; one under 6.1e-5 becomes 6.1e-5 with the range stretched
  /// by the same factor. The zero point comes from the end of the range whose error sum
  /// `|level| + |end / scale|` is smaller, the upper end on a tie.
  public static ReferenceQuantParams choose(float min, float max, int low, int high) {
    ReferenceQuantParams.checkRange(min, max);
    double lo = Math.min(min, 0f);
    double hi = Math.max(max, 0f);
    float scale = (float) ((hi - lo) / (high - low));
    if (scale == 0 || Float.isInfinite(1f / scale)) {
      scale = 0.1f;
    }
    if (scale < SMALLEST_SCALE) {
      float stretch = SMALLEST_SCALE / scale;
      float levels = SMALLEST_SCALE * (high - low);
      double from = lo;
      lo = hi == 0 ? -levels : (float) lo * stretch;
      hi = from == 0 ? levels : (float) hi * stretch;
      scale = SMALLEST_SCALE;
    }
    double zeroFromLow = low - lo / scale;
    double zeroFromHigh = high - hi / scale;
    double errorFromLow = Math.abs(low) + Math.abs(lo / scale);
    double errorFromHigh = Math.abs(high) + Math.abs(hi / scale);
    double zero = errorFromLow < errorFromHigh ? zeroFromLow : zeroFromHigh;
    return new ReferenceQuantParams(
        scale, ReferenceRequantize.saturate(Math.rint(zero), low, high));
  }
}
