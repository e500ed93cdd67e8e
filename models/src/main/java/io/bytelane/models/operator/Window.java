package io.bytelane.models.operator;

import io.bytelane.models.graph.Tensor;
import java.util.Arrays;

/// Where a kernel window lies in the input: sizes, strides, dilations and pads of up to three
/// spatial axes. Fewer axes are completed in front by axes of size one, so that all loops are
/// written once for depth, height and width.
final class Window {
  /// Limit of every size, stride, dilation and pad: products of two stay far from overflow.
  private static final int LIMIT = 1 << 24;

  private final int rank;
  private final int[] in;
  private final int[] kernel;
  private final int[] stride;
  private final int[] dilation;
  private final int[] padBegin;
  private final int[] padEnd;
  private final int[] out;

  private Window(
      int rank,
      int[] in,
      int[] kernel,
      int[] stride,
      int[] dilation,
      int[] padBegin,
      int[] padEnd,
      int[] out) {
    this.rank = rank;
    this.in = in;
    this.kernel = kernel;
    this.stride = stride;
    this.dilation = dilation;
    this.padBegin = padBegin;
    this.padEnd = padEnd;
    this.out = out;
  }

  /// Reads the attributes of a convolution or pool.
  ///
  /// @param call the node
  /// @param x its input, [N, C, spatial...]
  /// @param kernelShape kernel sizes, one per spatial axis
  static Window of(Invocation call, Tensor x, int[] kernelShape) {
    int rank = x.rank() - 2;
    if (rank < 1 || rank > 3) {
      throw call.unsupported("input", x, "1 to 3 spatial axes");
    }
    Window window = attributes(call, x, kernelShape, rank);
    String autoPad = call.node().textAttribute("auto_pad", "NOTSET");
    boolean ceil = call.flag("ceil_mode", false);
    for (int d = 3 - rank; d < 3; d++) {
      long span = window.span(d);
      switch (autoPad) {
        case "NOTSET", "" -> {}
        case "VALID" -> {
          window.padBegin[d] = 0;
          window.padEnd[d] = 0;
        }
        case "SAME_UPPER", "SAME_LOWER" -> {
          int wanted = Math.ceilDiv(window.in[d], window.stride[d]);
          long total = Math.max((wanted - 1L) * window.stride[d] + span - window.in[d], 0);
          int small = (int) (total / 2);
          int large = (int) (total - small);
          window.padBegin[d] = autoPad.equals("SAME_UPPER") ? small : large;
          window.padEnd[d] = autoPad.equals("SAME_UPPER") ? large : small;
        }
        default ->
            throw call.invalid("auto_pad", autoPad, "NOTSET, VALID, SAME_UPPER or SAME_LOWER");
      }
      window.out[d] = window.outputSize(call, d, ceil);
    }
    return window;
  }

  /// Reads sizes, strides, dilations and explicit pads; the output sizes stay open.
  static Window attributes(Invocation call, Tensor x, int[] kernelShape, int rank) {
    if (kernelShape.length != rank) {
      throw call.invalid("kernel_shape", Arrays.toString(kernelShape), rank + " sizes");
    }
    int[] in = ones();
    for (int i = 0; i < rank; i++) {
      in[3 - rank + i] = call.toInt("input size", x.dimension(2 + i), 0, LIMIT);
    }
    int[] kernel = ones();
    for (int i = 0; i < rank; i++) {
      kernel[3 - rank + i] = call.toInt("kernel_shape", kernelShape[i], 1, LIMIT);
    }
    int[] stride = list(call, "strides", rank, 1, 1);
    int[] dilation = list(call, "dilations", rank, 1, 1);
    long[] pads = call.node().intsAttribute("pads", new long[2 * rank]);
    if (pads.length != 2 * rank) {
      throw call.invalid("pads", Arrays.toString(pads), 2 * rank + " values");
    }
    int[] begin = new int[3];
    int[] end = new int[3];
    for (int i = 0; i < rank; i++) {
      begin[3 - rank + i] = call.toInt("pads", pads[i], 0, LIMIT);
      end[3 - rank + i] = call.toInt("pads", pads[rank + i], 0, LIMIT);
    }
    return new Window(rank, in, kernel, stride, dilation, begin, end, ones());
  }

  /// One value per spatial axis, completed in front.
  static int[] list(Invocation call, String key, int rank, int fallback, int lowest) {
    long[] values = call.node().intsAttribute(key, null);
    int[] list = new int[3];
    Arrays.fill(list, fallback);
    if (values != null) {
      if (values.length != rank) {
        throw call.invalid(key, Arrays.toString(values), rank + " values");
      }
      for (int i = 0; i < rank; i++) {
        list[3 - rank + i] = call.toInt(key, values[i], lowest, LIMIT);
      }
    }
    return list;
  }

  private static int[] ones() {
    return new int[] {1, 1, 1};
  }

  /// Input cells from the first to the last tap.
  long span(int d) {
    return (long) dilation[d] * (kernel[d] - 1) + 1;
  }

  private int outputSize(Invocation call, int d, boolean ceil) {
    long free = (long) in[d] + padBegin[d] + padEnd[d] - span(d);
    if (free < 0) {
      throw call.invalid(
          "kernel", span(d) + " cells", "at most the padded input of " + (free + span(d)));
    }
    long size = free / stride[d] + 1;
    // A last window may hang over the end, but one that starts in the end padding is dropped.
    if (ceil && free % stride[d] != 0 && size * stride[d] < (long) in[d] + padBegin[d]) {
      size++;
    }
    return call.toInt("output size", size, 0, LIMIT);
  }

  /// The input position of a tap; outside [0, in) it lies in the padding.
  int position(int d, int output, int tap) {
    return output * stride[d] - padBegin[d] + tap * dilation[d];
  }

  /// The first tap that lies behind the front padding.
  int firstTap(int d, int output) {
    return Math.max(0, Math.ceilDiv(-position(d, output, 0), dilation[d]));
  }

  /// One more than the last tap that lies before the end padding.
  int endTap(int d, int output) {
    return Math.min(kernel[d], Math.ceilDiv(in[d] - position(d, output, 0), dilation[d]));
  }

  int inputCells() {
    return in[0] * in[1] * in[2];
  }

  int kernelCells() {
    return kernel[0] * kernel[1] * kernel[2];
  }

  int outputCells() {
    return out[0] * out[1] * out[2];
  }

  /// The shape of the output tensor.
  int[] outputShape(int batch, int channels) {
    int[] shape = new int[2 + rank];
    shape[0] = batch;
    shape[1] = channels;
    System.arraycopy(out, 3 - rank, shape, 2, rank);
    return shape;
  }

  /// Spatial axes of the tensors, 1 to 3.
  int rank() {
    return rank;
  }

  /// Input sizes.
  int[] in() {
    return in;
  }

  /// Kernel sizes.
  int[] kernel() {
    return kernel;
  }

  /// Steps between windows.
  int[] stride() {
    return stride;
  }

  /// Steps between taps.
  int[] dilation() {
    return dilation;
  }

  /// Padded cells in front.
  int[] padBegin() {
    return padBegin;
  }

  /// Padded cells behind.
  int[] padEnd() {
    return padEnd;
  }

  /// Output sizes.
  int[] out() {
    return out;
  }
}
