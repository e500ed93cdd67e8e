package io.bytelane.tests.calibration;

import com.fasterxml.jackson.databind.JsonNode;
import io.bytelane.models.calibration.HistogramObserver;
import io.bytelane.models.calibration.MagnitudeHistogram;
import io.bytelane.tests.support.Json;
import java.util.Arrays;

/// The data that the calibration cases describe by formula or by counts.
final class CalibrationData {

  private CalibrationData() {}

  /// Returns the values of a case.
  static float[] of(JsonNode node) {
    JsonNode input = node.required("input");
    if (!input.has("data")) {
      float[] values = Json.floats(input.required("values"));
      int[] counts = Json.ints(input.required("counts"));
      float[] all = new float[Arrays.stream(counts).sum()];
      int from = 0;
      for (int i = 0; i < values.length; i++) {
        Arrays.fill(all, from, from + counts[i], values[i]);
        from += counts[i];
      }
      return all;
    }
    String data = input.required("data").asText();
    if (data.startsWith("x_i = 10*(i/4095)^3")) {
      return cubicWithOutlier();
    }
    if (data.startsWith("x_i = -ln(1-(i+0.5)/8192)")) {
      return exponential();
    }
    if (data.startsWith("0,1,...,99")) {
      float[] x = new float[100];
      for (int i = 0; i < x.length; i++) {
        x[i] = i;
      }
      return x;
    }
    throw new AssertionError("unknown data: " + data);
  }

  static float[] cubicWithOutlier() {
    float[] x = new float[4097];
    for (int i = 0; i < 4096; i++) {
      double share = i / 4095.0;
      x[i] = (float) (10 * (share * share * share));
    }
    x[4096] = 40;
    return x;
  }

  static float[] exponential() {
    float[] x = new float[8192];
    for (int i = 0; i < x.length; i++) {
      x[i] = (float) -Math.log(1 - (i + 0.5) / 8192);
    }
    return x;
  }

  static MagnitudeHistogram pow2(float[] values) {
    HistogramObserver observer = new HistogramObserver("x");
    observer.observe(values);
    return observer.histogram().magnitudes();
  }

  static MagnitudeHistogram linear(float[] values) {
    return MagnitudeHistogram.linear(values, 2048);
  }
}
