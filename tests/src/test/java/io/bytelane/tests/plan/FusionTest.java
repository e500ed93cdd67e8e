package io.bytelane.tests.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.bytelane.models.graph.Attribute;
import io.bytelane.models.graph.Graph;
import io.bytelane.models.graph.Tensor;
import io.bytelane.models.operator.GraphInterpreter;
import io.bytelane.models.plan.ExecutionPlan;
import io.bytelane.models.plan.PlanStep;
import io.bytelane.models.plan.Planner;
import io.bytelane.tests.gemm.FloatFill;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Subgraphs that are one operation, against the interpreter of their nodes.
class FusionTest {
  private static final int BATCH = 3;

  @ParameterizedTest
  @CsvSource({"Pow, false", "Mul, false", "Pow, true"})
  void layerNormalizationWrittenAsASubgraph(String square, boolean twoDifferences) {
    String squareInputs = square.equals("Pow") ? "d,two" : "d,d";
    Graph graph =
        new TestGraph()
            .batchInput("x", 5, 24)
            .floats("two", new int[0], 2f)
            .floats("epsilon", new int[0], 1e-3f)
            .floats("scale", FloatFill.gaussian(24, 1))
            .floats("shift", FloatFill.gaussian(24, 2))
            .node("ReduceMean", "x", "mean", Map.of("axes", Attribute.ofInts(-1)))
            .node("Sub", "x,mean", "d")
            .node("Sub", "x,mean", "d2")
            .node(square, squareInputs, "s")
            .node("ReduceMean", "s", "variance", Map.of("axes", Attribute.ofInts(2)))
            .node("Add", "variance,epsilon", "e")
            .node("Sqrt", "e", "root")
            .node("Div", (twoDifferences ? "d2" : "d") + ",root", "normal")
            .node("Mul", "scale,normal", "scaled")
            .node("Add", "scaled,shift", "y")
            .outputs("y");
    assertThat(plannedAsInterpreted(graph, 5, 24)).containsExactly("LayerNorm");
  }

  @Test
  void layerNormalizationAsOneOperator() {
    Graph graph =
        new TestGraph(17)
            .batchInput("x", 5, 24)
            .floats("scale", FloatFill.gaussian(24, 1))
            .node("LayerNormalization", "x,scale", "y")
            .outputs("y");
    assertThat(plannedAsInterpreted(graph, 5, 24)).containsExactly("LayerNorm");
  }

