package io.bytelane.quant;

import io.bytelane.quant.QuantizationException.Reason;

/// The smallest scale that a chosen range may have. Only the default belongs to the contract; the
/// others reproduce models that were quantized elsewhere.
public enum ScaleFloor {
  /// An all-zero tensor has scale 1; otherwise the scale is at least the smallest normal float, so
  /// that a channel of tiny values keeps its resolution.
  DEFAULT,
  /// At least 2^-23, as the PyTorch observers.
  PYTORCH_EPS,
  /// 0.1 if the scale is 0 or its reciprocal infinite; below 6.1e-5 the scale is 6.1e-5 and the
  /// range is stretched to match.
  FBGEMM,
  /// The absolute maximum is raised to 5e-7 before the division. Symmetric only.
  MIT_5E_7,
  /// An absolute maximum of at most 2^-24 makes a dead channel: every level is 0, scale 1.
  /// Symmetric only.
  NVIDIA_2_POW_MINUS_24;

  static final float PYTORCH_MIN_SCALE = 0x1p-23f;
  static final float FBGEMM_MIN_SCALE = 6.1e-5f;
  static final float FBGEMM_ZERO_SCALE = 0.1f;
  private static final float MIT_MIN_ABS_MAX = 5e-7f;
  private static final float NVIDIA_MAX_DEAD_AMAX = 0x1p-24f;

  /// Computes the symmetric scale of an absolute maximum.
  float symmetric(float absMax, float divisor) {
    float scale = absMax / divisor;
    return switch (this) {
      case DEFAULT -> absMax == 0 ? 1f : Math.max(scale, Float.MIN_NORMAL);
      case PYTORCH_EPS -> Math.max(scale, PYTORCH_MIN_SCALE);
      case FBGEMM -> Math.max(fbgemmNonZero(scale), FBGEMM_MIN_SCALE);
      case MIT_5E_7 -> Math.max(absMax, MIT_MIN_ABS_MAX) / divisor;
      case NVIDIA_2_POW_MINUS_24 -> isDead(absMax) ? 1f : scale;
    };
  }

  /// Applies the floor to the affine scale of a range, for the rules that only raise it.
  float affine(float scale) {
    return switch (this) {
      case DEFAULT -> scale == 0 ? 1f : Math.max(scale, Float.MIN_NORMAL);
      case PYTORCH_EPS -> Math.max(scale, PYTORCH_MIN_SCALE);
      case FBGEMM, MIT_5E_7, NVIDIA_2_POW_MINUS_24 ->
          throw QuantizationException.of(
              Reason.UNSUPPORTED, "floor", this, "DEFAULT, PYTORCH_EPS or FBGEMM for a range");
    };
  }

  /// Tells whether every level of a channel is 0 whatever its values are.
  ///
  /// @param absMax absolute maximum of the channel, not negative
  /// @return true at 0, and up to 2^-24 for `NVIDIA_2_POW_MINUS_24`
  public boolean isDead(float absMax) {
    return absMax <= (this == NVIDIA_2_POW_MINUS_24 ? NVIDIA_MAX_DEAD_AMAX : 0f);
  }

  static float fbgemmNonZero(float scale) {
    return scale == 0 || Float.isInfinite(1 / scale) ? FBGEMM_ZERO_SCALE : scale;
  }
}
