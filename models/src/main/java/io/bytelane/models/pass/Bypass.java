package io.bytelane.models.pass;

import io.bytelane.models.graph.GraphBuilder;
import io.bytelane.models.graph.Node;
import java.util.ArrayList;
import java.util.List;

/// Takes a node that passes a value on unchanged out of a graph.
final class Bypass {
  private Bypass() {}

  /// Removes a node whose first output equals one of its inputs. Outputs of the graph keep their
  /// names: the producer of the input then makes the output itself.
  ///
  /// @return false if the node has to stay, because it gives an input, a constant or another output
  ///     of the graph a second name
  static boolean remove(GraphBuilder graph, Node node, String input) {
    String output = node.output(0);
    if (!graph.isOutput(output)) {
      graph.remove(node);
      graph.replaceUses(output, input);
      return true;
    }
    Node producer = graph.producer(input).orElse(null);
    if (producer == null || graph.isOutput(input)) {
      return false;
    }
    graph.remove(node);
    List<String> outputs = new ArrayList<>(producer.outputs());
    outputs.replaceAll(name -> name.equals(input) ? output : name);
    graph.replace(producer, producer.withOutputs(outputs));
    graph.replaceUses(input, output);
    return true;
  }
}
