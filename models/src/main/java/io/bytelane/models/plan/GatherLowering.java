package io.bytelane.models.plan;

import io.bytelane.models.graph.DataType;
import io.bytelane.models.graph.InvalidModelException;
import io.bytelane.models.graph.Node;
import io.bytelane.models.graph.Tensor;
import java.util.List;

/// Gather of rows of a constant table, as embeddings are looked up: floats or levels.
final class GatherLowering implements Lowering {
  @Override
  public boolean accepts(NodeGroup group, PlanFacts facts) {
    Node node = group.core();
    return node.is("Gather")
        && group.isSingle()
        && !group.readsLevels()
        && node.intAttribute("axis", 0) == 0
        && facts.isConstant(node.input(0))
        && facts.shape(node.input(0)).length == 2
        && facts.isStored(node.output(0))
        && !facts.isConstant(node.input(1))
        && !facts.isStored(node.input(1));
  }

  @Override
  public void lower(NodeGroup group, PlanContext plan) {
    Node node = group.core();
    Tensor table = plan.facts().constant(node.input(0)).orElseThrow();
    PlannedValue indices = plan.read(node.input(1), StorageOrder.ROW_MAJOR);
    PlannedValue out = plan.define(node.output(0), StorageOrder.ROW_MAJOR);
    int width = table.dimension(1);
    boolean floats = table.type() == DataType.FLOAT;
    plan.step(
        "GatherRows",
        PlanContext.nodeNames(group),
        List.of(indices),
        List.of(out),
        f -> {
          Tensor rows = f.tensors()[indices.region().offset()];
          Object target = floats ? f.floats() : f.bytes();
          for (int i = 0; i < rows.size(); i++) {
            int row = row(node, rows.longAt(i), i, table.dimension(0));
            System.arraycopy(table.array(), row * width, target, out.at(f) + i * width, width);
          }
        });
  }

  private static int row(Node node, long index, int position, int rows) {
    if (index < -rows || index >= rows) {
      throw InvalidModelException.at(
          node, "indices[" + position + "]", index, "in [-" + rows + ", " + (rows - 1) + "]");
    }
    return (int) (index < 0 ? index + rows : index);
  }
}
