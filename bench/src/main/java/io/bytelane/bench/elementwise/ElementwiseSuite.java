package io.bytelane.bench.elementwise;

import io.bytelane.bench.CopyBaseline;
import io.bytelane.bench.Fp32Peak;
import io.bytelane.bench.SuiteDefinition;
import java.util.List;

/// The suite of what lies between the layers; it counts bytes.
public final class ElementwiseSuite {
  private ElementwiseSuite() {}

  /// Returns the suite.
  public static SuiteDefinition<ElementwiseShape> create() {
    return SuiteDefinition.of(
        "elementwise",
        ElementwiseShape::parse,
        List.of(
            new Fp32Peak<>(),
            new CopyBaseline<>(),
            new BytelaneElementwise(),
            new JavaFloatElementwise(),
            new ScalarElementwise()));
  }

  /// Returns what an operator does with levels.
  static Work<?> work(ElementwiseShape shape) {
    ElementwiseOperands operands = new ElementwiseOperands(shape.length());
    return switch (shape.operator()) {
      case QUANTIZE_ARRAY, FAKE, FAKE_AXIS, OBSERVE_RANGE, OBSERVE_BINS ->
          new CalibrationWorks(shape, operands).work();
      case CONCAT, PAD, TRANSPOSE, RESIZE -> new ArrangementWorks(shape, operands).work();
      default -> new LevelWorks(shape, operands).work();
    };
  }
}
