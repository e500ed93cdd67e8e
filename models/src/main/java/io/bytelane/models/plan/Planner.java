package io.bytelane.models.plan;

import io.bytelane.Operator;
import io.bytelane.WorkspaceSize;
import io.bytelane.models.graph.Graph;
import io.bytelane.models.graph.Node;
import io.bytelane.models.graph.Tensor;
import io.bytelane.models.graph.UnsupportedModelException;
import io.bytelane.models.graph.Value;
import io.bytelane.models.operator.GraphInterpreter;
import io.bytelane.models.operator.OperatorRegistry;
import io.bytelane.models.pass.GraphPasses;
import io.bytelane.models.pass.NodeEvaluator;
import io.bytelane.models.pass.PassLog;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Compiles graphs, float or quantized, into plans.
///
/// A graph is simplified first. Then its nodes are taken together in groups that become one step
/// each: a layer with its bias, its activation, and in quantized graphs the QuantizeLinear and
/// DequantizeLinear around it, so that activations stay int8 between layers. Images are kept in
/// channels-last order from the first layer that wants it on. What no operator of the kernels
/// computes becomes a generic step.
public final class Planner {
  /// Tried in this order; the last one accepts every single node.
  private static final List<Lowering> LOWERINGS =
      List.of(
          new LinearLowering(),
          new ConvLowering(),
          new TransposedConvLowering(),
          new DynamicLinearLowering(),
          new QLinearProductLowering(),
          new MaxPoolLowering(),
          new AveragePoolLowering(),
          new BinaryLowering(),
          new RepeatedLowering(),
          new BroadcastLowering(),
          new TableLowering(),
          new FunctionLowering(),
          new ConcatLowering(),
          new SoftmaxLowering(),
          new QuantizeLowering(),
          new DequantizeLowering(),
          new ReshapeLowering(),
          new ResizeLowering(),
          new MoveLowering(),
          new GatherLowering(),
          new GenericLowering());

  /// For groups that form one operation.
  private static final List<Lowering> FUSIONS =
      List.of(
          new LayerNormLowering(), new GeluLowering(), new ProductLowering(), new CastLowering());

  private Planner() {}

  /// Plans a network whose inputs have an open leading dimension, the batch, and no other one.
  ///
  /// @param graph the network
  /// @return a plan for any batch size
  /// @throws UnsupportedModelException if an operator is not supported, or an input has another
  ///     open dimension; [#plan(Graph, Map)] takes the shapes then
  /// @throws io.bytelane.models.graph.InvalidModelException if the network breaks a rule
  public static ExecutionPlan plan(Graph graph) {
    return compile(graph, null);
  }

  /// Plans a network for inputs of given shapes.
  ///
  /// @param graph the network
  /// @param inputShapes the shape of every input, by name
  /// @return a plan for these shapes, batch size 1
  /// @throws UnsupportedModelException if an operator is not supported
  /// @throws io.bytelane.models.graph.InvalidModelException if the network breaks a rule, or a
  ///     shape contradicts it
  public static ExecutionPlan plan(Graph graph, Map<String, int[]> inputShapes) {
    return compile(graph, Map.copyOf(inputShapes));
  }

  /// Brings a graph into the form that is planned: simplified, quantized operators written as
  /// DequantizeLinear, operator, QuantizeLinear, dynamically quantized layers as [DynamicLinear].
  ///
  /// @param graph a network; not changed
  /// @param log takes remarks on what was left alone
  /// @return an equivalent network
  /// @throws io.bytelane.models.graph.InvalidModelException if the network breaks a rule
  public static Graph prepare(Graph graph, PassLog log) {
    Graph simple = GraphPasses.simplify(graph, log);
    simple = new QLinearExpansion().apply(simple, log);
    return new DynamicLinearFusion().apply(simple, log);
  }

  /// Plans a prepared network for inputs of given shapes.
  ///
  /// @param operators shared with other plans of the network
  static ExecutionPlan planPrepared(
      Graph graph,
      Map<String, int[]> inputShapes,
      PreparedOperators operators,
      List<String> remarks) {
    NodeEvaluator evaluator = GraphInterpreter::evaluate;
    Map<String, TracedValue> traced = new ShapeTracer(graph, evaluator).trace(inputShapes);
    return assemble(new PlanFacts(graph, traced, evaluator), false, operators, remarks);
  }

