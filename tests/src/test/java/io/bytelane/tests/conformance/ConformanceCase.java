package io.bytelane.tests.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import io.bytelane.tests.support.Json;
import java.util.Optional;

/// One case of acceptance.json. A missing field is an error where it is read, never a default.
///
/// @param id unique name
/// @param kind what is computed
/// @param node the whole case
public record ConformanceCase(String id, String kind, JsonNode node) {
  static ConformanceCase of(JsonNode node) {
    return new ConformanceCase(node.required("id").asText(), node.required("kind").asText(), node);
  }

  JsonNode param(String name) {
    return node.required("params").required(name);
  }

  JsonNode input(String name) {
    return node.required("input").required(name);
  }

  JsonNode expected(String name) {
    return node.required("expected").required(name);
  }

  Optional<JsonNode> expectedIfPresent(String name) {
    return Optional.ofNullable(node.required("expected").get(name));
  }

  int integer(String param) {
    return Json.integer(param(param));
  }

  float real(String param) {
    return Json.number32(param(param));
  }

  Affine affine(String prefix) {
    return new Affine(real(prefix + "scale"), integer(prefix + "zero_point"));
  }

  /// Returns the relative and absolute slack, both 0 where the case is exact; `field` is also
  /// looked up as the name of an expected field with an absolute slack of its own.
  double slack(String field, double expected) {
    JsonNode tolerance = node.path("tolerance");
    return tolerance.path("relative").asDouble(0) * Math.abs(expected)
        + tolerance.path("absolute").asDouble(0)
        + tolerance.path(field).asDouble(0);
  }

  @Override
  public String toString() {
    return id;
  }
}
