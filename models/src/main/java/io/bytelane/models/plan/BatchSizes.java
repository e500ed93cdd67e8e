package io.bytelane.models.plan;

import io.bytelane.models.graph.Attribute;
import io.bytelane.models.graph.Graph;
import io.bytelane.models.graph.GraphBuilder;
import io.bytelane.models.graph.Node;
import io.bytelane.models.graph.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/// Makes the computed `sizes` of a Resize a constant where only their first element, the batch,
/// depends on the input: exporters write the size of an image as a Concat of the batch size and
/// two numbers. What is left names the other axes and their sizes, which hold for every batch.
final class BatchSizes {
  private static final int SIZES = 3;

  private BatchSizes() {}

  /// Says whether a graph has a Resize to computed sizes.
  static boolean occur(Graph graph) {
    return graph.nodes().stream().anyMatch(node -> computes(node, graph));
  }

  private static boolean computes(Node node, Graph graph) {
    return node.is("Resize")
        && node.hasInput(SIZES)
        && graph.constant(node.input(SIZES)).isEmpty()
        && !node.hasAttribute("axes")
        && node.textAttribute("keep_aspect_ratio_policy", "stretch").equals("stretch")
        && !node.textAttribute("coordinate_transformation_mode", "").equals("tf_crop_and_resize");
  }

  /// Returns the graph with constant sizes.
  ///
  /// @param one what is known of its values at batch size 1
  /// @param several the same at another batch size
  static Graph fix(Graph graph, Map<String, TracedValue> one, Map<String, TracedValue> several) {
    GraphBuilder builder = graph.toBuilder();
    for (Node node : graph.nodes()) {
      if (computes(node, graph)) {
        TracedValue sizes = one.get(node.input(SIZES));
        TracedValue others = several.get(node.input(SIZES));
        if (sizes.isConstant()
            && others.isConstant()
            && followBatch(sizes, one.get(node.input(0)))
            && followBatch(others, several.get(node.input(0)))
            && Arrays.equals(rest(sizes), rest(others))) {
          builder.replace(node, fixed(node, rest(sizes), builder));
        }
      }
    }
    return builder.removeDead().build();
  }

  private static boolean followBatch(TracedValue sizes, TracedValue input) {
    return input.rank() > 1
        && sizes.content().size() == input.rank()
        && sizes.content().longAt(0) == input.shape()[0];
  }

  private static long[] rest(TracedValue sizes) {
    long[] all = sizes.content().toLongs();
    return Arrays.copyOfRange(all, 1, all.length);
  }

  private static Node fixed(Node node, long[] sizes, GraphBuilder builder) {
    String name = builder.uniqueName(node.input(SIZES) + "_fixed");
    builder.initializer(name, Tensor.vector(sizes));
    List<String> inputs = new ArrayList<>(node.inputs());
    inputs.set(SIZES, name);
    Map<String, Attribute> attributes = new HashMap<>(node.attributes());
    attributes.put("axes", Attribute.ofInts(LongStream.rangeClosed(1, sizes.length).toArray()));
    return node.withInputs(inputs).withAttributes(attributes);
  }
}
