package io.bytelane.tests.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession.SessionOptions.OptLevel;
import io.bytelane.models.graph.Graph;
import io.bytelane.models.graph.Tensor;
import io.bytelane.models.graph.UnsupportedModelException;
import io.bytelane.models.onnx.OnnxExporter;
import io.bytelane.models.onnx.OnnxImporter;
import io.bytelane.models.operator.GraphInterpreter;
import io.bytelane.models.plan.Planner;
import io.bytelane.tests.support.OnnxRuntime;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Every form that an operator had between opsets 7 and 21, at the first and the last opset that
/// has it: interpreter and compiled plan compute what ONNX Runtime computes.
class OpsetFormsTest {
  private static final double TOLERANCE = 1e-4;

  static Stream<Arguments> forms() {
    return Stream.of(
            ShapeForms.all(),
            ResizeForms.all(),
            ElementForms.all(),
            ReductionForms.all(),
            LayerForms.all(),
            QuantizationForms.all(),
            EdgeForms.all())
        .flatMap(List::stream)
        .flatMap(form -> form.opsets().stream().map(opset -> Arguments.of(opset, form)));
  }

  /// With parameters such as axes constant, as they are in most networks.
  @ParameterizedTest(name = "opset {0}: {1}")
  @MethodSource("forms")
  void parametersConstant(int opset, OpsetForm form) throws OrtException {
    check(opset, form, form.fed(false));
  }

  /// With parameters that only a run tells.
  @ParameterizedTest(name = "opset {0}: {1}")
  @MethodSource("forms")
  void parametersFed(int opset, OpsetForm form) throws OrtException {
    check(opset, form, form.fed(true));
  }

  private static void check(int opset, OpsetForm form, Map<String, Tensor> fed)
      throws OrtException {
    if (!form.refusal().isEmpty()) {
      Graph graph = form.graph(opset, fed, List.of());
      assertThatThrownBy(() -> new GraphInterpreter(graph).run(fed))
          .isInstanceOf(UnsupportedModelException.class)
          .hasMessageContaining("opset " + opset)
          .hasMessageContaining(form.refusal());
      assertThatThrownBy(() -> plan(graph, fed)).isInstanceOf(UnsupportedModelException.class);
      return;
    }
    List<String> names = form.outputNames();
    Map<String, Tensor> first = new GraphInterpreter(form.graph(opset, fed, List.of())).run(fed);
    byte[] model =
        OnnxExporter.toBytes(
            form.graph(opset, fed, names.stream().map(name -> first.get(name).type()).toList()));
    Graph graph = OnnxImporter.read("form.onnx", model);
    List<Tensor> expected = expected(form, model, fed);
    Map<String, Tensor> interpreted = new GraphInterpreter(graph).run(fed);
    if (form.isShapedBy(fed)) {
      assertThatThrownBy(() -> plan(graph, fed))
          .isInstanceOf(UnsupportedModelException.class)
          .hasMessageContaining("opset " + opset)
          .hasMessageContaining("known before a run");
    }
    Map<String, Tensor> planned = form.isShapedBy(fed) ? interpreted : plan(graph, fed);
    for (int i = 0; i < names.size(); i++) {
      same("interpreter", interpreted.get(names.get(i)), expected.get(i));
      same("plan", planned.get(names.get(i)), expected.get(i));
    }
  }

  private static Map<String, Tensor> plan(Graph graph, Map<String, Tensor> fed) {
    Map<String, int[]> shapes = new TreeMap<>();
    fed.forEach((name, tensor) -> shapes.put(name, tensor.shape()));
    return Planner.plan(graph, shapes).newSession(1).run(fed);
  }

  private static List<Tensor> expected(OpsetForm form, byte[] model, Map<String, Tensor> fed)
      throws OrtException {
    if (!form.expected().isEmpty()) {
      return form.expected();
    }
    try (OnnxRuntime runtime = new OnnxRuntime(model, OptLevel.NO_OPT)) {
      Map<String, Tensor> results = runtime.run(fed);
      return form.outputNames().stream().map(results::get).toList();
    }
  }

  private static void same(String what, Tensor found, Tensor expected) {
    assertThat(found.shape()).as(what).isEqualTo(expected.shape());
    assertThat(found.type()).as(what).isEqualTo(expected.type());
    for (int i = 0; i < expected.size(); i++) {
      if (!found.type().isFloat()) {
        assertThat(found.longAt(i)).as("%s[%d]", what, i).isEqualTo(expected.longAt(i));
        continue;
      }
      double one = found.doubleAt(i);
      double other = expected.doubleAt(i);
      boolean agrees =
          one == other
              || Double.compare(one, other) == 0
              || Math.abs(one - other) <= 1e-6 + TOLERANCE * Math.abs(other);
      assertThat(agrees).as("%s[%d]: %s, expected %s", what, i, one, other).isTrue();
    }
  }
}
