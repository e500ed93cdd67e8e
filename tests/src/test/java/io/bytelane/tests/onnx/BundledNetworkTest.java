package io.bytelane.tests.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.bytelane.models.bundled.BundledNetwork;
import io.bytelane.models.graph.DataType;
import io.bytelane.models.graph.Dimension;
import io.bytelane.models.graph.Graph;
import io.bytelane.models.graph.Tensor;
import io.bytelane.models.onnx.OnnxImporter;
import io.bytelane.models.operator.GraphInterpreter;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The bundled networks as they are read, on the generic operators.
class BundledNetworkTest {
  private static final int IMAGES = 4;

  @ParameterizedTest
  @EnumSource(BundledNetwork.class)
  void logitsAgreeWithShippedOnes(BundledNetwork network) throws IOException {
    Graph graph = OnnxImporter.read(network.modelFile(), network.model());
    assertThat(graph.inputs()).hasSize(1);
    assertThat(graph.inputs().getFirst().type()).isEqualTo(DataType.FLOAT);
    assertThat(graph.inputs().getFirst().shape().dimension(0)).isEqualTo(Dimension.symbolic("N"));

    graph
        .nodes()
        .forEach(
            node ->
                assertThat(graph.value(node.output(0)).type())
                    .as(node.label())
                    .isNotEqualTo(DataType.UNDEFINED));

    float[] pixels = network.test().images().toFloats(0, IMAGES);
    String input = graph.inputs().getFirst().name();
    Tensor images = Tensor.of(new int[] {IMAGES, 1, 28, 28}, pixels);
    Map<String, Tensor> outputs = new GraphInterpreter(graph).run(Map.of(input, images));

    float[] logits = outputs.get(graph.outputs().getFirst().name()).floats();
    float[] expected = network.expectedLogits().floats();
    assertThat(logits).hasSize(IMAGES * 10);
    for (int i = 0; i < logits.length; i++) {
      assertThat(logits[i]).as("logit %d", i).isCloseTo(expected[i], within(1e-4f));
    }
  }
}
