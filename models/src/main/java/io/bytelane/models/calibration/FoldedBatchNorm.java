package io.bytelane.models.calibration;

import io.bytelane.quant.ChannelLayout;
import io.bytelane.quant.QuantizationException;
import io.bytelane.quant.QuantizationException.Reason;

/// The arithmetic of folding a batch normalization, in inference form, into the layer before it:
/// `g = gamma / sqrt(variance + epsilon)`, `w' = w * g` for each weight of the output channel, `b'
/// = (b - mean) * g + beta`. In double, rounded to float32 at the end.
///
/// Immutable: one factor and one offset per output channel.
public final class FoldedBatchNorm {

  private final double[] factors;
  private final double[] means;
  private final double[] betas;

  private FoldedBatchNorm(double[] factors, double[] means, double[] betas) {
    this.factors = factors;
    this.means = means;
    this.betas = betas;
  }

  /// Prepares the fold.
  ///
  /// @param gamma scale per channel
  /// @param beta offset per channel
  /// @param mean running mean per channel
  /// @param variance running variance per channel
  /// @param epsilon added to the variance
  /// @return the fold
  /// @throws QuantizationException `INVALID_MODEL` with the first channel whose `variance +
  ///     epsilon` is not greater than 0; `NON_FINITE_DATA` with the first channel of a parameter
  ///     that is NaN or infinite
  /// @throws IllegalArgumentException if the lengths differ
  public static FoldedBatchNorm of(
      float[] gamma, float[] beta, float[] mean, float[] variance, double epsilon) {
    int channels = gamma.length;
    requireFinite("gamma", gamma, channels);
    requireFinite("beta", beta, channels);
    requireFinite("mean", mean, channels);
    requireFinite("variance", variance, channels);
    double[] factors = new double[channels];
    double[] means = new double[channels];
    double[] betas = new double[channels];
    for (int c = 0; c < channels; c++) {
      double spread = variance[c] + epsilon;
      if (!(spread > 0)) {
        throw QuantizationException.at(
            Reason.INVALID_MODEL, "variance + epsilon", c, spread, "> 0");
      }
      factors[c] = gamma[c] / Math.sqrt(spread);
      means[c] = mean[c];
      betas[c] = beta[c];
    }
    return new FoldedBatchNorm(factors, means, betas);
  }

  private static void requireFinite(String name, float[] values, int channels) {
    if (values.length != channels) {
      throw new IllegalArgumentException(
          name + ".length: " + values.length + " (expected: gamma.length = " + channels + ")");
    }
    for (int c = 0; c < channels; c++) {
      if (!Float.isFinite(values[c])) {
        throw QuantizationException.at(Reason.NON_FINITE_DATA, name, c, values[c], "finite");
      }
    }
  }

  /// Returns the number of output channels.
  ///
  /// @return the number
  public int channels() {
    return factors.length;
  }

  /// Folds the weights.
  ///
  /// @param weights row-major, not changed
  /// @param layout its output channels, as many as this fold has
  /// @return the new weights
  public float[] weights(float[] weights, ChannelLayout layout) {
    if (layout.parameters() != factors.length || layout.elements() != weights.length) {
      throw new IllegalArgumentException(
          "layout: "
              + layout
              + " with "
              + layout.parameters()
              + " channels (expected: "
              + weights.length
              + " elements, "
              + factors.length
              + " channels)");
    }
    float[] folded = new float[weights.length];
    for (int i = 0; i < weights.length; i++) {
      folded[i] = (float) (weights[i] * factors[layout.parameterOf(i)]);
    }
    return folded;
  }

  /// Folds the bias.
  ///
  /// @param bias one value per output channel, or null for none; not changed
  /// @return the new bias
  public float[] bias(float[] bias) {
    if (bias != null && bias.length != factors.length) {
      throw new IllegalArgumentException(
          "bias.length: " + bias.length + " (expected: " + factors.length + ")");
    }
    float[] folded = new float[factors.length];
    for (int c = 0; c < folded.length; c++) {
      double own = bias == null ? 0 : bias[c];
      folded[c] = (float) ((own - means[c]) * factors[c] + betas[c]);
    }
    return folded;
  }
}
