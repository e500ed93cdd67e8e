package io.bytelane.tests.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.offset;

import com.fasterxml.jackson.databind.JsonNode;
import io.bytelane.tests.support.Json;
import org.opentest4j.TestAbortedException;

/// Comparisons of computed values with a case's expectations.
final class Expect {
  private Expect() {}

  static void levels(String field, int[] actual, JsonNode expected) {
    assertThat(actual).as(field).isEqualTo(Json.ints(expected));
  }

  static void floats(String field, float[] actual, JsonNode expected) {
    assertThat(actual).as(field).isEqualTo(Json.floats(expected));
  }

  static void close(ConformanceCase c, String field, double actual, double expected) {
    assertThat(actual).as(field).isCloseTo(expected, offset(c.slack(field, expected)));
  }

  static void affine(String field, Affine actual, JsonNode expected) {
    float scale = Json.number32(expected.required("scale"));
    assertThat(actual)
        .as(field)
        .isEqualTo(new Affine(scale, Json.integer(expected.required("zero_point"))));
  }

  /// Returns the refusal after checking its name.
  static RuntimeException refusal(Engine engine, String name, Runnable action) {
    RuntimeException e = catchThrowableOfType(RuntimeException.class, action::run);
    assertThat(e).as("expected " + name).isNotNull();
    if (e instanceof TestAbortedException missing) {
      throw missing;
    }
    assertThat(engine.errorName(e)).isEqualTo(name);
    return e;
  }
}
