package io.bytelane.models.operator;

import io.bytelane.models.graph.Graph;
import io.bytelane.models.graph.InvalidModelException;
import io.bytelane.models.graph.ModelException;
import io.bytelane.models.graph.Node;
import io.bytelane.models.graph.Tensor;
import io.bytelane.models.graph.Value;
import io.bytelane.quant.QuantizationException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Runs a graph node by node with the generic operators. Slow and exact; thread-safe.
///
/// A tensor is let go as soon as no later node reads it.
public final class GraphInterpreter {
  private final Graph graph;
  private final Map<Node, List<String>> lastUses;

  /// Prepares a graph.
  ///
  /// @param graph the graph
  /// @throws io.bytelane.models.graph.UnsupportedModelException if an operator is not supported
  public GraphInterpreter(Graph graph) {
    this.graph = graph;
    Map<String, Node> last = new HashMap<>();
    for (Node node : graph.nodes()) {
      OperatorRegistry.find(node);
      node.inputs().forEach(input -> last.put(input, node));
      node.outputs().forEach(output -> last.put(output, node));
    }
    graph.outputs().forEach(output -> last.remove(output.name()));
    this.lastUses = new HashMap<>();
    last.forEach(
        (value, node) -> lastUses.computeIfAbsent(node, key -> new ArrayList<>()).add(value));
  }

  /// Runs the graph.
  ///
  /// @param inputs a tensor for every input of the graph, by name
  /// @return the outputs of the graph by name, in its order
  /// @throws ModelException if an input is missing or has the wrong type or shape, or a node cannot
  ///     be computed
  public Map<String, Tensor> run(Map<String, Tensor> inputs) {
    Map<String, Tensor> values = new HashMap<>(graph.initializers());
    for (Value input : graph.inputs()) {
      Tensor tensor = inputs.get(input.name());
      if (tensor == null
          || tensor.type() != input.type()
          || !input.shape().admits(tensor.shape())) {
        throw new InvalidModelException(
            "input " + input.name() + ": " + tensor + " (expected: " + input + ")");
      }
      values.put(input.name(), tensor);
    }
    MemoryBudget budget = new MemoryBudget();
    for (Node node : graph.nodes()) {
      List<Tensor> arguments = new ArrayList<>(node.inputs().size());
      node.inputs().forEach(input -> arguments.add(values.get(input)));
      List<Tensor> results = evaluate(node, arguments);
      for (int i = 0; i < node.outputs().size(); i++) {
        if (!node.output(i).isEmpty()) {
          budget.keep(node, results.get(i));
          values.put(node.output(i), results.get(i));
        }
      }
      lastUses.getOrDefault(node, List.of()).forEach(value -> budget.release(values.remove(value)));
    }
    Map<String, Tensor> outputs = new LinkedHashMap<>();
    graph.outputs().forEach(output -> outputs.put(output.name(), values.get(output.name())));
    return outputs;
  }

  /// Evaluates one node, for instance to fold constants.
  ///
  /// @param node the node
  /// @param inputs its inputs in order; null where an optional one is left out
  /// @return at least as many outputs as the node names
  /// @throws ModelException if the node cannot be computed
  /// @throws QuantizationException `NON_FINITE_DATA` if dynamic quantization meets NaN or infinity
  public static List<Tensor> evaluate(Node node, List<Tensor> inputs) {
    List<Tensor> results;
    try {
      results = OperatorRegistry.find(node).evaluate(new Invocation(node, inputs));
    } catch (QuantizationException e) {
      if (e.reason() == QuantizationException.Reason.NON_FINITE_DATA) {
        throw e;
      }
      throw new InvalidModelException(node.label() + ": " + e.getMessage(), e);
    } catch (IndexOutOfBoundsException | ArithmeticException | ClassCastException e) {
      // The operators check what they read; this is the net below them.
      throw new InvalidModelException(
          node.label() + ": inputs: " + inputs + " (expected: to fit the operator)", e);
    }
    if (results.size() < node.outputs().size()) {
      throw InvalidModelException.at(
          node, "outputs", node.outputs().size(), "at most " + results.size());
    }
    return results;
  }
}
