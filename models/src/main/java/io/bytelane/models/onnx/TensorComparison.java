package io.bytelane.models.onnx;

import io.bytelane.models.graph.DataType;
import io.bytelane.models.graph.Tensor;

/// The difference of a computed tensor from the expected one.
///
/// @param agrees whether it lies within the tolerance everywhere
/// @param largestDifference the largest absolute difference, NaN where types or shapes differ
/// @param detail the first element that disagrees, or what else differs; empty if all agrees
record TensorComparison(boolean agrees, double largestDifference, String detail) {
  /// How far floats may be off; integers and bools must be equal.
  enum Tolerance {
    /// 1e-7 + 1e-3 times the magnitude, the rule of the ONNX test runner.
    BACKEND_TEST,
    /// One unit in the last place, for the quantization operators.
    ONE_ULP
  }

  private static final double ABSOLUTE = 1e-7;
  private static final double RELATIVE = 1e-3;

  static TensorComparison of(String name, Tensor found, Tensor expected, Tolerance tolerance) {
    if (!found.toString().equals(expected.toString())) {
      return new TensorComparison(
          false, Double.NaN, name + ": " + found + " (expected: " + expected + ")");
    }
    double largest = 0;
    String first = "";
    for (int i = 0; i < found.size(); i++) {
      double got = found.doubleAt(i);
      double want = expected.doubleAt(i);
      boolean equal = got == want || (Double.isNaN(got) && Double.isNaN(want));
      if (equal && !isWhole(found.type())) {
        continue;
      }
      if (isWhole(found.type())) {
        equal = found.longAt(i) == expected.longAt(i);
      }
      double difference = equal ? 0 : Math.abs(got - want);
      largest = Double.isNaN(difference) ? Double.POSITIVE_INFINITY : Math.max(largest, difference);
      if (first.isEmpty() && !equal && !within(got, want, found.type(), tolerance)) {
        first = name + "[" + i + "]: " + got + " (expected: " + want + ")";
      }
    }
    return new TensorComparison(first.isEmpty(), largest, first);
  }

  private static boolean isWhole(DataType type) {
    return !type.isFloat() && type.narrowFloat() == null;
  }

  private static boolean within(double got, double want, DataType type, Tolerance tolerance) {
    if (isWhole(type) || type.narrowFloat() != null) {
      return false;
    }
    double allowed =
        tolerance == Tolerance.ONE_ULP && type == DataType.FLOAT
            ? Math.ulp((float) want)
            : ABSOLUTE + RELATIVE * Math.abs(want);
    return Math.abs(got - want) <= allowed;
  }
}
