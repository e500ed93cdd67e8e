package io.bytelane.models.operator;

import io.bytelane.models.graph.Tensor;
import java.util.Arrays;

/// Output sizes and pads of ConvTranspose.
final class TransposedWindow {
  private TransposedWindow() {}

  /// Reads the attributes; pads follow from `output_shape` or `auto_pad` where these are given.
  static Window of(Invocation call, Tensor x, Tensor w, int rank) {
    int[] kernel = Arrays.copyOfRange(w.shape(), 2, w.rank());
    long[] declared = call.node().intsAttribute("kernel_shape", null);
    if (declared != null
        && !Arrays.equals(declared, Arrays.stream(kernel).asLongStream().toArray())) {
      throw call.invalid(
          "kernel_shape", Arrays.toString(declared), "the weights' " + Arrays.toString(kernel));
    }
    Window window = Window.attributes(call, x, kernel, rank);
    int[] extra = Window.list(call, "output_padding", rank, 0, 0);
    long[] wanted = call.node().intsAttribute("output_shape", null);
    if (wanted != null && wanted.length != rank) {
      throw call.invalid("output_shape", Arrays.toString(wanted), rank + " sizes");
    }
    String autoPad = call.node().textAttribute("auto_pad", "NOTSET");
    boolean same = autoPad.equals("SAME_UPPER") || autoPad.equals("SAME_LOWER");
    if (!same && !autoPad.equals("NOTSET") && !autoPad.equals("VALID")) {
      throw call.invalid("auto_pad", autoPad, "NOTSET, VALID, SAME_UPPER or SAME_LOWER");
    }
    for (int d = 3 - rank; d < 3; d++) {
      long full = (window.in()[d] - 1L) * window.stride()[d] + window.span(d) + extra[d];
      if (wanted != null || same) {
        long size =
            wanted != null ? wanted[d - 3 + rank] : (long) window.in()[d] * window.stride()[d];
        call.toInt("output size", size, 0, 1 << 24);
        int total = (int) Math.max(0, full - size);
        int half = total / 2;
        window.padBegin()[d] = autoPad.equals("SAME_UPPER") ? half : total - half;
        window.padEnd()[d] = total - window.padBegin()[d];
        window.out()[d] = (int) size;
      } else {
        boolean padded = autoPad.equals("NOTSET");
        window.padBegin()[d] = padded ? window.padBegin()[d] : 0;
        window.padEnd()[d] = padded ? window.padEnd()[d] : 0;
        long size = full - window.padBegin()[d] - window.padEnd()[d];
        window.out()[d] = call.toInt("output size", size, 0, 1 << 24);
      }
    }
    return window;
  }
}
