package io.bytelane.tests.ptq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.bytelane.models.bundled.BundledNetwork;
import io.bytelane.models.data.LabeledImages;
import io.bytelane.models.graph.Graph;
import io.bytelane.models.plan.Planner;
import io.bytelane.models.ptq.CalibrationData;
import io.bytelane.models.ptq.ConfigName;
import io.bytelane.models.ptq.PayloadSize;
import io.bytelane.models.ptq.Ptq;
import io.bytelane.tests.plan.Bundled;
import org.junit.jupiter.api.Test;

/// The end-to-end promise on all 10,000 test images of MNIST.
class MnistAccuracyTest {
  /// What the model's authors measured for the float network.
  private static final double FLOAT_TOP1 = 98.92;

  @Test
  void staysWithinThreeTenthsOfAPointOfTheFloatNetwork() {
    BundledNetwork network = BundledNetwork.MNIST_CNN;
    Graph graph = Bundled.graph(network);
    CalibrationData data = Bundled.calibration(network);
    LabeledImages test = Bundled.test(network);
    assertThat(test.count()).isEqualTo(10_000);

    Graph perChannel = Ptq.apply(graph, ConfigName.STATIC_INT8_PER_CHANNEL, data);

    assertThat(Bundled.top1(Planner.plan(perChannel), test)).isCloseTo(FLOAT_TOP1, within(0.3));
    assertThat(PayloadSize.of(graph)).isEqualTo(6_503_464);
    assertThat(PayloadSize.of(perChannel)).isEqualTo(1_628_440);
  }
}
