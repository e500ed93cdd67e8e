package io.bytelane.quant;

import io.bytelane.quant.QuantizationException.Reason;
import java.util.Arrays;
import java.util.Objects;

/// Quantization of a tensor that keeps a scale, and optionally a zero point, for each channel of
/// one axis: the real value of `q` in channel `c` is `scale(c) * (q - zeroPoint(c))`.
///
/// Immutable and thread-safe; arrays are copied on the way in and out. Two instances are equal if
/// their types are and every channel has the same scale, bit for bit, and the same zero point.
public final class PerChannelQuantParams {

  private final float[] scales;
  private final int[] zeroPoints;
  private final QuantizedType type;

  private PerChannelQuantParams(float[] scales, int[] zeroPoints, QuantizedType type) {
    this.scales = scales;
    this.zeroPoints = zeroPoints;
    this.type = type;
  }

  /// Returns affine parameters.
  ///
  /// @param scales one per channel, at least one, each finite and greater than 0; copied
  /// @param zeroPoints one per channel, within the type, or null for symmetric parameters; copied
  /// @param type how levels are stored
  /// @return the parameters
  /// @throws QuantizationException naming the first channel whose scale (`INVALID_SCALE`) or zero
  ///     point (`INVALID_ZERO_POINT`) breaks its rule
  /// @throws IllegalArgumentException if there is no channel, or the lengths differ
  public static PerChannelQuantParams of(float[] scales, int[] zeroPoints, QuantizedType type) {
    Objects.requireNonNull(type, "type");
    float[] ownScales = scales.clone();
    if (ownScales.length == 0) {
      throw new IllegalArgumentException("scales.length: 0 (expected: >= 1)");
    }
    for (int c = 0; c < ownScales.length; c++) {
      if (!(ownScales[c] > 0) || ownScales[c] == Float.POSITIVE_INFINITY) {
        throw QuantizationException.at(
            Reason.INVALID_SCALE, "scales", c, ownScales[c], "finite and > 0");
      }
    }
    return new PerChannelQuantParams(
        ownScales, zeroPoints == null ? null : checked(zeroPoints, ownScales.length, type), type);
  }

  private static int[] checked(int[] zeroPoints, int channels, QuantizedType type) {
    int[] own = zeroPoints.clone();
    if (own.length != channels) {
      throw new IllegalArgumentException(
          "zeroPoints.length: " + own.length + " (expected: scales.length = " + channels + ")");
    }
    boolean anySet = false;
    for (int c = 0; c < channels; c++) {
      if (!type.contains(own[c])) {
        throw QuantizationException.at(
            Reason.INVALID_ZERO_POINT, "zeroPoints", c, own[c], QuantParams.zeroPointRule(type));
      }
      anySet |= own[c] != 0;
    }
    return anySet ? own : null;
  }

  /// Returns symmetric signed parameters: zero point 0 in every channel.
  ///
  /// @param scales one per channel, at least one, each finite and greater than 0; copied
  /// @return the parameters
  /// @throws QuantizationException `INVALID_SCALE`, naming the first channel
  public static PerChannelQuantParams symmetric(float... scales) {
    return of(scales, null, QuantizedType.S8);
  }

  /// Returns parameters that are the same in every channel.
  ///
  /// @param params the parameters of the tensor
  /// @param channels number of channels, at least 1
  /// @return the parameters
  public static PerChannelQuantParams perTensor(QuantParams params, int channels) {
    if (channels < 1) {
      throw new IllegalArgumentException("channels: " + channels + " (expected: >= 1)");
    }
    float[] scales = new float[channels];
    int[] zeroPoints = new int[channels];
    Arrays.fill(scales, params.scale());
    Arrays.fill(zeroPoints, params.zeroPoint());
    return of(scales, zeroPoints, params.type());
  }

  /// Returns the number of channels.
  ///
  /// @return at least 1
  public int channels() {
    return scales.length;
  }

  /// Returns how levels are stored.
  ///
  /// @return the type
  public QuantizedType type() {
    return type;
  }

  /// Returns the scale of a channel.
  ///
  /// @param channel in [0, channels)
  /// @return finite and greater than 0
  public float scale(int channel) {
    return scales[channel];
  }

  /// Returns the zero point of a channel.
  ///
  /// @param channel in [0, channels)
  /// @return within the type; 0 for symmetric parameters
  public int zeroPoint(int channel) {
    Objects.checkIndex(channel, scales.length);
    return zeroPoints == null ? 0 : zeroPoints[channel];
  }

  /// Tells whether any channel has a zero point other than 0.
  ///
  /// @return false for symmetric parameters
  public boolean hasZeroPoints() {
    return zeroPoints != null;
  }

  /// Returns a copy of the scales.
  ///
  /// @return one per channel
  public float[] scales() {
    return scales.clone();
  }

  /// Returns a copy of the zero points.
  ///
  /// @return one per channel
  public int[] zeroPoints() {
    return zeroPoints == null ? new int[scales.length] : zeroPoints.clone();
  }

  /// Returns the parameters of one channel.
  ///
  /// @param channel in [0, channels)
  /// @return its scale, zero point and type
  public QuantParams channel(int channel) {
    return new QuantParams(scale(channel), zeroPoint(channel), type);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PerChannelQuantParams that
        && type == that.type
        && Arrays.equals(scales, that.scales)
        && Arrays.equals(zeroPoints, that.zeroPoints);
  }

  @Override
  public int hashCode() {
    return Objects.hash(Arrays.hashCode(scales), Arrays.hashCode(zeroPoints), type);
  }

  @Override
  public String toString() {
    return type
        + " per channel, scales "
        + Arrays.toString(scales)
        + (zeroPoints == null ? ", symmetric" : ", zero points " + Arrays.toString(zeroPoints));
  }
}
