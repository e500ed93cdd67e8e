package io.bytelane.tests.onnx;

import static io.bytelane.tests.onnx.OpsetForm.form;
import static io.bytelane.tests.onnx.Samples.floats;
import static io.bytelane.tests.onnx.Samples.positive;
import static io.bytelane.tests.onnx.Samples.whole;

import io.bytelane.models.graph.DataType;
import io.bytelane.models.graph.Tensor;
import java.util.ArrayList;
import java.util.List;

/// Forms of convolutions, products, pools and normalizations.
final class LayerForms {
  private static final Tensor IMAGE = floats(1, 4, 6, 7);

  private LayerForms() {}

  static List<OpsetForm> all() {
    List<OpsetForm> forms = new ArrayList<>();
    convolutions(forms);
    transposed(forms);
    products(forms);
    maxPools(forms);
    averagePools(forms);
    normalizations(forms);
    return forms;
  }

  private static void convolutions(List<OpsetForm> forms) {
    Tensor w = floats(6, 4, 3, 2);
    forms.add(form("Conv", 7, 21).in(IMAGE, w));
    forms.add(form("Conv", 7, 21).in(IMAGE, w, floats(6)));
    forms.add(
        form("Conv", 7, 21)
            .list("kernel_shape", 3, 2)
            .list("strides", 2, 1)
            .list("pads", 1, 0, 2, 1)
            .list("dilations", 1, 2)
            .in(IMAGE, w, floats(6)));
    for (String rule : List.of("SAME_UPPER", "SAME_LOWER", "VALID")) {
      forms.add(form("Conv", 7, 21).with("auto_pad", rule).list("strides", 2, 2).in(IMAGE, w));
    }
    forms.add(form("Conv", 7, 21).with("group", 4).in(IMAGE, floats(8, 1, 3, 3)));
    forms.add(form("Conv", 7, 21).list("pads", 1, 1).in(floats(2, 3, 8), floats(4, 3, 3)));
    forms.add(form("Conv", 7, 21).in(floats(1, 2, 4, 4, 5), floats(3, 2, 2, 3, 2), floats(3)));
  }

  private static void transposed(List<OpsetForm> forms) {
    Tensor x = floats(1, 2, 3, 4);
    Tensor w = floats(2, 3, 3, 3);
    forms.add(form("ConvTranspose", 7, 21).in(x, w));
    forms.add(
        form("ConvTranspose", 7, 21)
            .list("strides", 2, 3)
            .list("pads", 1, 0, 0, 2)
            .list("output_padding", 1, 2)
            .list("dilations", 2, 1)
            .in(x, w, floats(3)));
    forms.add(
        form("ConvTranspose", 7, 21)
            .list("strides", 3, 2)
            .list("output_shape", 8, 8)
            .in(x, w, floats(3)));
    forms.add(
        form("ConvTranspose", 7, 21)
            .list("strides", 2, 2)
            .list("output_shape", 6, 8)
            .with("auto_pad", "SAME_UPPER")
            .in(x, w));
    // Larger than all that is scattered: the rest is zero, or the bias.
    forms.add(
        form("ConvTranspose", 7, 21)
            .list("strides", 3, 2)
            .list("output_padding", 1, 0)
            .list("output_shape", 10, 9)
            .in(x, w, floats(3)));
    for (String rule : List.of("SAME_UPPER", "SAME_LOWER", "VALID")) {
      forms.add(
          form("ConvTranspose", 11, 21).with("auto_pad", rule).list("strides", 2, 2).in(x, w));
    }
    forms.add(form("ConvTranspose", 7, 21).with("group", 2).in(x, w, floats(6)));
    forms.add(form("ConvTranspose", 7, 21).list("strides", 2).in(floats(2, 3, 5), floats(3, 2, 3)));
  }

  private static void products(List<OpsetForm> forms) {
    Tensor a = floats(3, 4);
    Tensor b = floats(4, 5);
    forms.add(form("Gemm", 7, 21).in(a, b, floats(5)));
    forms.add(form("Gemm", 7, 21).in(a, b, floats(3, 1)));
    forms.add(form("Gemm", 7, 21).in(a, b, Tensor.scalar(2)));
    forms.add(
        form("Gemm", 7, 21)
            .with("transA", 1)
            .with("transB", 1)
            .with("alpha", 0.5f)
            .with("beta", 2f)
            .in(floats(4, 3), floats(5, 4), floats(3, 5)));
    forms.add(form("Gemm", 11, 21).in(a, b));
    forms.add(form("Gemm", 11, 21).with("transB", 1).with("alpha", 2f).in(a, floats(5, 4)));
    forms.add(form("MatMul", 7, 21).in(a, b));
    forms.add(form("MatMul", 7, 21).in(floats(2, 1, 3, 4), floats(3, 4, 2)));
    forms.add(form("MatMul", 7, 21).in(floats(4), b));
    forms.add(form("MatMul", 7, 21).in(a, floats(4)));
    Tensor whole = whole(DataType.S32, -4, 9, 3, 4);
    forms.add(form("MatMul", 9, 21).in(whole, whole(DataType.S32, -3, 8, 4, 2)));
    forms.add(form("MatMulInteger", 10, 21).in(whole(DataType.U8, 0, 250, 3, 4), levels(4, 2)));
    forms.add(
        form("MatMulInteger", 10, 21)
            .in(
                whole(DataType.U8, 0, 250, 3, 4),
                levels(4, 2),
                Samples.scalar(DataType.U8, 7),
                Samples.scalar(DataType.S8, 0)));
    forms.add(
        form("ConvInteger", 10, 21)
            .list("pads", 1, 1, 1, 1)
            .in(
                whole(DataType.U8, 0, 250, 1, 2, 4, 4),
                whole(DataType.U8, 0, 99, 3, 2, 3, 3),
                Samples.scalar(DataType.U8, 9)));
  }

