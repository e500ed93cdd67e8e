package io.bytelane.models.plan;

import io.bytelane.quant.QuantParams;
import java.util.List;
import java.util.Optional;

/// One step of a plan, as reports show it.
///
/// @param operator what computes the step: an operator of the kernels such as `Conv2d`, or
///     `Generic` with the operator of ONNX for what has no kernel
/// @param kernel the name of the chosen kernel, empty where the step has none
/// @param nodes the nodes of the graph that the step stands for, in order
/// @param inputs the values it reads, with type, shape at batch size 1 and memory order
/// @param output the value it writes
/// @param outputText the value it writes, as `inputs` show theirs
/// @param outputParams how the output is quantized, empty where it is not
/// @param packedBytes bytes of weights and tables that the step holds
public record PlanStep(
    String operator,
    String kernel,
    List<String> nodes,
    List<String> inputs,
    String output,
    String outputText,
    Optional<QuantParams> outputParams,
    long packedBytes) {
  /// Copies the lists.
  public PlanStep {
    nodes = List.copyOf(nodes);
    inputs = List.copyOf(inputs);
  }

  /// Returns the step in one line.
  @Override
  public String toString() {
    return operator
        + (kernel.isEmpty() ? "" : " [" + kernel + "]")
        + " "
        + String.join(" + ", nodes)
        + ": "
        + String.join(", ", inputs)
        + " -> "
        + outputText;
  }
}
