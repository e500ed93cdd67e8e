package io.bytelane.tests.contract;

import static io.bytelane.tests.contract.CaseData.INPUT;
import static io.bytelane.tests.contract.CaseData.OUTPUT;
import static io.bytelane.tests.contract.CaseData.affine;
import static io.bytelane.tests.contract.CaseData.bytes;
import static io.bytelane.tests.contract.CaseData.floats;
import static io.bytelane.tests.contract.CaseData.levels;
import static io.bytelane.tests.contract.CaseData.scales;
import static io.bytelane.tests.contract.CaseData.tensor;

import io.bytelane.Conv2d;
import io.bytelane.Conv2dGeometry;
import io.bytelane.FloatConv2d;
import io.bytelane.FloatTransposedConv2d;
import io.bytelane.TransposedConv2d;
import io.bytelane.TransposedConv2dGeometry;
import io.bytelane.quant.PerChannelQuantParams;
import io.bytelane.quant.RequantScheme;
import io.bytelane.reference.ReferenceConv2d;
import io.bytelane.reference.ReferenceTransposedConv2d;
import io.bytelane.reference.ReferenceWindow;
import java.util.List;

/// Every route of a convolution, and every form of a depthwise kernel row.
final class ConvolutionCases {
  private ConvolutionCases() {}

  static List<OperatorCase> all() {
    return List.of(
        conv("pointwise", Conv2dGeometry.builder(5, 5, 16, 24).kernel(1, 1).build()),
        conv("patches", Conv2dGeometry.builder(7, 7, 3, 8).kernel(3, 3).stride(2, 2).build()),
        conv(
            "patches of two groups",
            Conv2dGeometry.builder(6, 6, 8, 8).kernel(2, 2).groups(2).build()),
        conv(
            "patches with zero points of the weights",
            Conv2dGeometry.builder(8, 8, 16, 16).kernel(3, 3).pads(1, 1, 1, 1).build(),
            affine(16),
            RequantScheme.FIXED_DOUBLE),
        conv("depthwise 3 x 3", depthwise(12, 3, 1)),
        conv("depthwise 3 x 3 of few pixels", depthwise(3, 3, 1)),
        conv("depthwise 3 x 3, stride 2", depthwise(12, 3, 2)),
        conv("depthwise 5 x 5", depthwise(12, 5, 1)),
        conv("depthwise 5 x 5, stride 2", depthwise(12, 5, 2)),
        conv("depthwise 2 x 2", depthwise(12, 2, 1)),
        conv(
            "winograd", Conv2dGeometry.builder(8, 8, 32, 16).kernel(3, 3).pads(1, 1, 1, 1).build()),
        conv(
            "winograd of an odd image, 40 channels, FIXED_SINGLE",
            Conv2dGeometry.builder(9, 11, 40, 40).kernel(3, 3).build(),
            scales(40),
            RequantScheme.FIXED_SINGLE),
        floatConv("pointwise", Conv2dGeometry.builder(5, 5, 16, 24).kernel(1, 1).build()),
        floatConv(
            "patches", Conv2dGeometry.builder(8, 8, 16, 16).kernel(3, 3).pads(1, 1, 1, 1).build()),
        floatConv("depthwise", depthwise(6, 3, 1)),
        transposed(),
        floatTransposed());
  }

  private static Conv2dGeometry depthwise(int size, int kernel, int stride) {
    return Conv2dGeometry.builder(size, size, 40, 40)
        .kernel(kernel, kernel)
        .stride(stride, stride)
        .pads(1, 1, 1, 1)
        .groups(40)
        .build();
  }

  private static OperatorCase conv(String route, Conv2dGeometry g) {
    return conv(route, g, scales(g.outputChannels()), RequantScheme.FLOAT32);
  }

  private static OperatorCase conv(
      String route, Conv2dGeometry g, PerChannelQuantParams params, RequantScheme scheme) {
    byte[] weights = bytes(g.weightCount());
    Conv2d op =
        Conv2d.builder(g)
            .input(INPUT)
            .weights(weights, params)
            .output(OUTPUT)
            .scheme(scheme)
            .build();
    if (!op.kernelName().contains(route.split(" ", 2)[0])) {
      throw new AssertionError(route + ": " + op.kernelName() + " (expected: the route named)");
    }
    byte[] in = bytes(g.inputSize());
    return OperatorCase.of(
            "Conv2d " + route + ", " + op.kernelName(),
            op,
            () -> new byte[g.outputSize()],
            (out, w) -> op.run(in, 0, out, 0, 1, w))
        .expecting(
            () ->
                levels(
                    ReferenceConv2d.accumulators(
                        window(g),
                        1,
                        g.inputChannels(),
                        g.outputChannels(),
                        g.groups(),
                        tensor(in, INPUT),
                        tensor(weights, params),
                        null),
                    INPUT,
                    params,
                    OUTPUT,
                    scheme));
  }

  private static ReferenceWindow window(Conv2dGeometry g) {
    return new ReferenceWindow(
        g.inputHeight(),
        g.inputWidth(),
        g.kernelHeight(),
        g.kernelWidth(),
        g.strideHeight(),
        g.strideWidth(),
        g.dilationHeight(),
        g.dilationWidth(),
        g.padTop(),
        g.padLeft(),
        g.padBottom(),
        g.padRight(),
        false);
  }

  private static OperatorCase floatConv(String route, Conv2dGeometry g) {
    FloatConv2d op = FloatConv2d.builder(g).weights(floats(g.weightCount())).build();
    float[] in = floats(g.inputSize());
    return OperatorCase.of(
        "FloatConv2d " + route,
        op,
        () -> new float[g.outputSize()],
        (out, w) -> op.run(in, 0, out, 0, 1, w));
  }

  private static TransposedConv2dGeometry upsampling() {
    return TransposedConv2dGeometry.builder(5, 6, 16, 8)
        .kernel(4, 4)
        .stride(2, 2)
        .pads(1, 1, 1, 1)
        .build();
  }

  private static OperatorCase transposed() {
    TransposedConv2dGeometry g = upsampling();
    byte[] weights = bytes(g.weightCount());
    PerChannelQuantParams params = scales(g.outputChannels());
    TransposedConv2d op =
        TransposedConv2d.builder(g).input(INPUT).weights(weights, params).output(OUTPUT).build();
    byte[] in = bytes(g.inputSize());
    // The convolution whose transpose this is: it takes the output back to the input.
    ReferenceWindow forward =
        ReferenceWindow.of(g.outputHeight(), g.outputWidth(), g.kernelHeight(), 4, 2, 1);
    return OperatorCase.of(
            "TransposedConv2d",
            op,
            () -> new byte[g.outputSize()],
            (out, w) -> op.run(in, 0, out, 0, 1, w))
        .expecting(
            () ->
                levels(
                    ReferenceTransposedConv2d.accumulators(
                        forward,
                        1,
                        g.inputChannels(),
                        g.outputChannels(),
                        1,
                        tensor(in, INPUT),
                        tensor(weights, params),
                        null),
                    INPUT,
                    params,
                    OUTPUT,
                    RequantScheme.FLOAT32));
  }

  private static OperatorCase floatTransposed() {
    TransposedConv2dGeometry g = upsampling();
    FloatTransposedConv2d op =
        FloatTransposedConv2d.builder(g).weights(floats(g.weightCount())).build();
    float[] in = floats(g.inputSize());
    return OperatorCase.of(
        "FloatTransposedConv2d",
        op,
        () -> new float[g.outputSize()],
        (out, w) -> op.run(in, 0, out, 0, 1, w));
  }
}
