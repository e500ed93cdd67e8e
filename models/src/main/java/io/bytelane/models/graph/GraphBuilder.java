package io.bytelane.models.graph;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// Builds and rewrites graphs; mutable, for one thread.
///
/// Nodes are known by their names, values by theirs. In between edits the graph may be broken;
/// [#build()] checks it. The order of the nodes is the builder's concern, not the caller's.
public final class GraphBuilder {
  private final String name;
  private final Map<String, Integer> opsets = new TreeMap<>();
  private final Map<String, Value> inputs = new LinkedHashMap<>();
  private final Map<String, Value> outputs = new LinkedHashMap<>();
  private final Map<String, Tensor> initializers = new LinkedHashMap<>();
  private final Map<String, Value> values = new LinkedHashMap<>();
  private final Map<String, Node> nodes = new LinkedHashMap<>();
  private final Map<String, Node> producers = new LinkedHashMap<>();
  private final Map<String, Map<String, Node>> consumers = new LinkedHashMap<>();
  private int nextSuffix;

  /// Starts an empty graph.
  ///
  /// @param name its name, maybe empty
  public GraphBuilder(String name) {
    this.name = name;
  }

  /// Sets the version of an operator domain.
  ///
  /// @param domain the domain, empty for the default one
  /// @param version its version
  /// @return this builder
  public GraphBuilder opset(String domain, int version) {
    opsets.put(domain, version);
    return this;
  }

  /// Adds an input.
  ///
  /// @param input its name, type and shape
  /// @return this builder
  public GraphBuilder input(Value input) {
    requireNew(input.name());
    inputs.put(input.name(), input);
    values.put(input.name(), input);
    return this;
  }

  /// Adds an output; the value may be defined later.
  ///
  /// @param output its name, type and shape
  /// @return this builder
  public GraphBuilder output(Value output) {
    if (outputs.putIfAbsent(output.name(), output) != null) {
      throw new InvalidModelException("output: " + output.name() + " (expected: listed once)");
    }
    values.put(output.name(), output);
    return this;
  }

  /// Adds a constant.
  ///
  /// @param value its name
  /// @param tensor its content
  /// @return this builder
  public GraphBuilder initializer(String value, Tensor tensor) {
    requireNew(value);
    initializers.put(value, tensor);
    return this;
  }

  /// Removes a constant, or does nothing where there is none.
  ///
  /// @param value its name
  /// @return this builder
  public GraphBuilder removeInitializer(String value) {
    initializers.remove(value);
    return this;
  }

  /// States what is known of a value; replaces what was known before.
  ///
  /// @param value its name, type and shape
  /// @return this builder
  public GraphBuilder value(Value value) {
    values.put(value.name(), value);
    if (inputs.containsKey(value.name())) {
      inputs.put(value.name(), value);
    }
    outputs.computeIfPresent(value.name(), (key, known) -> value);
    return this;
  }

  /// Adds a node.
  ///
  /// @param node the node; its name and its outputs must be new
  /// @return this builder
  public GraphBuilder node(Node node) {
    if (nodes.containsKey(node.name())) {
      throw InvalidModelException.at(node, "node name", node.name(), "used once");
    }
    for (String output : node.outputs()) {
      if (!output.isEmpty()) {
        requireNew(output);
        producers.put(output, node);
      }
    }
    for (String input : node.inputs()) {
      if (!input.isEmpty()) {
        consumers.computeIfAbsent(input, key -> new LinkedHashMap<>()).put(node.name(), node);
      }
    }
    nodes.put(node.name(), node);
    return this;
  }

  /// Adds a node of the default domain with a fresh name.
  ///
  /// @param operator its operator
  /// @param inputs names of its inputs
  /// @param outputs names of its outputs
  /// @param attributes by name
  /// @return the node
  public Node add(
      String operator,
      List<String> inputs,
      List<String> outputs,
      Map<String, Attribute> attributes) {
    String label = uniqueName(outputs.isEmpty() ? operator : outputs.getFirst() + "_" + operator);
    Node node =
        new Node(label, "", operator, opsets.getOrDefault("", 1), inputs, outputs, attributes);
    node(node);
    return node;
  }

  /// Removes a node; its outputs become undefined.
  ///
  /// @param node a node of this builder
  /// @return this builder
  public GraphBuilder remove(Node node) {
    Node present = nodes.remove(node.name());
    if (present == null) {
      throw InvalidModelException.at(node, "node name", node.name(), "a node of the graph");
    }
    for (String output : present.outputs()) {
      producers.remove(output, present);
    }
    for (String input : present.inputs()) {
      Map<String, Node> readers = consumers.get(input);
      if (readers != null) {
        readers.remove(present.name());
      }
    }
    return this;
  }

  /// Replaces a node by another one that may keep its name and outputs.
  ///
  /// @param node a node of this builder
  /// @param replacement the node to put in its place
  /// @return this builder
  public GraphBuilder replace(Node node, Node replacement) {
    return remove(node).node(replacement);
  }

  /// Lets all nodes that read a value read another one; outputs of the graph keep their names.
  ///
  /// @param value the value read so far
  /// @param replacement the value to read
  /// @return this builder
  public GraphBuilder replaceUses(String value, String replacement) {
    for (Node reader : consumers(value)) {
      List<String> changed = new ArrayList<>(reader.inputs());
      changed.replaceAll(input -> input.equals(value) ? replacement : input);
      replace(reader, reader.withInputs(changed));
    }
    return this;
  }

