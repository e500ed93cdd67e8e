package io.bytelane.models.graph;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// A network: immutable, checked, its nodes in an order in which they can run.
///
/// Made by a [GraphBuilder], which checks every rule. Thread-safe.
public final class Graph {
  private final String name;
  private final Map<String, Integer> opsets;
  private final List<Value> inputs;
  private final List<Value> outputs;
  private final Set<String> outputNames;
  private final Map<String, Tensor> initializers;
  private final Map<String, Value> values;
  private final List<Node> nodes;
  private final Map<String, Node> producers;
  private final Map<String, List<Node>> consumers;

  /// Takes what the builder has checked.
  Graph(
      String name,
      Map<String, Integer> opsets,
      List<Value> inputs,
      List<Value> outputs,
      Map<String, Tensor> initializers,
      Map<String, Value> values,
      List<Node> nodes,
      Map<String, Node> producers,
      Map<String, List<Node>> consumers) {
    this.name = name;
    this.opsets = Collections.unmodifiableMap(opsets);
    this.inputs = List.copyOf(inputs);
    this.outputs = List.copyOf(outputs);
    this.outputNames = outputs.stream().map(Value::name).collect(Collectors.toUnmodifiableSet());
    this.initializers = Collections.unmodifiableMap(initializers);
    this.values = Collections.unmodifiableMap(values);
    this.nodes = List.copyOf(nodes);
    this.producers = producers;
    this.consumers = consumers;
  }

  /// Returns the graph's name.
  ///
  /// @return the name, maybe empty
  public String name() {
    return name;
  }

  /// Returns the versions of the operator domains.
  ///
  /// @return version by domain; the default domain is the empty name
  public Map<String, Integer> opsets() {
    return opsets;
  }

  /// Returns the version of the default domain.
  ///
  /// @return the version
  public int opset() {
    return opsets.getOrDefault("", 1);
  }

  /// Returns what a caller has to give.
  ///
  /// @return the inputs in order, initializers never among them
  public List<Value> inputs() {
    return inputs;
  }

  /// Returns what a run gives.
  ///
  /// @return the outputs in order
  public List<Value> outputs() {
    return outputs;
  }

  /// Returns the constants.
  ///
  /// @return tensors by name, in the order of their definition
  public Map<String, Tensor> initializers() {
    return initializers;
  }

  /// Returns the nodes.
  ///
  /// @return every node after the nodes it needs
  public List<Node> nodes() {
    return nodes;
  }

  /// Returns what is known of a value.
  ///
  /// @param value a name
  /// @return declared or inferred type and shape; unknown ones where nothing is known
  public Value value(String value) {
    Value known = values.get(value);
    return known == null ? Value.unknown(value) : known;
  }

  /// Returns the types and shapes that are known of inputs, outputs and values in between.
  ///
  /// @return by name
  public Map<String, Value> values() {
    return values;
  }

  /// Returns the constant behind a name.
  ///
  /// @param value a name
  /// @return the tensor, empty if the value is no initializer
  public Optional<Tensor> constant(String value) {
    return Optional.ofNullable(initializers.get(value));
  }

  /// Returns the node that makes a value.
  ///
  /// @param value a name
  /// @return the node, empty for inputs and initializers
  public Optional<Node> producer(String value) {
    return Optional.ofNullable(producers.get(value));
  }

  /// Returns the nodes that read a value; one that reads it twice is listed once.
  ///
  /// @param value a name
  /// @return the nodes in the order of the graph
  public List<Node> consumers(String value) {
    return consumers.getOrDefault(value, List.of());
  }

  /// Says whether a value is an output of the graph.
  ///
  /// @param value a name
  /// @return true if it is
  public boolean isOutput(String value) {
    return outputNames.contains(value);
  }

  /// Returns the bytes of all initializers.
  ///
  /// @return elements times width, sub-byte types rounded up per tensor
  public long initializerBytes() {
    return initializers.values().stream()
        .mapToLong(tensor -> (tensor.size() * (long) tensor.type().bits() + 7) / 8)
        .sum();
  }

  /// Starts a changed copy.
  ///
  /// @return a builder that holds this graph's content
  public GraphBuilder toBuilder() {
    GraphBuilder builder = new GraphBuilder(name);
    opsets.forEach(builder::opset);
    inputs.forEach(builder::input);
    initializers.forEach(builder::initializer);
    values.values().forEach(builder::value);
    nodes.forEach(builder::node);
    outputs.forEach(builder::output);
    return builder;
  }

  /// Returns the graph as text, a line per input, node and output.
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("graph " + name + "\n");
    inputs.forEach(input -> text.append("  in  ").append(input).append('\n'));
    initializers.forEach((key, tensor) -> text.append("  =   " + key + ": " + tensor + "\n"));
    nodes.forEach(node -> text.append("  ").append(node).append('\n'));
    outputs.forEach(output -> text.append("  out ").append(output).append('\n'));
    return text.toString();
  }
}
