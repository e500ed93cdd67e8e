package io.bytelane.tests.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import io.bytelane.tests.support.Json;

/// One cmsis-nn case, or one layer of a network. Tensors are {dtype, shape, data}.
///
/// @param operator what the layer computes
/// @param params its parameters
/// @param tensors its tensors; a layer of a network has no input and output
record CmsisCase(String operator, JsonNode params, JsonNode tensors) {
  static CmsisCase of(JsonNode node) {
    return new CmsisCase(
        node.required("operator").asText(), node.path("params"), node.path("tensors"));
  }

  JsonNode data(String tensor) {
    return tensors.required(tensor).required("data");
  }

  byte[] bytes(String tensor) {
    return Json.bytes(data(tensor));
  }

  int[] shape(String tensor) {
    return Json.ints(tensors.required(tensor).required("shape"));
  }

  int[] bias() {
    return tensors.has("bias") ? Json.ints(data("bias")) : null;
  }

  int integer(String name) {
    return Json.integer(params.required(name));
  }

  int[] ints(String name) {
    return Json.ints(params.required(name));
  }

  OutputStage stage() {
    return OutputStage.cmsis(params, data("multiplier"), data("shift"));
  }

  /// Returns scheme B with one multiplier given as parameters.
  OutputStage stage(String multiplier, String shift) {
    return OutputStage.cmsis(params, params.required(multiplier), params.required(shift));
  }
}
