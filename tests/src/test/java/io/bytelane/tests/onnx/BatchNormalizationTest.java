package io.bytelane.tests.onnx;

import static io.bytelane.tests.onnx.Evaluation.all;
import static io.bytelane.tests.onnx.Evaluation.floats;
import static io.bytelane.tests.onnx.Evaluation.shape;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.bytelane.models.graph.Attribute;
import io.bytelane.models.graph.DataType;
import io.bytelane.models.graph.Dimension;
import io.bytelane.models.graph.Graph;
import io.bytelane.models.graph.GraphBuilder;
import io.bytelane.models.graph.Shape;
import io.bytelane.models.graph.Tensor;
import io.bytelane.models.graph.UnsupportedModelException;
import io.bytelane.models.graph.Value;
import io.bytelane.models.plan.ExecutionPlan;
import io.bytelane.models.plan.Planner;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// BatchNormalization in training form, against figures computed by hand.
class BatchNormalizationTest {
  private static final Map<String, Attribute> TRAINING =
      Map.of(
          "training_mode", Attribute.of(1),
          "momentum", Attribute.of(0.75f),
          "epsilon", Attribute.of(4f));

  /// Two channels of two images with two cells: means 4 and 2, variances 5 and 0.
  private static final Tensor X = floats(shape(2, 2, 2), 1, 3, 2, 2, 5, 7, 2, 2);

  private static final Tensor SCALE = floats(shape(2), 3, 1);
  private static final Tensor BIAS = floats(shape(2), 1, -1);
  private static final Tensor MEAN = floats(shape(2), 8, 0);
  private static final Tensor VARIANCE = floats(shape(2), 1, 4);

  @Test
  void statisticsOfTheBatch() {
    List<Tensor> found = all("BatchNormalization", 15, 3, TRAINING, X, SCALE, BIAS, MEAN, VARIANCE);
    // sqrt(5 + 4) = 3, so channel 0 is (x - 4) / 3 * 3 + 1.
    assertThat(found.get(0).floats())
        .containsExactly(new float[] {-2, 0, -1, -1, 2, 4, -1, -1}, within(1e-6f));
    assertThat(found.get(1).floats()).containsExactly(8 * 0.75f + 4 * 0.25f, 0.5f);
    assertThat(found.get(2).floats()).containsExactly(0.75f + 5 * 0.25f, 3f);
  }

  @Test
  void givenStatisticsOtherwise() {
    Map<String, Attribute> inference = Map.of("epsilon", Attribute.of(0f));
    Tensor y =
        all("BatchNormalization", 15, 1, inference, X, SCALE, BIAS, MEAN, VARIANCE).getFirst();
    assertThat(y.floats())
        .containsExactly(new float[] {-20, -14, 0, 0, -8, -2, 0, 0}, within(1e-5f));
  }

  @Test
  void trainingBeforeOpset14IsRefused() {
    assertThatThrownBy(
            () -> all("BatchNormalization", 9, 5, Map.of(), X, SCALE, BIAS, MEAN, VARIANCE))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContaining("training mode: on (expected: inference before opset 14)");
  }

  /// What mixes the images of a batch must not be computed in parts.
  @Test
  void planKnowsThatImagesDependOnEachOther() {
    GraphBuilder graph = new GraphBuilder("norm").opset("", 15);
    Shape shape = Shape.of(List.of(Dimension.symbolic("N"), Dimension.of(2), Dimension.of(2)));
    graph.input(new Value("x", DataType.FLOAT, shape));
    graph.initializer("s", SCALE).initializer("b", BIAS);
    graph.initializer("m", MEAN).initializer("v", VARIANCE);
    graph.add("BatchNormalization", List.of("x", "s", "b", "m", "v"), List.of("y"), TRAINING);
    graph.output(Value.unknown("y"));
    Graph network = graph.build();
    ExecutionPlan plan = Planner.plan(network);
    assertThat(plan.mixesBatch()).isTrue();
    float[] y = new float[8];
    plan.newSession(2).run(X.floats(), 2, y);
    assertThat(y).containsExactly(new float[] {-2, 0, -1, -1, 2, 4, -1, -1}, within(1e-6f));
  }
}
