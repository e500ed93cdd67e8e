package io.bytelane.models.plan;

import io.bytelane.ImageLayout;
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
    boolean toRowMajor = order.isRowMajor();
    StorageOrder last = toRowMajor ? source.order() : order;
    ImageLayout layout = ImageLayout.of(last.channels(), last.pixels(), 1);
    int images = source.unitSize() / layout.size();
    boolean floats = source.type() == DataType.FLOAT;
    StepAction action;
    if (floats && toRowMajor) {
      action =
          f ->
              layout.toNchw(f.floats(), source.at(f), f.floats(), target.at(f), images * f.batch());
    } else if (floats) {
      action =
          f ->
              layout.toNhwc(f.floats(), source.at(f), f.floats(), target.at(f), images * f.batch());
    } else if (toRowMajor) {
      action =
          f -> layout.toNchw(f.bytes(), source.at(f), f.bytes(), target.at(f), images * f.batch());
    } else {
      action =
          f -> layout.toNhwc(f.bytes(), source.at(f), f.bytes(), target.at(f), images * f.batch());
    }
    plan.step("ImageLayout", List.of(), List.of(source), List.of(target), action);
    return target;
  }
}