  private static ExecutionPlan compile(Graph graph, Map<String, int[]> inputShapes) {
    PassLog log = new PassLog();
    graph.nodes().stream().filter(node -> !DynamicLinear.is(node)).forEach(OperatorRegistry::find);
    Graph simple = prepare(graph, log);
    NodeEvaluator evaluator = GraphInterpreter::evaluate;
    ShapeTracer tracer = new ShapeTracer(simple, evaluator);
    if (inputShapes == null && tracer.hasBatchDimension() && BatchSizes.occur(simple)) {
      simple = tracer.fixBatchSizes();
      tracer = new ShapeTracer(simple, evaluator);
    }
    Map<String, TracedValue> traced;
    if (inputShapes != null) {
      traced = tracer.trace(inputShapes);
    } else if (simple.inputs().stream().allMatch(input -> input.shape().isFixed())) {
      traced = tracer.trace(fixedShapes(simple));
    } else if (tracer.hasBatchDimension()) {
      traced = tracer.traceBatches();
    } else {
      throw new UnsupportedModelException(
          "dynamic shape",
          "inputs: "
              + simple.inputs()
              + " (expected: an open first dimension and no other; give the shapes otherwise)");
    }
    PlanFacts facts = new PlanFacts(simple, traced, evaluator);
    boolean takesBatches =
        inputShapes == null && simple.inputs().stream().noneMatch(v -> v.shape().isFixed());
    return assemble(facts, takesBatches, new PreparedOperators(), log.remarks());
  }

  private static Map<String, int[]> fixedShapes(Graph graph) {
    Map<String, int[]> shapes = new HashMap<>();
    graph.inputs().forEach(input -> shapes.put(input.name(), input.shape().sizes()));
    return shapes;
  }

  private static ExecutionPlan assemble(
      PlanFacts facts, boolean takesBatches, PreparedOperators operators, List<String> remarks) {
    Graph graph = facts.graph();
    PlanContext context = new PlanContext(facts, operators);
    List<PlannedValue> inputs = new ArrayList<>();
    for (Value input : graph.inputs()) {
      inputs.add(context.define(input.name(), StorageOrder.ROW_MAJOR));
    }
    Set<Node> mixing = takesBatches ? BatchMixing.of(facts) : Set.of();
    for (NodeGroup group : groups(facts, mixing)) {
      lowering(group, facts, mixing).lower(group, context);
      if (mixing.contains(group.core())) {
        context.markMixing();
      }
    }
    List<PlannedValue> outputs = new ArrayList<>();
    for (Value output : graph.outputs()) {
      outputs.add(output(context, output.name()));
    }
    inputs.forEach(value -> value.region().useAt(-1));
    outputs.forEach(value -> value.region().useAt(context.steps().size()));
    WorkspaceSize workspace = WorkspaceSize.NONE;
    for (Operator operator : context.operators()) {
      workspace = workspace.max(operator.workspaceSize());
    }
    ExecutionPlan.Memory memory =
        new ExecutionPlan.Memory(
            place(context, Region.Kind.FLOATS),
            place(context, Region.Kind.BYTES),
            number(context),
            workspace);
    return new ExecutionPlan(graph, context, inputs, outputs, memory, takesBatches, remarks);
  }

  private static PlannedValue output(PlanContext context, String name) {
    Tensor constant = context.facts().constant(name).orElse(null);
    if (constant != null) {
      return context.constantOutput(name, constant);
    }
    return context.read(name, StorageOrder.ROW_MAJOR);
  }

  private static int place(PlanContext context, Region.Kind kind) {
    return MemoryPlanner.place(
        context.regions().stream().filter(region -> region.kind() == kind).toList(),
        kind == Region.Kind.FLOATS ? Float.BYTES : 1);
  }

  private static int number(PlanContext context) {
    int count = 0;
    for (Region region : context.regions()) {
      if (region.kind() == Region.Kind.TENSOR) {
        region.placeAt(count++);
      }
    }
    return count;
  }

  /// The groups that the outputs need, in an order in which they can run. Found from the outputs
  /// backwards, so that a DequantizeLinear whose readers all take its levels is never planned.
  private static List<NodeGroup> groups(PlanFacts facts, Set<Node> mixing) {
    Graph graph = facts.graph();
    Set<String> needed = new HashSet<>();
    graph.outputs().forEach(output -> needed.add(output.name()));
    GroupMatcher matcher = new GroupMatcher(facts);
    List<NodeGroup> groups = new ArrayList<>();
    for (Node node : graph.nodes().reversed()) {
      boolean wanted =
          node.outputs().stream()
              .anyMatch(name -> needed.contains(name) && !facts.isConstant(name));
      if (wanted) {
        NodeGroup group =
            matcher.candidates(node).stream()
                .filter(candidate -> lowering(candidate, facts, mixing) != null)
                .findFirst()
                .orElseThrow();
        groups.add(group);
        group.operands().forEach(operand -> needed.add(operand.value()));
      }
    }
    return groups.reversed();
  }

  private static Lowering lowering(NodeGroup group, PlanFacts facts, Set<Node> mixing) {
    if (group.nodes().stream().anyMatch(mixing::contains)) {
      Lowering generic = LOWERINGS.getLast();
      return group.isSingle() && generic.accepts(group, facts) ? generic : null;
    }
    for (Lowering lowering : group.fusion() == null ? LOWERINGS : FUSIONS) {
      if (lowering.accepts(group, facts)) {
        return lowering;
      }
    }
    return null;
  }
}
