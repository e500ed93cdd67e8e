package io.bytelane.tests.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bytelane.models.graph.InvalidModelException;
import io.bytelane.models.graph.Node;
import io.bytelane.models.operator.OperatorRegistry;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Nodes with more or fewer inputs than their operator has are refused before anything looks at
/// the inputs.
class ArityTest {
  private static final Set<String> VARIADIC = Set.of("Min", "Max", "Sum", "Mean", "Concat");

  static Set<String> operators() {
    return OperatorRegistry.names();
  }

  @ParameterizedTest
  @MethodSource("operators")
  void everyOperatorKnowsItsInputs(String operator) {
    int opset = operator.equals("Upsample") ? 9 : 21;
    Node crowded = node(operator, opset, Collections.nCopies(12, "x"));
    if (VARIADIC.contains(operator)) {
      assertThat(OperatorRegistry.find(crowded)).isNotNull();
    } else {
      refused(crowded, "inputs: 12 (expected: at least ");
    }
    if (!operator.equals("Constant")) {
      refused(node(operator, opset, List.of()), "inputs: 0 (expected: at least ");
      refused(node(operator, opset, Collections.nCopies(8, "")), operator);
    }
  }

  private static void refused(Node node, String message) {
    assertThatThrownBy(() -> OperatorRegistry.find(node))
        .isInstanceOf(InvalidModelException.class)
        .hasMessageContaining(message);
  }

  private static Node node(String operator, int opset, List<String> inputs) {
    return new Node("n", "", operator, opset, inputs, List.of("y"), Map.of());
  }
}