  /// Finds a name that no value and no node has.
  ///
  /// @param prefix how it should begin
  /// @return the prefix itself, or the prefix with a number
  public String uniqueName(String prefix) {
    String candidate = prefix;
    while (isUsed(candidate)) {
      candidate = prefix + "_" + nextSuffix++;
    }
    return candidate;
  }

  /// Returns the nodes.
  ///
  /// @return a copy, in the order in which they were added
  public List<Node> nodes() {
    return new ArrayList<>(nodes.values());
  }

  /// Returns the node with a name.
  ///
  /// @param node its name
  /// @return the node, empty if there is none (any more)
  public Optional<Node> findNode(String node) {
    return Optional.ofNullable(nodes.get(node));
  }

  /// Returns the constants.
  ///
  /// @return a copy, by name
  public Map<String, Tensor> initializers() {
    return new LinkedHashMap<>(initializers);
  }

  /// Returns the outputs.
  ///
  /// @return a copy, in order
  public List<Value> outputs() {
    return List.copyOf(outputs.values());
  }

  /// Returns the constant behind a name.
  ///
  /// @param value a name
  /// @return the tensor, empty if the value is no initializer
  public Optional<Tensor> constant(String value) {
    return Optional.ofNullable(initializers.get(value));
  }

  /// Returns what is known of a value.
  ///
  /// @param value a name
  /// @return declared or inferred type and shape
  public Value valueOf(String value) {
    Value known = values.get(value);
    return known == null ? Value.unknown(value) : known;
  }

  /// Returns the node that makes a value.
  ///
  /// @param value a name
  /// @return the node, empty for inputs, initializers and undefined values
  public Optional<Node> producer(String value) {
    return Optional.ofNullable(producers.get(value));
  }

  /// Returns the nodes that read a value; one that reads it twice is listed once.
  ///
  /// @param value a name
  /// @return a copy
  public List<Node> consumers(String value) {
    Map<String, Node> readers = consumers.get(value);
    return readers == null ? List.of() : List.copyOf(readers.values());
  }

  /// Says whether a value is an output of the graph.
  ///
  /// @param value a name
  /// @return true if it is
  public boolean isOutput(String value) {
    return outputs.containsKey(value);
  }

  /// Removes nodes and constants that no output of the graph needs, and what is known of their
  /// values.
  ///
  /// @return this builder
  public GraphBuilder removeDead() {
    Set<String> live = new HashSet<>();
    List<String> pending = new ArrayList<>();
    pending.addAll(outputs.keySet());
    Set<String> liveNodes = new HashSet<>();
    while (!pending.isEmpty()) {
      String value = pending.removeLast();
      if (live.add(value)) {
        Node node = producers.get(value);
        if (node != null && liveNodes.add(node.name())) {
          pending.addAll(node.inputs());
        }
      }
    }
    for (Node node : nodes()) {
      if (!liveNodes.contains(node.name())) {
        remove(node);
      }
    }
    initializers.keySet().retainAll(live);
    values.keySet().removeIf(value -> !live.contains(value) && !inputs.containsKey(value));
    return this;
  }

  /// Checks the graph and orders its nodes.
  ///
  /// @return the graph
  /// @throws InvalidModelException if a name is undefined, or nodes wait for each other
  public Graph build() {
    for (String output : outputs.keySet()) {
      if (!isDefined(output)) {
        throw new InvalidModelException(
            "output: " + output + " (expected: made by a node, an input or an initializer)");
      }
    }
    for (Node node : nodes.values()) {
      for (String input : node.inputs()) {
        if (!input.isEmpty() && !isDefined(input)) {
          throw InvalidModelException.at(
              node, "input", input, "made by a node, an input or an initializer");
        }
      }
    }
    List<Node> ordered = TopologicalOrder.of(nodes.values(), producers);
    return new Graph(
        name,
        new TreeMap<>(opsets),
        List.copyOf(inputs.values()),
        outputs(),
        new LinkedHashMap<>(initializers),
        new LinkedHashMap<>(values),
        ordered,
        Map.copyOf(producers),
        readers(ordered));
  }

  private static Map<String, List<Node>> readers(Collection<Node> ordered) {
    Map<String, List<Node>> readers = new LinkedHashMap<>();
    for (Node node : ordered) {
      for (String input : new HashSet<>(node.inputs())) {
        readers.computeIfAbsent(input, key -> new ArrayList<>()).add(node);
      }
    }
    readers.replaceAll((value, list) -> List.copyOf(list));
    return readers;
  }

  private boolean isDefined(String value) {
    return producers.containsKey(value)
        || initializers.containsKey(value)
        || inputs.containsKey(value);
  }

  private boolean isUsed(String candidate) {
    return isDefined(candidate)
        || nodes.containsKey(candidate)
        || values.containsKey(candidate)
        || !consumers(candidate).isEmpty();
  }

  private void requireNew(String value) {
    if (value.isEmpty()) {
      throw new InvalidModelException("value name: '' (expected: not empty)");
    }
    if (isDefined(value)) {
      throw new InvalidModelException("value: " + value + " (expected: defined once)");
    }
  }
}
