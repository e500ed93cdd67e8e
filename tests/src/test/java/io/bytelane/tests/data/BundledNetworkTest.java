package io.bytelane.tests.data;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bytelane.models.bundled.BundledNetwork;
import io.bytelane.models.data.LabeledImages;
import io.bytelane.tests.support.Json;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BundledNetworkTest {
  private static final JsonNode EXPECTED =
      Json.resource("/io/bytelane/models/bundled/expected.json").get("models");

  @ParameterizedTest
  @EnumSource
  void modelIsThePublishedFile(BundledNetwork network)
      throws IOException, NoSuchAlgorithmException {
    JsonNode expected = EXPECTED.get(network.id());
    byte[] model = network.model();

    assertThat(model).hasSize(expected.get("file_bytes").intValue());
    assertThat(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(model)))
        .isEqualTo(expected.get("sha256").textValue());
  }

  @ParameterizedTest
  @EnumSource
  void imagesAndLabelsBelongTogether(BundledNetwork network) throws IOException {
    LabeledImages test = network.test();
    LabeledImages calibration = network.calibration();

    assertThat(test.count()).isEqualTo(EXPECTED.get(network.id()).get("test_images").intValue());
    assertThat(calibration.count()).isEqualTo(512);
    assertThat(test.images().imageLength()).isEqualTo(28 * 28);
    assertThat(test.classes()).isEqualTo(network.classNames().size());
    assertThat(calibration.classes()).isEqualTo(10);
  }

  @ParameterizedTest
  @EnumSource
  void calibrationSharesNoImageWithTheTest(BundledNetwork network) throws IOException {
    LabeledImages test = network.test();
    LabeledImages calibration = network.calibration();
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < calibration.count(); i++) {
      seen.add(image(calibration, i));
    }
    for (int i = 0; i < test.count(); i++) {
      assertThat(seen).doesNotContain(image(test, i));
    }
  }

  @ParameterizedTest
  @EnumSource
  void expectedLogitsCoverSixtyFourImages(BundledNetwork network) throws IOException {
    assertThat(network.expectedLogits().shape()).containsExactly(64, 10);
    assertThat(network.expectedLogits().floats()).doesNotContain(Float.NaN);
  }

  @ParameterizedTest
  @EnumSource
  void isFoundByItsId(BundledNetwork network) {
    assertThat(BundledNetwork.find(network.id())).contains(network);
    assertThat(BundledNetwork.find(network.id() + "x")).isEmpty();
  }

  private static String image(LabeledImages set, int index) {
    int length = set.images().imageLength();
    return HexFormat.of().formatHex(set.images().pixels(), index * length, (index + 1) * length);
  }
}
