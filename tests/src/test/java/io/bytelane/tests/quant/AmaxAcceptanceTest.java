package io.bytelane.tests.quant;

import static io.bytelane.tests.quant.AcceptanceTable.expected;
import static io.bytelane.tests.quant.AcceptanceTable.input;
import static io.bytelane.tests.quant.AcceptanceTable.levels;
import static io.bytelane.tests.quant.AcceptanceTable.param;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bytelane.quant.AmaxQuantizer;
import io.bytelane.quant.ChannelLayout;
import io.bytelane.quant.FakeQuantizer;
import io.bytelane.quant.LevelRange;
import io.bytelane.quant.QuantizationException;
import io.bytelane.quant.QuantizeRule;
import io.bytelane.quant.ScaleFloor;
import io.bytelane.quant.StepQuantizer;
import io.bytelane.tests.support.Json;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class AmaxAcceptanceTest {

  @TestFactory
  List<DynamicTest> cases() {
    return AcceptanceTable.tests(
        Map.of(
            "quantize_amax", AmaxAcceptanceTest::perTensor,
            "quantize_amax_error", AmaxAcceptanceTest::negativeInUnsigned,
            "quantize_amax_per_channel", AmaxAcceptanceTest::perChannel,
            "affine_fake_quant_min_max", AmaxAcceptanceTest::nvidiaAffine,
            "pre_quant_scale", AmaxAcceptanceTest::preScale,
            "step_size_quantizer", AmaxAcceptanceTest::step));
  }

  private static void perTensor(JsonNode node) {
    float[] x = Json.floats(input(node, "x"));
    float amax = Json.number32(param(node, "amax"));
    assertThat(param(node, "unsigned").booleanValue()).isFalse();
    assertThat(param(node, "narrow_range").booleanValue()).isTrue();
    AmaxQuantizer.Builder builder =
        AmaxQuantizer.builder(LevelRange.narrow(Json.integer(param(node, "bits"))), amax);
    ChannelLayout layout = ChannelLayout.perTensor(x.length);
    assertThat(levels(builder.build().quantize(x, layout), true))
        .isEqualTo(Json.ints(expected(node, "q_DIVIDE")));
    AmaxQuantizer multiply = builder.rule(QuantizeRule.valueOf(param(node, "op").asText())).build();
    assertThat(levels(multiply.quantize(x, layout), true))
        .isEqualTo(Json.ints(expected(node, "q")));
    AcceptanceTable.assertClose(
        node, "scale", multiply.multiplier(0), Json.number(expected(node, "scale")));
  }

  private static void negativeInUnsigned(JsonNode node) {
    float[] x = Json.floats(input(node, "x"));
    AmaxQuantizer quantizer =
        AmaxQuantizer.builder(
                LevelRange.unsigned(Json.integer(param(node, "bits"))),
                Json.number32(param(node, "amax")))
            .build();
    QuantizationException e =
        AcceptanceTable.assertError(
            node, () -> quantizer.quantize(x, ChannelLayout.perTensor(x.length)));
    assertThat(e.index()).isEqualTo(Json.integer(expected(node, "first_index")));
  }

  private static void perChannel(JsonNode node) {
    JsonNode x = input(node, "x");
    assertThat(param(node, "convention").asText()).isEqualTo("NVIDIA_ZERO_BELOW_2^-24");
    AmaxQuantizer quantizer =
        AmaxQuantizer.builder(
                LevelRange.narrow(Json.integer(param(node, "bits"))),
                Json.floats(param(node, "amax")))
            .rule(QuantizeRule.AMAX_MULTIPLY)
            .floor(ScaleFloor.NVIDIA_2_POW_MINUS_24)
            .build();
    ChannelLayout layout = ChannelLayout.perAxis(Json.integer(param(node, "axis")), Json.shape(x));
    assertThat(levels(quantizer.quantize(Json.floats(x), layout), true))
        .isEqualTo(Json.ints(expected(node, "q")));
    float[] scales = Json.floats(expected(node, "returned_scale"));
    for (int c = 0; c < scales.length; c++) {
      assertThat(quantizer.multiplier(c)).isEqualTo(scales[c]);
    }
  }

  private static void nvidiaAffine(JsonNode node) {
    float[] y =
        FakeQuantizer.nvidiaAffine(
            Json.floats(input(node, "x")),
            Json.number32(param(node, "min")),
            Json.number32(param(node, "max")),
            Json.integer(param(node, "bits")));
    assertThat(y).isEqualTo(Json.floats(expected(node, "y")));
  }

  private static void preScale(JsonNode node) {
    float[] x = Json.floats(input(node, "x"));
    AmaxQuantizer quantizer =
        AmaxQuantizer.builder(
                LevelRange.narrow(Json.integer(param(node, "bits"))),
                Json.number32(param(node, "amax")))
            .build();
    ChannelLayout whole = ChannelLayout.perTensor(x.length);
    JsonNode factors = input(node, "pre_scale");
    for (int i = 0; i < factors.size(); i++) {
      float[] f = Json.floats(factors.get(i));
      ChannelLayout layout = f.length == 1 ? whole : ChannelLayout.perAxis(-1, x.length);
      float[] scaled = FakeQuantizer.preScale(x, f, layout);
      assertThat(levels(quantizer.quantize(scaled, whole), true))
          .isEqualTo(Json.ints(expected(node, "q").get(i)));
    }
  }

  private static void step(JsonNode node) {
    StepQuantizer quantizer =
        new StepQuantizer(
            Json.number32(param(node, "step")),
            Json.integer(param(node, "a")),
            Json.integer(param(node, "b")),
            false);
    assertThat(quantizer).isEqualTo(StepQuantizer.ofBits(quantizer.step(), 4));
    float[] w = Json.floats(input(node, "w"));
    int[] q = Json.ints(expected(node, "q"));
    float[] back = Json.floats(expected(node, "dequantized"));
    for (int i = 0; i < w.length; i++) {
      assertThat(quantizer.level(w[i])).isEqualTo(q[i]);
      assertThat(quantizer.value(q[i])).isEqualTo(back[i]);
    }
  }
}
