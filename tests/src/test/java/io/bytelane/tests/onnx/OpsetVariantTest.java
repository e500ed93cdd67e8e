package io.bytelane.tests.onnx;

import static io.bytelane.tests.onnx.Evaluation.floats;
import static io.bytelane.tests.onnx.Evaluation.one;
import static io.bytelane.tests.onnx.Evaluation.shape;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import io.bytelane.models.graph.Attribute;
import io.bytelane.models.graph.DataType;
import io.bytelane.models.graph.InvalidModelException;
import io.bytelane.models.graph.Tensor;
import io.bytelane.models.graph.UnsupportedModelException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What operators did in the opsets before the published cases; expected values by hand.
class OpsetVariantTest {
  private static final Map<String, Attribute> NONE = Map.of();

  @Test
  void softmaxFlattenedBefore13() {
    Tensor x = floats(shape(1, 2, 2), 0, 0, 0, 0);
    assertThat(one("Softmax", 11, NONE, x).floats()).containsOnly(0.25f);
    assertThat(one("Softmax", 13, NONE, x).floats()).containsOnly(0.5f);
    assertThat(one("Softmax", 11, Map.of("axis", Attribute.of(2)), x).floats()).containsOnly(0.5f);
    Tensor row = floats(shape(1, 3), 1000, 1000, -1000);
    assertThat(one("LogSoftmax", 11, NONE, row).floats()[0])
        .isEqualTo((float) -Math.log(2), offset(1e-7f));
  }

  @Test
  void clipTookAttributesBefore11() {
    Tensor x = floats(shape(4), -1, 0.5, 6, 7);
    Map<String, Attribute> bounds = Map.of("min", Attribute.of(0f), "max", Attribute.of(6f));
    assertThat(one("Clip", 6, bounds, x).floats()).containsExactly(0, 0.5f, 6, 6);
    assertThat(one("Clip", 11, NONE, x, null, Tensor.scalar(0)).floats())
        .containsExactly(-1, 0, 0, 0);
  }

  @Test
  void axesWereAttributes() {
    Tensor x = floats(shape(1, 3, 1), 1, 2, 3);
    Map<String, Attribute> axes = Map.of("axes", Attribute.ofInts(0, -1));
    assertThat(one("Squeeze", 11, axes, x).shape()).containsExactly(3);
    assertThat(one("Squeeze", 13, NONE, x, Tensor.vector(-1)).shape()).containsExactly(1, 3);
    assertThat(one("Squeeze", 13, NONE, x).shape()).containsExactly(3);
    Tensor flat = floats(shape(3), 1, 2, 3);
    assertThat(one("Unsqueeze", 11, axes, flat).shape()).containsExactly(1, 3, 1);
    assertThat(one("ReduceSum", 11, Map.of("axes", Attribute.ofInts(1)), x).floats())
        .containsExactly(6);
    assertThat(one("ReduceMean", 17, Map.of("axes", Attribute.ofInts(1)), x).floats())
        .containsExactly(2);
    assertThat(one("ReduceMax", 18, NONE, x, Tensor.vector(1)).floats()).containsExactly(3);
    assertThatThrownBy(() -> one("Squeeze", 13, NONE, x, Tensor.vector(1)))
        .isInstanceOf(InvalidModelException.class)
        .hasMessage(
            "node \"n\" (Squeeze, opset 13): axes: 1 (expected: an axis of size 1 in"
                + " float32[1,3,1])");
  }

  @Test
  void emptyAxesReduceAllOrNothing() {
    Tensor x = floats(shape(2), 1, 2);
    Tensor none = Tensor.vector();
    assertThat(one("ReduceSum", 13, NONE, x, none).floats()).containsExactly(3);
    Map<String, Attribute> noop = Map.of("noop_with_empty_axes", Attribute.of(1));
    assertThat(one("ReduceSum", 13, noop, x, none).floats()).containsExactly(1, 2);
  }

  @Test
  void sliceTookAttributesBefore10() {
    Tensor x = floats(shape(5), 0, 1, 2, 3, 4);
    Map<String, Attribute> range =
        Map.of("starts", Attribute.ofInts(-3), "ends", Attribute.ofInts(100));
    assertThat(one("Slice", 9, range, x).floats()).containsExactly(2, 3, 4);
    assertThat(
            one(
                    "Slice",
                    13,
                    NONE,
                    x,
                    Tensor.vector(Long.MAX_VALUE),
                    Tensor.vector(Long.MIN_VALUE),
                    Tensor.vector(0),
                    Tensor.vector(-2))
                .floats())
        .containsExactly(4, 2, 0);
  }

