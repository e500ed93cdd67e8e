package io.bytelane.tests.ptq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.bytelane.models.bundled.BundledNetwork;
import io.bytelane.models.data.LabeledImages;
import io.bytelane.models.graph.Graph;
import io.bytelane.models.plan.ExecutionPlan;
import io.bytelane.models.plan.PlanStep;
import io.bytelane.models.plan.Planner;
import io.bytelane.models.ptq.CalibrationData;
import io.bytelane.models.ptq.ConfigName;
import io.bytelane.models.ptq.Ptq;
import io.bytelane.tests.plan.Bundled;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The smaller networks, on 2,000 images each.
class BundledAccuracyTest {
  @ParameterizedTest
  @EnumSource(names = {"LENET", "FASHION_DSNET", "FASHION_VGG"})
  void staysWithinHalfAPointOfTheFloatNetwork(BundledNetwork network) {
    Graph graph = Bundled.graph(network);
    CalibrationData data = Bundled.calibration(network);
    LabeledImages test = Bundled.first(Bundled.test(network), 2_000);
    double baseline = Bundled.top1(Planner.plan(graph), test);

    ExecutionPlan perChannel =
        Planner.plan(Ptq.apply(graph, ConfigName.STATIC_INT8_PER_CHANNEL, data));

    assertThat(Bundled.top1(perChannel, test)).isCloseTo(baseline, within(0.5));
    assertThat(perChannel.steps())
        .extracting(PlanStep::operator)
        .as("nothing between the layers falls back to floats")
        .filteredOn(operator -> !operator.equals("FloatLogSoftmax"))
        .noneMatch(operator -> operator.startsWith("Float") || operator.startsWith("Generic"));
  }
}
