package io.bytelane.models.plan;

import io.bytelane.Conv2dGeometry;
import io.bytelane.Pool2dGeometry;
import io.bytelane.models.graph.Node;
import java.util.Arrays;
import java.util.Optional;

/// The window attributes of a convolution or pool over images, `auto_pad` resolved. One spatial
/// axis counts as images of one row.
///
/// @param inputs height and width of the input
/// @param kernel height and width of the window
/// @param strides along height and width
/// @param dilations along height and width
/// @param begins padding at the top and left
/// @param ends padding at the bottom and right
/// @param ceilMode whether a partial last window counts
@SuppressWarnings("ArrayRecordComponent") // not compared, not shared beyond the package
record SpatialWindow(
    int[] inputs,
    int[] kernel,
    int[] strides,
    int[] dilations,
    int[] begins,
    int[] ends,
    boolean ceilMode) {
  /// Reads the attributes of a node.
  ///
  /// @param shape the input's shape, `[N, C, W]` or `[N, C, H, W]`
  /// @param kernelShape one size per spatial axis
  /// @return empty where the rank is another one or the attributes do not fit it
  static Optional<SpatialWindow> of(Node node, int[] shape, long[] kernelShape) {
    int axes = shape.length - 2;
    if (axes < 1 || axes > 2 || kernelShape == null) {
      return Optional.empty();
    }
    long[] ones = new long[axes];
    Arrays.fill(ones, 1);
    long[] strides = node.intsAttribute("strides", ones);
    long[] dilations = node.intsAttribute("dilations", ones);
    long[] pads = node.intsAttribute("pads", new long[2 * axes]);
    if (kernelShape.length != axes
        || !Arrays.equals(node.intsAttribute("kernel_shape", kernelShape), kernelShape)
        || strides.length != axes
        || dilations.length != axes
        || pads.length != 2 * axes
        || !inRange(kernelShape, 1)
        || !inRange(strides, 1)
        || !inRange(dilations, 1)
        || !inRange(pads, 0)) {
      return Optional.empty();
    }
    int[] inputs = {1, 1};
    System.arraycopy(shape, 2, inputs, 2 - axes, axes);
    SpatialWindow window =
        new SpatialWindow(
            inputs,
            pair(kernelShape, 0, axes, 1),
            pair(strides, 0, axes, 1),
            pair(dilations, 0, axes, 1),
            pair(pads, 0, axes, 0),
            pair(pads, axes, axes, 0),
            node.intAttribute("ceil_mode", 0) != 0);
    return window.resolveAutoPad(node.textAttribute("auto_pad", "NOTSET")) && window.fits()
        ? Optional.of(window)
        : Optional.empty();
  }

  private static boolean inRange(long[] values, int min) {
    return Arrays.stream(values).allMatch(value -> value >= min && value < 1 << 24);
  }

  private static int[] pair(long[] values, int from, int axes, int fallback) {
    int[] pair = {fallback, fallback};
    for (int i = 0; i < axes; i++) {
      pair[2 - axes + i] = (int) values[from + i];
    }
    return pair;
  }

  private boolean resolveAutoPad(String mode) {
    switch (mode) {
      case "NOTSET", "" -> {
        return true;
      }
      case "VALID", "SAME_UPPER", "SAME_LOWER" -> {}
      default -> {
        return false;
      }
    }
    for (int d = 0; d < 2; d++) {
      int total = 0;
      if (!mode.equals("VALID")) {
        int wanted = Math.ceilDiv(inputs[d], strides[d]);
        total = Math.clamp((wanted - 1L) * strides[d] + span(d) - inputs[d], 0, Integer.MAX_VALUE);
      }
      int small = total / 2;
      begins[d] = mode.equals("SAME_LOWER") ? total - small : small;
      ends[d] = total - begins[d];
    }
    return true;
  }

  private long span(int d) {
    return (long) dilations[d] * (kernel[d] - 1) + 1;
  }

  private boolean fits() {
    return inputs[0] > 0
        && inputs[1] > 0
        && (long) inputs[0] + begins[0] + ends[0] >= span(0)
        && (long) inputs[1] + begins[1] + ends[1] >= span(1);
  }

  /// The number of windows along an axis. In ceil mode a window that starts in the end padding is
  /// dropped.
  int outputSize(int d) {
    long free = (long) inputs[d] + begins[d] + ends[d] - span(d);
    long size = free / strides[d] + 1;
    if (ceilMode && free % strides[d] != 0 && size * strides[d] < (long) inputs[d] + begins[d]) {
      size++;
    }
    return (int) size;
  }

  int inputPixels() {
    return inputs[0] * inputs[1];
  }

  int outputPixels() {
    return outputSize(0) * outputSize(1);
  }

  /// The output's shape for an input of shape `[N, C, ...]`.
  int[] outputShape(int[] shape, int channels) {
    int[] out = shape.clone();
    out[1] = channels;
    for (int i = 2; i < out.length; i++) {
      out[i] = outputSize(4 - out.length + i - 2);
    }
    return out;
  }

  Conv2dGeometry convolution(int inputChannels, int outputChannels, int groups) {
    return Conv2dGeometry.builder(inputs[0], inputs[1], inputChannels, outputChannels)
        .kernel(kernel[0], kernel[1])
        .stride(strides[0], strides[1])
        .dilation(dilations[0], dilations[1])
        .pads(begins[0], begins[1], ends[0], ends[1])
        .groups(groups)
        .build();
  }

  Pool2dGeometry pool(int channels) {
    return Pool2dGeometry.builder(inputs[0], inputs[1], channels, kernel[0], kernel[1])
        .stride(strides[0], strides[1])
        .dilation(dilations[0], dilations[1])
        .pads(begins[0], begins[1], ends[0], ends[1])
        .ceilMode(ceilMode)
        .build();
  }
}