  @Test
  void aMeanAlongAnotherAxisIsNoLayerNormalization() {
    Graph graph =
        new TestGraph(17)
            .batchInput("x", 5, 24)
            .floats("scale", new int[] {5, 24}, FloatFill.gaussian(120, 1))
            .node("LayerNormalization", "x,scale", "y", Map.of("axis", Attribute.of(1L)))
            .outputs("y");
    assertThat(plannedAsInterpreted(graph, 5, 24)).containsExactly("Generic LayerNormalization");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x,sum;first,half",
        "half,first;x,sum",
        "x,half;first,sum",
        "sum,half;x,first",
        "sum,x;half,first",
        "half,sum;first,x"
      })
  void geluInEveryOrderOfItsFactors(String factors) {
    String[] products = factors.split(";", 2);
    Graph graph =
        new TestGraph()
            .batchInput("x", 7)
            .floats("root", new int[0], (float) Math.sqrt(2))
            .floats("one", new int[0], 1f)
            .floats("half", new int[0], 0.5f)
            .node("Div", "x,root", "scaled")
            .node("Erf", "scaled", "erf")
            .node("Add", "erf,one", "sum")
            .node("Mul", products[0].contains("first") ? products[1] : products[0], "first")
            .node("Mul", products[0].contains("first") ? products[0] : products[1], "y")
            .outputs("y");
    assertThat(plannedAsInterpreted(graph, 7)).containsExactly("FloatFunction");
  }

  @Test
  void aProductWithAnotherFactorIsNoGelu() {
    Graph graph =
        new TestGraph()
            .batchInput("x", 7)
            .floats("root", new int[0], (float) Math.sqrt(2))
            .floats("one", new int[0], 1f)
            .floats("third", new int[0], 0.3f)
            .node("Div", "x,root", "scaled")
            .node("Erf", "scaled", "erf")
            .node("Add", "erf,one", "sum")
            .node("Mul", "x,sum", "first")
            .node("Mul", "first,third", "y")
            .outputs("y");
    assertThat(plannedAsInterpreted(graph, 7))
        .containsExactly(
            "FloatBinary", "FloatFunction", "FloatBinary", "FloatBinary", "FloatBinary");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void anAttentionTakesInTranspositionsScaleAndMask(boolean divides) {
    Graph graph =
        new TestGraph()
            .batchInput("q", 6, 4, 8)
            .batchInput("k", 6, 4, 8)
            .batchInput("v", 6, 4, 8)
            .batchInput("mask", 1, 1, 6)
            .floats("factor", new int[0], divides ? 2.8f : 0.35f)
            .node("Transpose", "q", "qt", order(0, 2, 1, 3))
            .node("Transpose", "k", "kt", order(0, 2, 3, 1))
            .node("Transpose", "v", "vt", order(0, 2, 1, 3))
            .node("MatMul", "qt,kt", "scores")
            .node(divides ? "Div" : "Mul", "scores,factor", "scaled")
            .node("Add", "scaled,mask", "masked")
            .node("Softmax", "masked", "shares")
            .node("MatMul", "shares,vt", "context")
            .node("Transpose", "context", "y", order(0, 2, 1, 3))
            .outputs("y");
    Map<String, Tensor> inputs = new HashMap<>();
    for (String name : List.of("q", "k", "v")) {
      inputs.put(name, gaussian(name.hashCode(), BATCH, 6, 4, 8));
    }
    inputs.put("mask", gaussian(9, BATCH, 1, 1, 6));
    assertThat(plannedAsInterpreted(graph, inputs))
        .containsExactly("FloatMatMul", "FloatSoftmax", "FloatMatMul");
  }

  @Test
  void aScoreThatIsReadTwiceIsComputedOnce() {
    Graph graph =
        new TestGraph()
            .batchInput("a", 4, 3)
            .batchInput("b", 3, 5)
            .floats("factor", new int[0], 0.5f)
            .node("MatMul", "a,b", "scores")
            .node("Mul", "scores,factor", "y")
            .outputs("scores", "y");
    Map<String, Tensor> inputs =
        Map.of("a", gaussian(1, BATCH, 4, 3), "b", gaussian(2, BATCH, 3, 5));
    assertThat(plannedAsInterpreted(graph, inputs)).containsExactly("FloatMatMul", "FloatBinary");
  }

  @ParameterizedTest
  @CsvSource({
    "Add, x, row",
    "Add, row, x",
    "Mul, one, x",
    "Sub, x, row",
    "Div, x, one",
    "Sub, one, x"
  })
  void smallOperandsRepeat(String operator, String left, String right) {
    Graph graph =
        new TestGraph()
            .batchInput("x", 5, 24)
            .floats("row", FloatFill.gaussian(24, 1))
            .floats("one", new int[0], 0.7f)
            .node(operator, left + "," + right, "y")
            .outputs("y");
    assertThat(plannedAsInterpreted(graph, 5, 24)).containsExactly("FloatBinary");
  }

  @Test
  void valuesOfOneRowRepeatWithinTheirBatchElement() {
    Graph graph =
        new TestGraph()
            .batchInput("x", 5, 24)
            .batchInput("row", 1, 24)
            .node("Add", "x,row", "y")
            .outputs("y");
    Map<String, Tensor> inputs =
        Map.of("x", gaussian(1, BATCH, 5, 24), "row", gaussian(2, BATCH, 1, 24));
    assertThat(plannedAsInterpreted(graph, inputs)).containsExactly("FloatBinary");
  }

  private static Map<String, Attribute> order(long... axes) {
    return Map.of("perm", Attribute.ofInts(axes));
  }

  private static Tensor gaussian(long seed, int... shape) {
    return Tensor.of(shape, FloatFill.gaussian(Tensor.elementCount(shape), seed));
  }

  private static List<String> plannedAsInterpreted(Graph graph, int... sizes) {
    int[] shape = new int[sizes.length + 1];
    shape[0] = BATCH;
    System.arraycopy(sizes, 0, shape, 1, sizes.length);
    return plannedAsInterpreted(graph, Map.of("x", gaussian(3, shape)));
  }

  /// Runs the plan and the interpreter and returns the plan's operators.
  private static List<String> plannedAsInterpreted(Graph graph, Map<String, Tensor> inputs) {
    ExecutionPlan plan = Planner.plan(graph);
    Map<String, Tensor> expected = new GraphInterpreter(graph).run(inputs);
    Map<String, Tensor> actual = plan.newSession(BATCH).run(inputs);
    expected.forEach(
        (name, tensor) -> {
          assertThat(actual.get(name).shape()).as(name).containsExactly(tensor.shape());
          float[] values = actual.get(name).floats();
          for (int i = 0; i < values.length; i++) {
            float want = tensor.floats()[i];
            assertThat(values[i]).as(name).isCloseTo(want, within(1e-5f * (1 + Math.abs(want))));
          }
        });
    return plan.steps().stream().map(PlanStep::operator).toList();
  }
}
