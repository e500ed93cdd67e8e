package io.bytelane.tests.explore;

import static org.assertj.core.api.Assertions.assertThat;

import io.bytelane.models.bundled.BundledNetwork;
import io.bytelane.models.explore.LayerProfile;
import io.bytelane.models.onnx.OnnxImporter;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LayerProfileTest {
  /// The value of a pool that is flattened has two names; its time counts once and is not lost.
  @Test
  void everyLayerTakesTime() throws IOException {
    BundledNetwork lenet = BundledNetwork.LENET;
    LayerProfile profile = new LayerProfile(OnnxImporter.read("lenet", lenet.model()));

    Map<String, Double> micros =
        profile.micros(lenet.test().images().toFloats(0, 1), Duration.ofNanos(1), 1);

    assertThat(micros).hasSizeGreaterThanOrEqualTo(7).containsKeys("conv1", "fc2");
    assertThat(micros.values()).allSatisfy(time -> assertThat(time).isPositive());
    assertThat(profile.ranges()).isEmpty();
  }
}
