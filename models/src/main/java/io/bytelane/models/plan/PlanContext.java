package io.bytelane.models.plan;

import io.bytelane.Operator;
import io.bytelane.models.graph.DataType;
import io.bytelane.models.graph.Node;
import io.bytelane.models.graph.Tensor;
import io.bytelane.quant.QuantParams;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/// The plan in the making: values with their places, and steps. Mutable, for one thread.
final class PlanContext {
  private final PlanFacts facts;
  private final PreparedOperators prepared;
  private final Map<String, List<PlannedValue>> stored = new HashMap<>();
  private final List<Region> regions = new ArrayList<>();
  private final List<StepAction> actions = new ArrayList<>();
  private final List<PlanStep> steps = new ArrayList<>();
  private final List<Optional<PlannedValue>> written = new ArrayList<>();
  private final List<Operator> operators = new ArrayList<>();
  private final Map<String, Set<String>> aliases = new HashMap<>();
  private final Set<String> reported = new HashSet<>();
  private boolean mixesBatch;

  PlanContext(PlanFacts facts, PreparedOperators prepared) {
    this.facts = facts;
    this.prepared = prepared;
  }

  PlanFacts facts() {
    return facts;
  }

  /// The operator of a node with packed weights, shared with other plans of the network.
  <T extends Operator> T prepared(Class<T> type, Node node, StorageOrder order, Supplier<T> maker) {
    return prepared.get(type, node, order, maker);
  }

  /// The value as it was first stored.
  PlannedValue read(String value) {
    return forms(value).getFirst();
  }

  /// The value in a given order; a step that rearranges it is added where nobody did so yet.
  PlannedValue read(String value, StorageOrder order) {
    List<PlannedValue> forms = forms(value);
    for (PlannedValue form : forms) {
      if (form.order().equals(order)) {
        return form;
      }
    }
    PlannedValue source = forms.getFirst();
    if (!order.isRowMajor() && !source.order().isRowMajor()) {
      source = read(value, StorageOrder.ROW_MAJOR);
    }
    return Reorder.add(this, source, order);
  }

  private List<PlannedValue> forms(String value) {
    List<PlannedValue> forms = stored.get(value);
    if (forms == null) {
      throw new IllegalStateException("value: " + value + " (expected: planned before its use)");
    }
    return forms;
  }

  /// Makes room for a value of the graph.
  PlannedValue define(String value, StorageOrder order) {
    TracedValue known = facts.traced(value);
    if (!facts.isStored(value)) {
      mixesBatch |= !known.perBatch();
      return add(value, known.type(), known.shape(), order, new Region(Region.Kind.TENSOR, 1));
    }
    return add(value, known.type(), known.shape(), order, region(known.type(), known.shape()));
  }

  /// Makes room for another form of a value.
  PlannedValue defineForm(PlannedValue source, StorageOrder order) {
    return add(
        source.name(), source.type(), source.shape(), order, region(source.type(), source.shape()));
  }

  /// Gives a stored value another name and shape.
  PlannedValue alias(String value, PlannedValue source) {
    aliases.computeIfAbsent(source.name(), key -> new LinkedHashSet<>()).add(value);
    TracedValue known = facts.traced(value);
    return add(value, known.type(), known.shape(), source.order(), source.region());
  }

  /// Gives a constant that the graph returns a place, written by a step of its own.
  PlannedValue constantOutput(String value, Tensor constant) {
    PlannedValue target =
        add(
            value,
            constant.type(),
            constant.shape(),
            StorageOrder.ROW_MAJOR,
            new Region(Region.Kind.TENSOR, 1));
    step(
        "Constant",
        List.of(),
        List.of(),
        List.of(target),
        frame -> frame.tensors()[target.region().offset()] = constant);
    return target;
  }

  private static Region region(DataType type, int[] shape) {
    return new Region(
        type == DataType.FLOAT ? Region.Kind.FLOATS : Region.Kind.BYTES,
        Tensor.elementCount(shape));
  }

  private PlannedValue add(
      String value, DataType type, int[] shape, StorageOrder order, Region region) {
    PlannedValue planned = new PlannedValue(value, type, shape, order, region);
    stored.computeIfAbsent(value, key -> new ArrayList<>()).add(planned);
    if (!regions.contains(region)) {
      regions.add(region);
    }
    return planned;
  }

  /// Adds the step of an operator of the kernels for a group.
  void step(
      NodeGroup group,
      Operator operator,
      List<PlannedValue> reads,
      PlannedValue write,
      StepAction action) {
    step(operator, nodeNames(group), reads, write, group.outputParams(), action);
  }

  /// Adds the step of an operator of the kernels.
  void step(
      Operator operator,
      List<String> nodes,
      List<PlannedValue> reads,
      PlannedValue write,
      QuantParams params,
      StepAction action) {
    operators.add(operator);
    add(
        new PlanStep(
            operator.getClass().getSimpleName(),
            operator.kernelName(),
            nodes,
            describe(reads),
            write.name(),
            describe(write),
            Optional.ofNullable(params),
            operator.packedBytes()),
        reads,
        List.of(write),
        action);
  }

  /// Adds a step that no operator of the kernels computes.
  void step(
      String name,
      List<String> nodes,
      List<PlannedValue> reads,
      List<PlannedValue> writes,
      StepAction action) {
    PlannedValue first = writes.getFirst();
    add(
        new PlanStep(
            name, "", nodes, describe(reads), first.name(), describe(first), Optional.empty(), 0),
        reads,
        writes,
        action);
  }

  private void add(
      PlanStep step, List<PlannedValue> reads, List<PlannedValue> writes, StepAction action) {
    int index = steps.size();
    reads.forEach(value -> value.region().useAt(index));
    writes.forEach(value -> value.region().useAt(index));
    steps.add(step);
    // Listeners hear of a value once, not of each order it is brought into.
    PlannedValue first = writes.getFirst();
    written.add(Optional.of(first).filter(value -> reported.add(value.name())));
    actions.add(action);
  }

  static List<String> nodeNames(NodeGroup group) {
    return group.nodes().stream().map(Node::name).toList();
  }

  private static List<String> describe(List<PlannedValue> values) {
    return values.stream().map(PlanContext::describe).toList();
  }

  private static String describe(PlannedValue value) {
    return value.name()
        + ": "
        + value.type()
        + Arrays.toString(value.shape()).replace(" ", "")
        + (value.order().isRowMajor() ? "" : " channels last");
  }

  List<Region> regions() {
    return regions;
  }

  List<StepAction> actions() {
    return actions;
  }

  /// The value that each step writes first, empty where it is only rearranged.
  List<Optional<PlannedValue>> written() {
    return written;
  }

  /// The other names of each value that has some.
  Map<String, Set<String>> aliases() {
    return aliases;
  }

  List<PlanStep> steps() {
    return steps;
  }

  List<Operator> operators() {
    return operators;
  }

  /// States that a step looks at all elements of a batch.
  void markMixing() {
    mixesBatch = true;
  }

  /// Whether a value has no place per batch element, so that a batch must not be split.
  boolean mixesBatch() {
    return mixesBatch;
  }
}