  @Test
  void padTookAttributesBefore11() {
    Tensor x = floats(shape(2), 1, 2);
    Map<String, Attribute> pads = Map.of("pads", Attribute.ofInts(1, 2), "value", Attribute.of(9f));
    assertThat(one("Pad", 2, pads, x).floats()).containsExactly(9, 1, 2, 9, 9);
    Map<String, Attribute> wrap = Map.of("mode", Attribute.of("wrap"));
    assertThat(one("Pad", 19, wrap, x, Tensor.vector(1, 2)).floats())
        .containsExactly(2, 1, 2, 1, 2);
    assertThat(one("Pad", 13, NONE, x, Tensor.vector(-1, 1)).floats()).containsExactly(2, 0);
  }

  @Test
  void splitSizes() {
    Tensor x = floats(shape(4), 0, 1, 2, 3);
    Map<String, Attribute> sizes = Map.of("split", Attribute.ofInts(1, 3));
    assertThat(Evaluation.all("Split", 11, 2, sizes, x).get(1).floats()).containsExactly(1, 2, 3);
    assertThatThrownBy(() -> Evaluation.all("Split", 13, 3, NONE, x))
        .isInstanceOf(InvalidModelException.class);
  }

  @Test
  void secondInputAlignedAtAxisBefore7() {
    Tensor x = floats(shape(2, 2, 1), 0, 0, 0, 0);
    Tensor y = floats(shape(2), 1, 2);
    Map<String, Attribute> aligned = Map.of("broadcast", Attribute.of(1), "axis", Attribute.of(1));
    assertThat(one("Add", 6, aligned, x, y).floats()).containsExactly(1, 2, 1, 2);
    Map<String, Attribute> first = Map.of("broadcast", Attribute.of(1), "axis", Attribute.of(0));
    assertThat(one("Add", 6, first, x, y).floats()).containsExactly(1, 1, 2, 2);
  }

  @Test
  void dropoutMaskTypes() {
    Tensor x = floats(shape(2), 1, 2);
    assertThat(Evaluation.all("Dropout", 7, 2, NONE, x).get(1).floats()).containsExactly(1, 1);
    assertThat(Evaluation.all("Dropout", 13, 2, NONE, x).get(1).type()).isEqualTo(DataType.BOOL);
    Tensor training = Evaluation.bytes(DataType.BOOL, shape(), 1);
    assertThatThrownBy(() -> one("Dropout", 13, NONE, x, Tensor.scalar(0.5f), training))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContaining("(Dropout, opset 13): training mode: on");
  }

  @Test
  void batchNormalizationBeforeTrainingMode() {
    Tensor x = floats(shape(1, 1, 1), 3);
    Tensor one = floats(shape(1), 1);
    Tensor zero = floats(shape(1), 0);
    float y = one("BatchNormalization", 9, NONE, x, one, zero, one, one).floats()[0];
    assertThat(y).isEqualTo(2f / (float) Math.sqrt(1.00001), offset(1e-6f));
  }

  @Test
  void upsampleRepeatsCells() {
    Tensor x = floats(shape(1, 1, 1, 2), 1, 2);
    Map<String, Attribute> scales = Map.of("scales", new Attribute.Reals(List.of(1f, 1f, 2f, 2f)));
    assertThat(one("Upsample", 7, scales, x).floats()).containsExactly(1, 1, 2, 2, 1, 1, 2, 2);
    Tensor factors = floats(shape(4), 1, 1, 1, 2);
    assertThat(one("Upsample", 9, NONE, x, factors).floats()).containsExactly(1, 1, 2, 2);
    assertThat(one("Resize", 10, NONE, x, factors).floats()).containsExactly(1, 1, 2, 2);
    assertThatThrownBy(() -> one("Upsample", 10, NONE, x, factors))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContaining("opset: 10 (expected: in [7, 9] for Upsample)");
  }

