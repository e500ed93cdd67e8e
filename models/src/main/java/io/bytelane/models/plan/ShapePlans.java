package io.bytelane.models.plan;

import io.bytelane.models.graph.Graph;
import io.bytelane.models.graph.InvalidModelException;
import io.bytelane.models.graph.Tensor;
import io.bytelane.models.graph.UnsupportedModelException;
import io.bytelane.models.graph.Value;
import io.bytelane.models.pass.PassLog;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The plans of a network whose inputs have several open dimensions, such as the batch and the
/// length of sentences: one for each combination of shapes, made at its first use, the latest ones
/// kept. All share their packed weights. Thread-safe; run it in [ShapeSession]s, one per thread.
///
/// Making a plan takes up to some hundred milliseconds. Where that matters, pad sentences to a few
/// lengths and ask for their plans in advance.
public final class ShapePlans {
  private final Graph graph;
  private final List<String> remarks;
  private final int capacity;
  private final PreparedOperators operators = new PreparedOperators();
  private final Map<List<List<Integer>>, ExecutionPlan> plans =
      new LinkedHashMap<>(16, 0.75f, true);

  private ShapePlans(Graph graph, int capacity) {
    if (capacity < 1) {
      throw new IllegalArgumentException("capacity: " + capacity + " (expected: >= 1)");
    }
    PassLog log = new PassLog();
    this.graph = Planner.prepare(graph, log);
    this.remarks = log.remarks();
    this.capacity = capacity;
  }

  /// Prepares a network.
  ///
  /// @param graph the network
  /// @param capacity plans that are kept, and sessions in each [ShapeSession]; at least 1
  /// @return its plans, none of them made yet
  /// @throws UnsupportedModelException if an operator is not supported
  /// @throws InvalidModelException if the network breaks a rule
  public static ShapePlans of(Graph graph, int capacity) {
    return new ShapePlans(graph, capacity);
  }

  /// Returns the plan for input shapes.
  ///
  /// @param shapes the shape of every input, by name
  /// @return the plan
  /// @throws UnsupportedModelException if an operator is not supported
  /// @throws InvalidModelException if a shape is missing or contradicts the network
  public synchronized ExecutionPlan plan(Map<String, int[]> shapes) {
    List<List<Integer>> key = new ArrayList<>();
    for (Value input : graph.inputs()) {
      int[] shape = shapes.get(input.name());
      if (shape == null) {
        throw new InvalidModelException(
            "input " + input.name() + ": null (expected: a shape for " + input + ")");
      }
      key.add(Arrays.stream(shape).boxed().toList());
    }
    ExecutionPlan plan = plans.get(key);
    if (plan == null) {
      plan = Planner.planPrepared(graph, shapes, operators, remarks);
      plans.put(key, plan);
      if (plans.size() > capacity) {
        plans.remove(plans.keySet().iterator().next());
      }
    }
    return plan;
  }

  /// Creates a session for one thread.
  ///
  /// @return the session
  public ShapeSession newSession() {
    return new ShapeSession(this);
  }

  int capacity() {
    return capacity;
  }

  /// The plan for the shapes of tensors.
  ExecutionPlan planFor(Map<String, Tensor> inputs) {
    Map<String, int[]> shapes = new HashMap<>();
    inputs.forEach((name, tensor) -> shapes.put(name, tensor.shape()));
    return plan(shapes);
  }
}
