package io.bytelane.models.cli;

import io.bytelane.models.graph.Graph;
import io.bytelane.models.graph.ModelException;
import io.bytelane.models.graph.Tensor;
import io.bytelane.models.operator.GraphInterpreter;
import io.bytelane.models.plan.ExecutionPlan;
import io.bytelane.models.plan.Planner;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Runs a network once: on the kernels, planned for the shapes of the given inputs, or node by node
/// where shapes or quantization parameters are only known from the content of the inputs.
final class PlannedRun {
  private PlannedRun() {}

  /// Returns every output by name, in the order of the graph.
  static Map<String, Tensor> run(Graph graph, Map<String, Tensor> inputs) {
    Optional<ExecutionPlan> plan = plan(graph, inputs);
    return plan.isPresent()
        ? plan.get().newSession(1).run(inputs)
        : new GraphInterpreter(graph).run(inputs);
  }

  /// Plans the network if that is possible: not where the content of an input decides a shape.
  /// What is wrong with the network itself, the interpreter
  /// finds as well and reports.
  private static Optional<ExecutionPlan> plan(Graph graph, Map<String, Tensor> inputs) {
    Map<String, int[]> shapes = new HashMap<>();
    inputs.forEach((name, tensor) -> shapes.put(name, tensor.shape()));
    try {
      return Optional.of(Planner.plan(graph, shapes));
    } catch (ModelException e) {
      return Optional.empty();
    }
  }
}
