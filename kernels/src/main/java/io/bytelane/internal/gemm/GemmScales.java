package io.bytelane.internal.gemm;

import io.bytelane.quant.QuantizationException;
import io.bytelane.quant.QuantizationException.Reason;

/// The scales of the rows of A. Set anew for each call, so that none is allocated.
public final class GemmScales extends PerVector {
  private float[] values;
  private float greatest;
  private boolean ofCall;

  /// Creates scales that are set later.
  public GemmScales() {}

  /// Sets the scale of the description.
  ///
  /// @param described one, finite and greater than 0; kept
  public void set(float[] described) {
    values = described;
    greatest = described[0];
    ofCall = false;
    place(described.length);
  }

  /// Checks and sets the scales of one call.
  ///
  /// @param name for messages
  /// @param newValues one, `rows`, or `rows * batch`; kept until the next call
  /// @throws IllegalArgumentException if there are as many as none of these
  /// @throws QuantizationException `INVALID_SCALE` with the first that is not finite and above 0
  public void set(String name, float[] newValues, int rows, int batch) {
    place(name, newValues.length, rows, batch);
    greatest = 0f;
    for (int i = 0; i < newValues.length; i++) {
      float scale = newValues[i];
      if (!(scale > 0f && scale < Float.POSITIVE_INFINITY)) {
        throw QuantizationException.at(Reason.INVALID_SCALE, name, i, scale, "finite and > 0");
      }
      greatest = Math.max(greatest, scale);
    }
    values = newValues;
    ofCall = true;
  }

  /// Returns the greatest scale; 0 for a call that has none.
  public float greatest() {
    return greatest;
  }

  /// Returns whether the scales came with the call.
  boolean areOfCall() {
    return ofCall;
  }

  /// Returns the scale of a row.
  float at(int matrix, int row) {
    return values[index(matrix, row)];
  }
}
