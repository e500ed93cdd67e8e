package io.bytelane.tests.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.bytelane.models.graph.Attribute;
import io.bytelane.models.graph.Graph;
import io.bytelane.models.graph.Tensor;
import io.bytelane.models.plan.PlanStep;
import io.bytelane.models.plan.Planner;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Functions of one value and comparisons of two in plans, against the interpreter, which computes
/// in double.
class FunctionPlanTest {
  private static TestGraph image() {
    return new TestGraph(18).batchInput("x", 6, 5, 7);
  }

  private static void assertAgrees(Graph graph, String operator) {
    assertThat(PlanAgreement.assertAgrees(graph, 2e-6f).steps())
        .extracting(PlanStep::operator)
        .anyMatch(name -> name.startsWith(operator));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Sigmoid",
        "Tanh",
        "Exp",
        "Erf",
        "Abs",
        "Neg",
        "Reciprocal",
        "Floor",
        "Ceil",
        "Round",
        "Sign",
        "Softsign",
        "Softplus",
        "Mish",
        "HardSigmoid",
        "HardSwish",
        "LeakyRelu",
        "ThresholdedRelu",
        "Elu",
        "Selu",
        "Celu"
      })
  void functionsOfFloats(String operator) {
    assertAgrees(image().node(operator, "x", "y").outputs("y"), "Float");
  }

  @ParameterizedTest
  @ValueSource(strings = {"HardSigmoid", "LeakyRelu", "ThresholdedRelu", "Elu", "Selu", "Celu"})
  void functionsWithAttributes(String operator) {
    Map<String, Attribute> attributes =
        switch (operator) {
          case "HardSigmoid" -> Map.of("alpha", Attribute.of(0.3f), "beta", Attribute.of(0.1f));
          case "Selu" -> Map.of("alpha", Attribute.of(1.3f), "gamma", Attribute.of(0.7f));
          default -> Map.of("alpha", Attribute.of(0.4f));
        };
    assertAgrees(image().node(operator, "x", "y", attributes).outputs("y"), "FloatActivation");
  }

  @Test
  void anAttributeThatIsNotFiniteIsLeftToTheGenericOperator() {
    Graph graph =
        image()
            .node("LeakyRelu", "x", "y", Map.of("alpha", Attribute.of(Float.POSITIVE_INFINITY)))
            .outputs("y");
    assertThat(Planner.plan(graph).steps())
        .extracting(PlanStep::operator)
        .containsExactly("Generic LeakyRelu");
  }

  @Test
  void logarithms() {
    Graph graph = image().node("Exp", "x", "e").node("Log", "e", "y").outputs("y");
    assertAgrees(graph, "FloatFunction");
  }

  @Test
  void squaresAndRoots() {
    Graph graph =
        image()
            .floats("two", new int[0], 2f)
            .node("Pow", "x,two", "s")
            .node("Sqrt", "s", "y")
            .outputs("y");
    assertAgrees(graph, "FloatFunction");
  }

  @ParameterizedTest
  @ValueSource(floats = {-1, 3, 4})
  void powersOfSmallExponents(float exponent) {
    Graph graph = image().floats("e", new int[0], exponent).node("Pow", "x,e", "y").outputs("y");
    assertAgrees(graph, exponent < 0 ? "FloatFunction" : "FloatBinary");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Min", "Max", "Sum", "PRelu"})
  void pairsOfEqualShape(String operator) {
    Graph graph =
        image()
            .node("Neg", "x", "n")
            .node(operator, "x,n", "o")
            .node("Relu", "o", "y")
            .outputs("y");
    assertAgrees(graph, "FloatBinary");
  }

  @ParameterizedTest
  @CsvSource({"Min, 1", "Max, 1", "PRelu, 1", "Min, 6x1x1", "PRelu, 6x1x1", "PRelu, 7", "Max, 5x7"})
  void aConstantThatRepeats(String operator, String sizes) {
    int[] shape = Arrays.stream(sizes.split("x")).mapToInt(Integer::parseInt).toArray();
    float[] values = new float[Tensor.elementCount(shape)];
    for (int i = 0; i < values.length; i++) {
      values[i] = 0.3f * i - 0.5f;
    }
    for (String inputs :
        operator.equals("PRelu") ? new String[] {"p,c"} : new String[] {"p,c", "c,p"}) {
      Graph graph =
          image()
              .floats("c", shape, values)
              .node("MaxPool", "x", "p", Map.of("kernel_shape", Attribute.ofInts(1, 1)))
              .node(operator, inputs, "y")
              .outputs("y");
      assertAgrees(graph, "FloatBinary");
    }
  }
}
