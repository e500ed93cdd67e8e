package io.bytelane.models.explore;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/// What can be done to a float network before it runs.
public enum Configuration {
  /// Nothing: float32 throughout. All others are compared with it.
  FP32_BASELINE,
  /// int8 weights in linear layers, their inputs quantized at each call; the rest in float32.
  DYNAMIC_INT8,
  /// int8 throughout after calibration, one weight scale per layer.
  STATIC_INT8_PER_TENSOR,
  /// int8 throughout after calibration, one weight scale per output channel.
  STATIC_INT8_PER_CHANNEL;

  /// Returns the configuration with this id, or nothing.
  ///
  /// @param id for example `static_int8_per_channel`
  public static Optional<Configuration> find(String id) {
    return Arrays.stream(values()).filter(config -> config.id().equals(id)).findFirst();
  }

  /// Returns the ids of all configurations, separated by commas, for messages.
  public static String ids() {
    return Arrays.stream(values()).map(Configuration::id).collect(Collectors.joining(", "));
  }

  /// Returns the name that the command line and all reports use.
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// Returns whether preparing it needs calibration images.
  public boolean needsCalibration() {
    return this == STATIC_INT8_PER_TENSOR || this == STATIC_INT8_PER_CHANNEL;
  }
}
