package io.bytelane.models.ptq;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// The configurations that reports compare.
public enum ConfigName {
  /// The float network.
  FP32_BASELINE,
  /// Linear layers with int8 weights; their inputs are quantized at each call. The rest stays
  /// float.
  DYNAMIC_INT8,
  /// Everything int8 where an int8 operator exists, one weight scale per tensor.
  STATIC_INT8_PER_TENSOR,
  /// Everything int8 where an int8 operator exists, one weight scale per output channel.
  STATIC_INT8_PER_CHANNEL;

  /// Finds a configuration.
  ///
  /// @param id for example `static_int8_per_channel`
  /// @return the configuration, empty if none has the name
  public static Optional<ConfigName> find(String id) {
    return Arrays.stream(values()).filter(config -> config.id().equals(id)).findFirst();
  }

  /// Says whether ranges of activations are chosen ahead, from representative inputs.
  ///
  /// @return true for the two static configurations
  public boolean isStatic() {
    return this == STATIC_INT8_PER_TENSOR || this == STATIC_INT8_PER_CHANNEL;
  }

  /// Returns the name in commands and reports.
  ///
  /// @return for example `static_int8_per_channel`
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }
}
