package io.bytelane.models.plan;

import io.bytelane.models.graph.DataType;
import java.util.List;

/// Rearranges a value between row-major and channels-last order.
final class Reorder {
  private Reorder() {}

  /// Adds the step.
  ///
  /// @param order the order wanted; either it or that of the source is row-major
  static PlannedValue add(PlanContext plan, PlannedValue source, StorageOrder order) {
    PlannedValue target = plan.defineForm(source, order);
    StorageOrder turned = order.isRowMajor() ? source.order() : order;
    int rows = order.isRowMajor() ? turned.pixels() : turned.channels();
    int columns = order.isRowMajor() ? turned.channels() : turned.pixels();
    int matrices = source.unitSize() / (rows * columns);
    boolean floats = source.type() == DataType.FLOAT;
    plan.step(
        "Reorder",
        List.of(),
        List.of(source),
        List.of(target),
        frame -> {
          int from = source.at(frame);
          int to = target.at(frame);
          for (int i = 0; i < matrices * frame.batch(); i++) {
            if (floats) {
              transpose(frame.floats(), from, to, rows, columns);
            } else {
              transpose(frame.bytes(), from, to, rows, columns);
            }
            from += rows * columns;
            to += rows * columns;
          }
        });
    return target;
  }

  private static void transpose(float[] data, int from, int to, int rows, int columns) {
    for (int c = 0; c < columns; c++) {
      for (int r = 0; r < rows; r++) {
        data[to + c * rows + r] = data[from + r * columns + c];
      }
    }
  }

  private static void transpose(byte[] data, int from, int to, int rows, int columns) {
    for (int c = 0; c < columns; c++) {
      for (int r = 0; r < rows; r++) {
        data[to + c * rows + r] = data[from + r * columns + c];
      }
    }
  }
}