  @Test
  void resizeInterpolates() {
    Tensor x = floats(shape(1, 1, 1, 2), 0, 4);
    Tensor sizes = Tensor.vector(1, 1, 1, 4);
    Map<String, Attribute> linear = Map.of("mode", Attribute.of("linear"));
    assertThat(one("Resize", 13, linear, x, null, null, sizes).floats())
        .containsExactly(0, 1, 3, 4);
    Map<String, Attribute> corners =
        Map.of(
            "mode", Attribute.of("linear"),
            "coordinate_transformation_mode", Attribute.of("align_corners"));
    Tensor three = Tensor.vector(1, 1, 1, 3);
    assertThat(one("Resize", 13, corners, x, null, null, three).floats()).containsExactly(0, 2, 4);
    Map<String, Attribute> crop =
        Map.of(
            "mode", Attribute.of("linear"),
            "coordinate_transformation_mode", Attribute.of("tf_crop_and_resize"),
            "extrapolation_value", Attribute.of(9f));
    Tensor region = floats(shape(8), 0, 0, 0, 0.5, 1, 1, 1, 1.5);
    assertThat(one("Resize", 13, crop, x, region, null, three).floats()).containsExactly(2, 4, 9);
  }

  @Test
  void maxPoolTellsIndices() {
    Tensor x = floats(shape(1, 1, 2, 2), 1, 5, 7, 7);
    Map<String, Attribute> kernel = Map.of("kernel_shape", Attribute.ofInts(2, 1));
    assertThat(Evaluation.all("MaxPool", 12, 2, kernel, x).get(1).longs()).containsExactly(2, 3);
    Map<String, Attribute> columns =
        Map.of("kernel_shape", Attribute.ofInts(1, 2), "storage_order", Attribute.of(1));
    assertThat(Evaluation.all("MaxPool", 12, 2, columns, x).get(1).longs()).containsExactly(2, 1);
  }

  @Test
  void integerArithmeticWrapsAndRefusesZero() {
    Tensor a = Evaluation.bytes(DataType.U8, shape(2), 200, 7);
    Tensor b = Evaluation.bytes(DataType.U8, shape(2), 100, 2);
    assertThat(one("Add", 14, NONE, a, b).toLongs()).containsExactly(44, 9);
    assertThat(one("Sub", 14, NONE, b, a).toLongs()).containsExactly(156, 251);
    assertThat(one("Div", 14, NONE, a, b).toLongs()).containsExactly(2, 3);
    Tensor zero = Evaluation.bytes(DataType.U8, shape(1), 0);
    assertThatThrownBy(() -> one("Div", 14, NONE, a, zero))
        .isInstanceOf(InvalidModelException.class)
        .hasMessageContaining("divisor: 0");
    assertThatThrownBy(() -> one("Add", 14, NONE, a, floats(shape(1), 1)))
        .isInstanceOf(InvalidModelException.class)
        .hasMessageContaining("input types: uint8 and float32 (expected: equal)");
  }

  @Test
  void castAmongTypes() {
    Tensor x = floats(shape(4), -1.9, 2.5, 300, Double.NaN);
    assertThat(cast(x, DataType.S32).ints()).containsExactly(-1, 2, 300, 0);
    assertThat(cast(x, DataType.BOOL).toLongs()).containsExactly(1, 1, 1, 1);
    assertThat(cast(floats(shape(2), 1e20, -1e20), DataType.S32).ints())
        .containsExactly(Integer.MAX_VALUE, Integer.MIN_VALUE);
    Tensor big = Tensor.vector((1L << 53) + 1, -129, (1L << 60) + (1L << 36) + 1);
    assertThat(cast(big, DataType.S8).toLongs()).containsExactly(1, 127, 1);
    // Just above the middle of two floats: through a double it would round to even, downwards.
    assertThat(cast(big, DataType.FLOAT).floats()[2]).isEqualTo(0x1.000002p60f);
    // 1 + 2^-11 + 2^-40 lies above the middle of two float16 numbers, 1 + 2^-11 on it.
    Tensor halves = Tensor.of(shape(2), new double[] {1 + 0x1p-11 + 0x1p-40, 1 + 0x1p-11});
    assertThat(cast(halves, DataType.FLOAT16).shorts())
        .containsExactly((short) 0x3C01, (short) 0x3C00);
    assertThat(cast(floats(shape(2), 1 + 0x1p-8, Double.NaN), DataType.BFLOAT16).shorts())
        .containsExactly((short) 0x3F80, (short) 0x7FC0);
  }

  private static Tensor cast(Tensor x, DataType type) {
    return one("Cast", 13, Map.of("to", Attribute.of(type.code())), x);
  }
}
