package io.bytelane.tests.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.bytelane.tests.support.ConformanceFolder;
import io.bytelane.tests.support.Json;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/// The CMSIS-NN cases: int8 layers with the roundings of scheme B, and whole networks.
public final class CmsisCases {
  private CmsisCases() {}

  /// Returns one dynamic test per file of the folder `cmsis-nn`; aborts where it is absent.
  public static Stream<DynamicTest> tests(Engine engine) {
    return ConformanceFolder.list(ConformanceFolder.require("cmsis-nn"), ".json").stream()
        .map(file -> DynamicTest.dynamicTest(name(file), () -> check(Json.file(file), engine)));
  }

  private static String name(Path file) {
    return file.getFileName().toString();
  }

  private static void check(JsonNode node, Engine engine) {
    CmsisCase c = CmsisCase.of(node);
    if (c.operator().equals("network")) {
      network(node, engine);
      return;
    }
    int[] actual = compute(c, engine);
    int[] expected = Json.ints(c.data("output"));
    int tolerance = c.params().path("tolerance").asInt(0);
    if (tolerance == 0) {
      assertThat(actual).isEqualTo(expected);
    } else {
      assertWithin(actual, expected, tolerance);
    }
  }

  private static int[] compute(CmsisCase c, Engine engine) {
    return switch (c.operator()) {
      case "add" -> CmsisLayers.add(c, engine);
      case "mul" -> CmsisLayers.mul(c, engine);
      case "maximum" -> CmsisLayers.extremum(c, true, engine);
      case "minimum" -> CmsisLayers.extremum(c, false, engine);
      case "pad" -> CmsisLayers.pad(c, engine);
      case "transpose" -> CmsisLayers.transpose(c, engine);
      case "batch_matmul" -> CmsisLayers.batchMatmul(c, engine);
      default -> layer(c, c.bytes("input"), c.shape("input"), engine);
    };
  }

  private static int[] layer(CmsisCase c, byte[] input, int[] in, Engine engine) {
    return switch (c.operator()) {
      case "conv2d", "conv2d_grouped" -> CmsisLayers.conv(c, input, in, engine);
      case "depthwise_conv2d" -> CmsisLayers.depthwise(c, input, in, engine);
      case "conv_transpose2d" -> CmsisLayers.transposed(c, input, in, engine);
      case "fully_connected" -> CmsisLayers.fullyConnected(c, input, engine);
      case "max_pool2d" -> CmsisLayers.maxPool(c, input, in, engine);
      case "average_pool2d" -> CmsisLayers.averagePool(c, input, in, engine);
      case "softmax" -> softmax(c, input, in, engine);
      default -> throw new AssertionError("no check for operator " + c.operator());
    };
  }

  private static int[] softmax(CmsisCase c, byte[] input, int[] in, Engine engine) {
    JsonNode output = c.tensors().path("output").path("dtype");
    boolean wide = output.asText().equals("s16");
    int low = wide ? Short.MIN_VALUE : Byte.MIN_VALUE;
    int high = wide ? Short.MAX_VALUE : Byte.MAX_VALUE;
    return CmsisLayers.softmax(c, input, in, low, high, engine);
  }

  /// Runs the layers one after the other; what follows the spatial layers is a row per image.
  private static void network(JsonNode node, Engine engine) {
    byte[] x = Json.bytes(node.required("input").required("data"));
    int[] shape = Json.ints(node.required("input").required("shape"));
    int[] levels = {};
    for (JsonNode layerNode : node.required("layers")) {
      CmsisCase c = CmsisCase.of(layerNode);
      if (c.operator().equals("softmax")) {
        assertThat(levels)
            .as("logits before softmax")
            .isEqualTo(Json.ints(node.required("logits_before_softmax")));
      }
      levels = layer(c, x, shape, engine);
      shape = outputShape(c, shape, levels.length);
      x = new byte[levels.length];
      for (int i = 0; i < x.length; i++) {
        x[i] = (byte) levels[i];
      }
    }
    assertWithin(levels, Json.ints(node.required("output").required("data")), 1);
  }

  private static int[] outputShape(CmsisCase c, int[] in, int size) {
    if (!c.params().has("output_hw")) {
      return new int[] {in[0], size / in[0]};
    }
    int[] out = c.ints("output_hw");
    return new int[] {in[0], out[0], out[1], size / (in[0] * out[0] * out[1])};
  }

  private static void assertWithin(int[] actual, int[] expected, int tolerance) {
    assertThat(actual).hasSameSizeAs(expected);
    for (int i = 0; i < expected.length; i++) {
      assertThat(actual[i]).as("element %d", i).isCloseTo(expected[i], within(tolerance));
    }
  }
}
