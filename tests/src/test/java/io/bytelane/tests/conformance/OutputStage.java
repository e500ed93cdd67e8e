package io.bytelane.tests.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import io.bytelane.tests.support.Json;

/// What happens to an accumulator: a scheme with its multipliers (one, or one per channel), the
/// output zero point and the final clamp. Only the fields of the scheme are set.
///
/// @param scheme rounding scheme
/// @param multiplier float32 multipliers, or null
/// @param m0 fixed-point mantissas, or null
/// @param shift fixed-point shifts, or null
/// @param zeroPoint output zero point
/// @param low smallest level
/// @param high largest level
@SuppressWarnings("ArrayRecordComponent") // read-only test data, never compared
public record OutputStage(
    Scheme scheme, float[] multiplier, int[] m0, int[] shift, int zeroPoint, int low, int high) {

  /// Scheme A or its zero-point-first variant.
  public static OutputStage real(Scheme scheme, float[] multiplier, int zp, int low, int high) {
    return new OutputStage(scheme, multiplier, null, null, zp, low, high);
  }

  /// Scheme B or C.
  public static OutputStage fixed(Scheme scheme, int[] m0, int[] shift, int zp, int low, int high) {
    return new OutputStage(scheme, null, m0, shift, zp, low, high);
  }

  /// The stage of a cmsis-nn layer: scheme B.
  static OutputStage cmsis(JsonNode params, JsonNode multiplier, JsonNode shift) {
    return fixed(
        Scheme.FIXED_DOUBLE,
        Json.ints(multiplier),
        Json.ints(shift),
        Json.integer(params.path("output_zero_point")),
        Json.integer(params.path("clamp_min")),
        Json.integer(params.path("clamp_max")));
  }
}
