package io.bytelane.models.plan;

import io.bytelane.LookupTable;
import io.bytelane.models.graph.DataType;
import io.bytelane.models.graph.Node;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Joins values along an axis behind the leading one. Images are joined along channels where they
/// lie, channels last; anything else in row-major order. Levels with other parameters than the
/// output's pass through a table on their way.
final class ConcatLowering implements Lowering {
  @Override
  public boolean accepts(NodeGroup group, PlanFacts facts) {
    if (!group.isCore("Concat")
        || group.activation() != null
        || group.readsLevels() != group.writesLevels()
        || !facts.isStored(group.output())
        || axis(group, facts) < 1) {
      return false;
    }
    return group.operands().stream()
        .allMatch(
            operand ->
                facts.isStored(operand.value())
                    && (group.readsLevels() || facts.isStoredFloat(operand.value())));
  }

  private static int axis(NodeGroup group, PlanFacts facts) {
    long axis = group.core().intAttribute("axis", 1);
    return (int) (axis < 0 ? axis + facts.shape(group.output()).length : axis);
  }

  /// An input with the elements it gives to each block of the output.
  private record Part(PlannedValue value, int length, LookupTable table) {
    void copy(Frame frame, PlannedValue out, int stride, int offset, int blocks) {
      int from = value.at(frame);
      int to = out.at(frame) + offset;
      for (int block = 0; block < blocks; block++) {
        if (out.type() == DataType.FLOAT) {
          System.arraycopy(frame.floats(), from, frame.floats(), to, length);
        } else if (table == null) {
          System.arraycopy(frame.bytes(), from, frame.bytes(), to, length);
        } else {
          table.run(frame.bytes(), from, frame.bytes(), to, length);
        }
        from += length;
        to += stride;
      }
    }
  }

  @Override
  public void lower(NodeGroup group, PlanContext plan) {
    PlanFacts facts = plan.facts();
    Node node = group.core();
    int[] shape = facts.shape(group.output());
    int axis = axis(group, facts);
    int pixels = Arrays.stream(shape).skip(2).reduce(1, (a, b) -> a * b);
    boolean channels = axis == 1 && shape.length > 2;
    List<Part> parts = new ArrayList<>();
    List<PlannedValue> reads = new ArrayList<>();
    for (Operand operand : group.operands()) {
      int[] own = facts.shape(operand.value());
      StorageOrder order =
          channels ? StorageOrder.channelsLast(own[1], pixels) : StorageOrder.ROW_MAJOR;
      PlannedValue value = plan.read(operand.value(), order);
      int inner = channels ? 1 : Arrays.stream(own).skip(axis + 1L).reduce(1, (a, b) -> a * b);
      boolean same = !group.readsLevels() || operand.params().equals(group.outputParams());
      LookupTable table =
          same ? null : LookupTable.requantize(operand.params(), group.outputParams());
      parts.add(new Part(value, own[axis] * inner, table));
      reads.add(value);
    }
    StorageOrder order =
        channels ? StorageOrder.channelsLast(shape[1], pixels) : StorageOrder.ROW_MAJOR;
    PlannedValue out = plan.define(group.output(), order);
    int stride = parts.stream().mapToInt(Part::length).sum();
    int blocks = out.unitSize() / Math.max(stride, 1);
    plan.step(
        "Concat",
        List.of(node.name()),
        reads,
        List.of(out),
        frame -> {
          int offset = 0;
          for (int i = 0; i < parts.size(); i++) {
            Part part = parts.get(i);
            part.copy(frame, out, stride, offset, blocks * frame.batch());
            offset += part.length();
          }
        });
  }
}
