package io.bytelane.models.plan;

import io.bytelane.models.graph.Attribute;
import io.bytelane.models.graph.Node;
import java.util.List;
import java.util.Map;

/// The fully connected layer with dynamically quantized input, as a node of the library's own
/// domain.
///
/// ONNX can only say "one scale for the whole input" (DynamicQuantizeLinear); this node can also
/// say "one scale per row", where a sample does not depend on the others of its batch. Inputs:
///
/// 1. `x`: float32, `[..., K]`
/// 2. `w`: int8 or uint8 levels, `[K, N]`
/// 3. `w_scale`: float32, one or `N` values
/// 4. `w_zero_point`: of the type of `w`, one or `N` values; optional
/// 5. `bias`: float32, `N` values; optional
///
/// Attribute `granularity`: `row` (default) or `tensor`. Output: float32, `[..., N]`:
/// `fl32(float(acc) * fl32(s_x * s_w[o])) + bias[o]`.
public final class DynamicLinear {
  /// The domain of the node.
  public static final String DOMAIN = "io.bytelane";

  /// The operator's name.
  public static final String OPERATOR = "DynamicLinear";

  /// The attribute that says over what activations share a scale.
  public static final String GRANULARITY = "granularity";

  /// One scale per row of the input.
  public static final String ROW = "row";

  /// One scale for the whole input.
  public static final String TENSOR = "tensor";

  /// Where the weights are among the inputs.
  static final int WEIGHTS = 1;

  /// Where the scales of the weights are among the inputs.
  static final int WEIGHT_SCALE = 2;

  /// Where the zero points of the weights are among the inputs.
  static final int WEIGHT_ZERO_POINT = 3;

  /// Where the bias is among the inputs.
  static final int BIAS = 4;

  private DynamicLinear() {}

  /// Says whether a node is such a layer.
  ///
  /// @param node any node
  /// @return true if it is
  public static boolean is(Node node) {
    return node.domain().equals(DOMAIN) && node.operator().equals(OPERATOR);
  }

  /// Creates such a layer.
  ///
  /// @param name the node's name
  /// @param inputs names of the five inputs, empty where an optional one is left out
  /// @param output the name of the output
  /// @param perRow true for one scale per row, false for one per tensor
  /// @return the node
  public static Node of(String name, List<String> inputs, String output, boolean perRow) {
    return new Node(
        name,
        DOMAIN,
        OPERATOR,
        1,
        inputs,
        List.of(output),
        Map.of(GRANULARITY, Attribute.of(perRow ? ROW : TENSOR)));
  }
}
