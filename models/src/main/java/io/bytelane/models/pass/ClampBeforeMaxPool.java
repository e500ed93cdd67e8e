package io.bytelane.models.pass;

import io.bytelane.models.graph.Graph;
import io.bytelane.models.graph.GraphBuilder;
import io.bytelane.models.graph.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Moves a Relu or Clip from behind a MaxPool to before it, where it becomes the clamp of the layer
/// in front. A clamp is monotone, so the maximum of clamped values is the clamped maximum.
public final class ClampBeforeMaxPool implements GraphPass {
  /// Creates the pass.
  public ClampBeforeMaxPool() {
    // Stateless.
  }

  @Override
  public Graph apply(Graph graph, PassLog log) {
    GraphBuilder builder = graph.toBuilder();
    boolean changed = false;
    for (Node pool : graph.nodes()) {
      Optional<FusedActivation> activation = FusedActivation.after(graph, pool);
      boolean onlyMaximum = pool.is("MaxPool") && pool.output(1).isEmpty();
      if (onlyMaximum && activation.isPresent() && isLayer(graph, pool.input(0))) {
        swap(builder, pool, activation.get().node());
        changed = true;
      }
    }
    return changed ? builder.build() : graph;
  }

  private static boolean isLayer(Graph graph, String value) {
    return graph
        .producer(value)
        .filter(node -> node.is("Conv") || node.is("ConvTranspose"))
        .filter(node -> graph.consumers(value).size() == 1 && !graph.isOutput(value))
        .isPresent();
  }

  private static void swap(GraphBuilder graph, Node pool, Node activation) {
    String clamped = graph.uniqueName(activation.output(0) + "_before_pool");
    List<String> inputs = new ArrayList<>(activation.inputs());
    inputs.set(0, pool.input(0));
    graph.remove(pool);
    graph.remove(activation);
    graph.node(activation.withInputs(inputs).withOutputs(List.of(clamped)));
    graph.node(pool.withInputs(List.of(clamped)).withOutputs(List.of(activation.output(0))));
  }
}
