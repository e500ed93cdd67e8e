package io.bytelane.models.plan;

import io.bytelane.models.graph.Node;
import java.util.Set;

/// Operators that give a value another shape and leave its elements where they are: no step.
final class ReshapeLowering implements Lowering {
  private static final Set<String> OPERATORS =
      Set.of("Reshape", "Flatten", "Squeeze", "Unsqueeze", "Identity", "Dropout");

  @Override
  public boolean accepts(NodeGroup group, PlanFacts facts) {
    // Other outputs, such as the mask of Dropout, are the generic step's business.
    boolean others = group.core().outputs().stream().skip(1).anyMatch(name -> !name.isEmpty());
    return group.core().domain().isEmpty()
        && OPERATORS.contains(group.core().operator())
        && !others
        && !mayTrain(group.core(), facts)
        && group.activation() == null
        && facts.isStored(group.operand(0).value())
        && facts.isStored(group.output())
        && keepsLevels(group);
  }

  /// A training mode that only a run tells; a known one was judged when shapes were traced.
  private static boolean mayTrain(Node node, PlanFacts facts) {
    return node.is("Dropout") && node.hasInput(2) && !facts.isConstant(node.input(2));
  }

  /// Levels pass through unchanged only with unchanged parameters.
  static boolean keepsLevels(NodeGroup group) {
    return group.readsLevels()
        ? group.operand(0).params().equals(group.outputParams())
        : !group.writesLevels();
  }

  @Override
  public void lower(NodeGroup group, PlanContext plan) {
    PlannedValue source = plan.read(group.operand(0).value());
    int[] shape = plan.facts().shape(group.output());
    // An order behind the leading dimension means the same as long as that dimension stays.
    boolean keepsOrder =
        source.order().isRowMajor() || (shape.length > 0 && shape[0] == source.leading());
    plan.alias(
        group.output(), keepsOrder ? source : plan.read(source.name(), StorageOrder.ROW_MAJOR));
  }
}
