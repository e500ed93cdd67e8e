package io.bytelane.tests.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.bytelane.models.graph.Attribute;
import io.bytelane.models.graph.Graph;
import io.bytelane.models.graph.InvalidModelException;
import io.bytelane.models.graph.Node;
import io.bytelane.models.pass.BatchNormFolding;
import io.bytelane.models.pass.PassLog;
import io.bytelane.tests.support.Json;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BatchNormFoldingTest {
  private final PassLog log = new PassLog();

  static Stream<JsonNode> acceptanceCases() {
    JsonNode cases = Json.resource("/conformance/acceptance.json").get("cases");
    return StreamSupport.stream(cases.spliterator(), false)
        .filter(test -> test.get("kind").asText().equals("fold_batch_norm"));
  }

  @ParameterizedTest
  @MethodSource("acceptanceCases")
  void foldsTheCasesOfTheContract(JsonNode test) {
    JsonNode params = test.get("params");
    Graph graph =
        new TestGraph()
            .batchInput("x", 1, 1, 3)
            .floats("w", new int[] {1, 1, 1, 3}, Json.floats(test.get("input").get("w")))
            .floats("b", Json.floats(test.get("input").get("bias")))
            .floats("gamma", Json.floats(params.get("gamma")))
            .floats("beta", Json.floats(params.get("beta")))
            .floats("mean", Json.floats(params.get("mean")))
            .floats("var", Json.floats(params.get("variance")))
            .node("Conv", "x,w,b", "c")
            .node(
                "BatchNormalization",
                "c,gamma,beta,mean,var",
                "y",
                Map.of("epsilon", Attribute.of(Json.number32(params.get("epsilon")))))
            .outputs("y");

    Node conv = new BatchNormFolding().apply(graph, log).nodes().getFirst();
    Graph folded = new BatchNormFolding().apply(graph, log);

    assertThat(TestGraph.operators(folded)).containsExactly("Conv");
    double[] expected = Json.doubles(test.get("expected").get("w"));
    float[] weights = folded.constant(conv.input(1)).orElseThrow().floats();
    for (int i = 0; i < expected.length; i++) {
      assertThat((double) weights[i]).isCloseTo(expected[i], tolerance(expected[i]));
    }
    double bias = Json.number(test.get("expected").get("bias"));
    assertThat((double) folded.constant(conv.input(2)).orElseThrow().floats()[0])
        .isCloseTo(bias, tolerance(bias));
  }

  private static Offset<Double> tolerance(double expected) {
    return Offset.offset(Math.abs(expected) * 1e-6 + 1e-7);
  }

  @Test
  void leavesANormalizationWhoseInputIsReadTwice() {
    Graph graph =
        normalized(new TestGraph().node("Conv", "x,w", "c"), Map.of())
            .node("Add", "c,y", "z")
            .outputs("z");

    assertThat(new BatchNormFolding().apply(graph, log)).isSameAs(graph);
    assertThat(log.remarks()).singleElement().asString().contains("read by others too");
  }

  @Test
  void leavesANormalizationWhoseInputIsReturned() {
    Graph graph = normalized(new TestGraph().node("Conv", "x,w", "c"), Map.of()).outputs("c", "y");

    assertThat(new BatchNormFolding().apply(graph, log)).isSameAs(graph);
  }

  @Test
  void leavesTrainingForm() {
    Graph graph =
        normalized(
                new TestGraph(15).node("Conv", "x,w", "c"),
                Map.of("training_mode", Attribute.of(1)))
            .outputs("y");

    assertThat(new BatchNormFolding().apply(graph, log)).isSameAs(graph);
    assertThat(log.remarks()).singleElement().asString().contains("training form");
  }

  @Test
  void leavesANormalizationAfterAnotherOperator() {
    Graph graph = normalized(new TestGraph().node("Relu", "x", "c"), Map.of()).outputs("y");

    assertThat(new BatchNormFolding().apply(graph, log)).isSameAs(graph);
    assertThat(log.remarks()).hasSize(1);
  }

  @Test
  void refusesAVarianceBelowZero() {
    Graph graph =
        new TestGraph()
            .batchInput("x", 1, 1, 1)
            .floats("w", new int[] {1, 1, 1, 1}, 1f)
            .floats("one", 1f)
            .floats("var", -1f)
            .node("Conv", "x,w", "c")
            .node("BatchNormalization", "c,one,one,one,var", "y")
            .outputs("y");

    assertThatThrownBy(() -> new BatchNormFolding().apply(graph, log))
        .isInstanceOf(InvalidModelException.class)
        .hasMessageContaining("BatchNormalization")
        .hasMessageContaining("variance + epsilon[0]");
  }

  @Test
  void foldsGemmAlongItsColumns() {
    Graph graph =
        new TestGraph()
            .batchInput("x", 2)
            .floats("w", new int[] {2, 2}, 1, 2, 3, 4)
            .floats("b", 10, 20)
            .floats("gamma", 2, 3)
            .floats("beta", 0, 1)
            .floats("mean", 0, 5)
            .floats("var", 1, 4)
            .node("Gemm", "x,w,b", "c", Map.of("beta", Attribute.of(0.5f)))
            .node(
                "BatchNormalization",
                "c,gamma,beta,mean,var",
                "y",
                Map.of("epsilon", Attribute.of(0f)))
            .outputs("y");

    Graph folded = new BatchNormFolding().apply(graph, log);

    Node gemm = folded.nodes().getFirst();
    assertThat(folded.constant(gemm.input(1)).orElseThrow().floats())
        .containsExactly(2f, 3f, 6f, 6f);
    // (0.5 * b - mean) * gamma / sqrt(var) + beta
    assertThat(folded.constant(gemm.input(2)).orElseThrow().floats()).containsExactly(10f, 8.5f);
    assertThat(gemm.hasAttribute("beta")).isFalse();
  }

  @Test
  void foldsGroupsOfATransposedConvolution() {
    // Two groups of one input and two output channels: weight [c][j] feeds output 2 * c + j.
    Graph graph =
        new TestGraph()
            .batchInput("x", 2, 1, 1)
            .floats("w", new int[] {2, 2, 1, 1}, 1, 1, 1, 1)
            .floats("gamma", 1, 2, 3, 4)
            .floats("zero", 0, 0, 0, 0)
            .floats("var", 1, 1, 1, 1)
            .node("ConvTranspose", "x,w", "c", Map.of("group", Attribute.of(2)))
            .node(
                "BatchNormalization",
                "c,gamma,zero,zero,var",
                "y",
                Map.of("epsilon", Attribute.of(0f)))
            .outputs("y");

    Graph folded = new BatchNormFolding().apply(graph, log);

    assertThat(folded.constant(folded.nodes().getFirst().input(1)).orElseThrow().floats())
        .containsExactly(1f, 2f, 3f, 4f);
  }

  private static TestGraph normalized(TestGraph graph, Map<String, Attribute> attributes) {
    return graph
        .batchInput("x", 1, 1, 1)
        .floats("w", new int[] {1, 1, 1, 1}, 1f)
        .floats("one", 1f)
        .node("BatchNormalization", "c,one,one,one,one", "y", attributes);
  }
}
