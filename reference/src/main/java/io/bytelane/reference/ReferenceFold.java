package io.bytelane.reference;

/// Folding of an inference-mode batch normalization into the layer before it: in double, rounded to
/// float32 at the end.
public final class ReferenceFold {
  private ReferenceFold() {}

  /// Returns `gamma / sqrt(variance + epsilon)`.
  ///
  /// @throws ReferenceRefusal `InvalidModel` if variance + epsilon is not positive
  public static double gain(float gamma, float variance, float epsilon) {
    double spread = (double) variance + (double) epsilon;
    if (!(spread > 0)) {
      throw new ReferenceRefusal("InvalidModel", -1, "variance + epsilon: " + spread + " (> 0)");
    }
    return gamma / Math.sqrt(spread);
  }

  /// Returns the folded weight `w * gain`.
  public static float weight(float w, double gain) {
    return (float) (w * gain);
  }

  /// Returns the folded bias `(bias - mean) * gain + beta`.
  public static float bias(float bias, float mean, float beta, double gain) {
    return (float) (((double) bias - mean) * gain + beta);
  }
}
