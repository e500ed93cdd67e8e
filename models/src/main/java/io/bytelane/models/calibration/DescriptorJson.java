package io.bytelane.models.calibration;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.bytelane.quant.QuantizationException;
import io.bytelane.quant.QuantizationException.Reason;

/// Descriptors and presets as JSON, with every option; reading back gives an equal value.
public final class DescriptorJson {

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .build();

  private DescriptorJson() {}

  /// Writes a descriptor.
  ///
  /// @param descriptor the descriptor
  /// @return one line of JSON, every option present
  public static String write(QuantDescriptor descriptor) {
    return writeValue(descriptor);
  }

  /// Writes a preset.
  ///
  /// @param preset the preset
  /// @return one line of JSON
  public static String write(QuantPreset preset) {
    return writeValue(preset);
  }

  /// Reads a descriptor.
  ///
  /// @param json an object with every option
  /// @return the descriptor
  /// @throws QuantizationException the reason of the broken rule, or `INVALID_MODEL` if the text is
  ///     not a descriptor
  public static QuantDescriptor readDescriptor(String json) {
    return readValue(json, QuantDescriptor.class);
  }

  /// Reads a preset.
  ///
  /// @param json an object with name, activations and weights
  /// @return the preset
  /// @throws QuantizationException as `readDescriptor`
  public static QuantPreset readPreset(String json) {
    return readValue(json, QuantPreset.class);
  }

  private static String writeValue(Object value) {
    try {
      return MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static <T> T readValue(String json, Class<T> type) {
    try {
      return MAPPER.readValue(json, type);
    } catch (JsonProcessingException e) {
      for (Throwable cause = e; cause != null; cause = cause.getCause()) {
        if (cause instanceof QuantizationException refused) {
          throw refused;
        }
      }
      throw QuantizationException.of(
          Reason.INVALID_MODEL, "json", e.getOriginalMessage(), "a " + type.getSimpleName());
    }
  }
}
