package io.bytelane.tests.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.bytelane.models.graph.Attribute;
import io.bytelane.models.graph.DataType;
import io.bytelane.models.graph.Graph;
import io.bytelane.models.graph.Node;
import io.bytelane.models.graph.Tensor;
import io.bytelane.models.pass.ConstantFolding;
import io.bytelane.models.pass.IdentityRemoval;
import io.bytelane.models.pass.PassLog;
import io.bytelane.models.pass.ReshapeSimplification;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SimplificationTest {
  private final PassLog log = new PassLog();

  @Test
  void removesNodesThatDoNothing() {
    Graph graph =
        new TestGraph()
            .batchInput("x", 4)
            .constant("pads", Tensor.vector(0, 0, 0, 0))
            .node("Identity", "x", "a")
            .node("Dropout", "a", "b,mask")
            .node("Pad", "b,pads", "c")
            .node("Relu", "c", "y")
            .outputs("y");

    Graph result = new IdentityRemoval().apply(graph, log);

    assertThat(TestGraph.operators(result)).containsExactly("Relu");
    assertThat(result.nodes().getFirst().inputs()).containsExactly("x");
    assertThat(result.initializers()).isEmpty();
  }

  @Test
  void keepsTheNameOfAnOutput() {
    Graph graph =
        new TestGraph()
            .batchInput("x", 4)
            .node("Relu", "x", "a")
            .node("Identity", "a", "y")
            .node("Neg", "a", "z")
            .outputs("y", "z");

    Graph result = new IdentityRemoval().apply(graph, log);

    assertThat(TestGraph.operators(result)).containsExactlyInAnyOrder("Relu", "Neg");
    assertThat(result.producer("y").orElseThrow().operator()).isEqualTo("Relu");
    assertThat(result.producer("z").orElseThrow().inputs()).containsExactly("y");
  }

  @Test
  void keepsAnIdentityBetweenInputAndOutput() {
    Graph graph = new TestGraph().batchInput("x", 4).node("Identity", "x", "y").outputs("y");

    assertThat(new IdentityRemoval().apply(graph, log)).isSameAs(graph);
    assertThat(log.remarks()).hasSize(1);
  }

  @Test
  void keepsPadAndDropoutThatDoSomething() {
    Graph graph =
        new TestGraph()
            .batchInput("x", 4)
            .constant("pads", Tensor.vector(0, 1, 0, 0))
            .constant("training", Tensor.of(DataType.BOOL, new int[0], new byte[] {1}))
            .node("Pad", "x,pads", "a")
            .node("Dropout", "a,,training", "y")
            .outputs("y");

    assertThat(new IdentityRemoval().apply(graph, log)).isSameAs(graph);
  }

  @Test
  void fixesTheFlattenThatPyTorchExports() {
    Graph graph = flattening("x").outputs("y");

    Graph result = new ReshapeSimplification().apply(graph, log);

    assertThat(TestGraph.operators(result)).containsExactly("Relu", "Reshape");
    Node reshape = result.nodes().get(1);
    assertThat(result.constant(reshape.input(1)).orElseThrow().longs()).containsExactly(0, -1);
  }

  @Test
  void infersTheOneSizeOfAnotherValue() {
    Graph graph =
        new TestGraph()
            .batchInput("x", 4, 2)
            .constant("zero", Tensor.of(DataType.S64, new int[0], new long[1]))
            .constant("axis", Tensor.vector(0))
            .constant("eight", Tensor.vector(8))
            .node("Relu", "x", "r")
            .node("Shape", "x", "s")
            .node("Gather", "s,zero", "n")
            .node("Unsqueeze", "n,axis", "u")
            .node("Concat", "u,eight", "t", Map.of("axis", Attribute.of(0)))
            .node("Reshape", "r,t", "y")
            .outputs("y");

    Graph result = new ReshapeSimplification().apply(graph, log);

    assertThat(result.constant(result.nodes().getLast().input(1)).orElseThrow().longs())
        .containsExactly(-1, 8);
  }

  @Test
  void leavesAReshapeWithTwoOpenSizes() {
    // The batch size of another value together with -1 need not be that of the input.
    Graph graph = flattening("other").batchInput("other", 3).outputs("y");

    assertThat(new ReshapeSimplification().apply(graph, log)).isSameAs(graph);
    assertThat(log.remarks()).hasSize(1);
  }

  private static TestGraph flattening(String measured) {
    return new TestGraph()
        .batchInput("x", 4, 2)
        .constant("zero", Tensor.of(DataType.S64, new int[0], new long[1]))
        .constant("axis", Tensor.vector(0))
        .constant("rest", Tensor.vector(-1))
        .node("Relu", "x", "r")
        .node("Shape", measured.equals("x") ? "r" : measured, "s")
        .node("Gather", "s,zero", "n")
        .node("Unsqueeze", "n,axis", "u")
        .node("Concat", "u,rest", "t", Map.of("axis", Attribute.of(0)))
        .node("Reshape", "r,t", "y");
  }

  @Test
  void foldsChainsOfConstantsButNotQuantizedWeights() {
    Graph graph =
        new TestGraph()
            .batchInput("x", 2)
            .floats("a", 1, 2)
            .constant("q", Tensor.of(DataType.S8, new int[] {2}, new byte[] {3, 4}))
            .floats("s", new int[0], 0.5f)
            .node("Neg", "a", "b")
            .node("Neg", "b", "c")
            .node("DequantizeLinear", "q,s", "d")
            .node("Add", "x,c", "e")
            .node("Add", "e,d", "y")
            .outputs("y");

    Graph result =
        new ConstantFolding(
                (node, inputs) -> {
                  float[] negated = inputs.getFirst().floats().clone();
                  for (int i = 0; i < negated.length; i++) {
                    negated[i] = -negated[i];
                  }
                  return List.of(Tensor.of(inputs.getFirst().shape(), negated));
                })
            .apply(graph, log);

    assertThat(TestGraph.operators(result)).containsExactly("DequantizeLinear", "Add", "Add");
    assertThat(result.constant("c").orElseThrow().floats()).containsExactly(1, 2);
    assertThat(result.initializers()).doesNotContainKeys("a", "b");
  }
}
