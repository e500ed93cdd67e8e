package io.bytelane.tests.ptq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.bytelane.models.bundled.BundledNetwork;
import io.bytelane.models.graph.Attribute;
import io.bytelane.models.graph.DataType;
import io.bytelane.models.graph.Graph;
import io.bytelane.models.graph.Node;
import io.bytelane.models.graph.Tensor;
import io.bytelane.models.onnx.OnnxExporter;
import io.bytelane.models.onnx.OnnxImporter;
import io.bytelane.models.plan.PlanStep;
import io.bytelane.models.plan.Planner;
import io.bytelane.models.ptq.CalibrationData;
import io.bytelane.models.ptq.ConfigName;
import io.bytelane.models.ptq.Ptq;
import io.bytelane.models.ptq.PtqOptions;
import io.bytelane.models.ptq.Sensitivity;
import io.bytelane.quant.QuantizationException;
import io.bytelane.tests.plan.Bundled;
import io.bytelane.tests.plan.TestGraph;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PtqTest {
  /// One weight is zero, so that its channel lives by its bias.
  private static Graph twoChannels() {
    return new TestGraph()
        .batchInput("x", 1)
        .floats("w", new int[] {2, 1}, 0.5f, 0f)
        .floats("b", 0.25f, 0.3f)
        .node("Gemm", "x,w,b", "y", Map.of("transB", Attribute.of(1)))
        .outputs("y");
  }

  private static CalibrationData values(float... values) {
    return CalibrationData.of("x", values, values.length, 2, 1);
  }

  private static Tensor scaleOf(Graph graph, String value) {
    Node node = graph.producer(value).orElseThrow();
    return graph.constant(node.input(1)).orElseThrow();
  }

  @Test
  void choosesParametersFromObservedRanges() {
    Graph graph = Ptq.quantize(twoChannels(), PtqOptions.DEFAULT, values(-1, 0.5f, 4, 2));

    Node quantize = graph.consumers("x").getFirst();
    assertThat(graph.constant(quantize.input(1)).orElseThrow().floats()).containsExactly(5f / 255);
    Tensor zeroPoint = graph.constant(quantize.input(2)).orElseThrow();
    assertThat(zeroPoint.type()).isEqualTo(DataType.S8);
    // -128 - rint(-1 / (5 / 255))
    assertThat(zeroPoint.longAt(0)).isEqualTo(-77);
  }

  @Test
  void keepsADeadChannelAliveByItsBias() {
    Graph graph = Ptq.quantize(twoChannels(), PtqOptions.DEFAULT, values(0, 5.1f));

    Node gemm = graph.nodes().stream().filter(node -> node.is("Gemm")).findFirst().orElseThrow();
    // s_in = 0.02: |b| / (s_in * 2^30), as the contract states it.
    float[] scales = scaleOf(graph, gemm.input(1)).floats();
    assertThat(scales[0]).isEqualTo(0.5f / 127);
    assertThat(scales[1]).isEqualTo((float) (0.3f / (5.1f / 255 * 0x1p30)));
    float[] y = new float[2];
    Planner.plan(graph).newSession(1).run(new float[] {0}, 1, y);
    assertThat(y[1]).isCloseTo(0.3f, within(0.012f));
  }

  @Test
  void namesTheTensorWithoutData() {
    CalibrationData none = new CalibrationData(List.of());

    assertThatThrownBy(() -> Ptq.quantize(twoChannels(), PtqOptions.DEFAULT, none))
        .isInstanceOfSatisfying(
            QuantizationException.class,
            e -> assertThat(e.reason()).isEqualTo(QuantizationException.Reason.NO_CALIBRATION_DATA))
        .hasMessageContaining("x");
  }

  @Test
  void leavesExcludedNodesFloat() {
    Graph lenet = Bundled.graph(BundledNetwork.LENET);
    CalibrationData data = Bundled.calibration(BundledNetwork.LENET);

    Graph graph =
        Ptq.quantize(lenet, PtqOptions.DEFAULT.withExcludedNodes(Set.of("/conv2/Conv")), data);

    assertThat(Planner.plan(graph).steps())
        .filteredOn(step -> step.nodes().contains("/conv2/Conv"))
        .extracting(PlanStep::operator)
        .containsExactly("FloatConv2d");
    assertThat(Planner.plan(graph).steps())
        .filteredOn(step -> step.nodes().contains("/conv1/Conv"))
        .extracting(PlanStep::operator)
        .containsExactly("Conv2d");
  }

  @Test
  void survivesExportAndImport() {
    BundledNetwork network = BundledNetwork.FASHION_DSNET;
    Graph graph =
        Ptq.apply(
            Bundled.graph(network),
            ConfigName.STATIC_INT8_PER_CHANNEL,
            Bundled.calibration(network));
    Graph again = OnnxImporter.read("again", OnnxExporter.toBytes(graph));
    float[] images = Bundled.testImages(network, 3);
    float[] expected = new float[30];
    float[] actual = new float[30];

    Planner.plan(graph).newSession(3).run(images, 3, expected);
    Planner.plan(again).newSession(3).run(images, 3, actual);

    assertThat(actual).isEqualTo(expected);
    float[] oracle = new QdqOracle(graph).run(Tensor.of(new int[] {3, 1, 28, 28}, images));
    assertThat(expected).as("integers of the whole network").isEqualTo(oracle);
  }

  @Test
  void ranksLayersByWhatTheyCost() {
    Graph graph =
        new TestGraph()
            .batchInput("x", 1)
            .floats("a", new int[] {1, 1}, 1f)
            .floats("c", new int[] {1, 1}, 1f)
            .node("MatMul", "x,a", "m")
            .node("Sigmoid", "m", "s")
            .node("MatMul", "s,c", "y")
            .outputs("y");
    List<String> measured = new ArrayList<>();

    Sensitivity report =
        Sensitivity.measure(
            graph,
            PtqOptions.DEFAULT,
            values(0, 1, 2, 3),
            plan -> {
              // The first layer alone reads the input as levels.
              boolean first =
                  plan.graph().consumers("x").stream().anyMatch(node -> node.is("QuantizeLinear"));
              measured.add(plan.toString());
              return first ? 0.25 : plan.steps().size() > 4 ? 0.5 : 1;
            });

    assertThat(measured).hasSize(3);
    assertThat(report.baseline()).isEqualTo(1);
    assertThat(report.layers())
        .extracting(Sensitivity.Layer::node)
        .containsExactly("m_MatMul", "y_MatMul");
    assertThat(report.layers().getFirst().loss()).isEqualTo(0.75);
  }
}