  private static Tensor levels(int... shape) {
    return whole(DataType.S8, -60, 120, shape);
  }

  private static void maxPools(List<OpsetForm> forms) {
    forms.add(form("MaxPool", 7, 21).list("kernel_shape", 2, 3).in(IMAGE));
    forms.add(
        form("MaxPool", 7, 21)
            .list("kernel_shape", 3, 3)
            .list("strides", 2, 2)
            .list("pads", 1, 0, 1, 2)
            .in(IMAGE));
    forms.add(
        form("MaxPool", 7, 21)
            .list("kernel_shape", 3, 2)
            .list("strides", 2, 2)
            .with("auto_pad", "SAME_LOWER")
            .in(IMAGE));
    for (int order = 0; order <= 1; order++) {
      forms.add(
          form("MaxPool", 8, 21)
              .list("kernel_shape", 2, 2)
              .list("strides", 2, 2)
              .with("storage_order", order)
              .outputs(2)
              .in(IMAGE));
    }
    forms.add(
        form("MaxPool", 10, 21)
            .list("kernel_shape", 3, 2)
            .list("strides", 2, 3)
            .list("dilations", 2, 1)
            .list("pads", 1, 1, 0, 0)
            .with("ceil_mode", 1)
            .outputs(2)
            .in(IMAGE));
    for (DataType type : List.of(DataType.S8, DataType.U8)) {
      forms.add(form("MaxPool", 12, 21).list("kernel_shape", 2).in(whole(type, 1, 90, 1, 2, 7)));
    }
    forms.add(form("GlobalMaxPool", 7, 21).in(IMAGE));
    forms.add(form("GlobalAveragePool", 7, 21).in(IMAGE));
  }

  private static void averagePools(List<OpsetForm> forms) {
    for (int counted = 0; counted <= 1; counted++) {
      forms.add(
          form("AveragePool", 7, 21)
              .list("kernel_shape", 3, 2)
              .list("strides", 2, 2)
              .list("pads", 1, 1, 1, 0)
              .with("count_include_pad", counted)
              .in(IMAGE));
      forms.add(
          form("AveragePool", 7, 21)
              .list("kernel_shape", 3, 2)
              .list("strides", 2, 2)
              .with("auto_pad", "SAME_UPPER")
              .with("count_include_pad", counted)
              .in(IMAGE));
      forms.add(
          form("AveragePool", 10, 21)
              .list("kernel_shape", 3, 3)
              .list("strides", 2, 3)
              .list("pads", 1, 0, 0, 1)
              .with("ceil_mode", 1)
              .with("count_include_pad", counted)
              .in(IMAGE));
      forms.add(
          form("AveragePool", 19, 21)
              .list("kernel_shape", 2, 3)
              .list("dilations", 2, 2)
              .list("pads", 1, 1, 0, 0)
              .with("count_include_pad", counted)
              .in(IMAGE));
    }
    forms.add(form("AveragePool", 7, 21).list("kernel_shape", 3).in(floats(2, 3, 8)));
  }

  private static void normalizations(List<OpsetForm> forms) {
    Tensor[] batch = {IMAGE, floats(4), positive(4), floats(4), positive(4)};
    forms.add(form("BatchNormalization", 7, 21).in(batch));
    forms.add(form("BatchNormalization", 7, 8).with("spatial", 1).in(batch));
    forms.add(
        form("BatchNormalization", 7, 8)
            .with("spatial", 0)
            .in(floats(1, 2, 2), floats(2, 2), floats(2, 2), floats(2, 2), positive(2, 2))
            .refused("spatial: 0"));
    forms.add(
        form("BatchNormalization", 7, 21).with("epsilon", 0.01f).with("momentum", 0.5f).in(batch));
    forms.add(form("BatchNormalization", 14, 21).with("training_mode", 1).outputs(3).in(batch));
    forms.add(
        form("BatchNormalization", 9, 21)
            .in(floats(3, 4), floats(4), positive(4), floats(4), positive(4)));
    Tensor x = floats(2, 3, 4);
    forms.add(form("LayerNormalization", 17, 21).in(x, positive(4)));
    forms.add(form("LayerNormalization", 17, 21).in(x, positive(4), floats(4)));
    forms.add(
        form("LayerNormalization", 17, 21)
            .with("axis", 1)
            .with("epsilon", 0.1f)
            .outputs(3)
            .in(x, positive(3, 4), floats(3, 4)));
  }
}
