package io.bytelane.models.operator;

import io.bytelane.models.graph.Tensor;
import java.util.Arrays;
import java.util.List;

/// Conv and ConvTranspose of float tensors: input [N, C, spatial...], weights [O, C/group,
/// kernel...] or, transposed, [C, O/group, kernel...].
final class ConvOperators {
  private ConvOperators() {}

  static List<Tensor> conv(Invocation call) {
    Tensor x = call.real(0);
    Tensor w = call.real(1);
    Layer layer = Layer.of(call, x, w);
    Window window = layer.window();
    Tensor bias = bias(call, layer.outputs());
    int[] shape = window.outputShape(x.dimension(0), layer.outputs());
    TensorSink sink = new TensorSink(call, x.type(), shape);
    int cells = window.outputCells();
    int total = x.dimension(0) * layer.outputs();
    for (int plane = 0; plane < total; plane++) {
      int n = plane / layer.outputs();
      int o = plane % layer.outputs();
      double[] sums = new double[cells];
      Arrays.fill(sums, bias == null ? 0 : bias.doubleAt(o));
      layer.addTaps(
          n, o, (cell, input, weight) -> sums[cell] += x.doubleAt(input) * w.doubleAt(weight));
      for (int i = 0; i < cells; i++) {
        sink.setDouble(plane * cells + i, sums[i]);
      }
    }
    return List.of(sink.tensor());
  }

  static List<Tensor> transposed(Invocation call) {
    Tensor x = call.real(0);
    Tensor w = call.real(1);
    int rank = x.rank() - 2;
    if (rank < 1 || rank > 3 || w.rank() != x.rank() || w.dimension(0) != x.dimension(1)) {
      throw call.invalid(
          "input shapes", x + " and " + w, "[N, C, 1 to 3 spatial axes] and [C, O/group, kernel]");
    }
    int groups = call.intAttribute("group", 1, 1, Integer.MAX_VALUE);
    int channels = x.dimension(1);
    if (channels % groups != 0) {
      throw call.invalid("group", groups, "divides the " + channels + " input channels");
    }
    int perGroup = w.dimension(1);
    int outputs = Math.multiplyExact(perGroup, groups);
    Window window = TransposedWindow.of(call, x, w, rank);
    Tensor bias = bias(call, outputs);
    TensorSink sink = new TensorSink(call, x.type(), window.outputShape(x.dimension(0), outputs));
    int cells = window.outputCells();
    int inCells = window.inputCells();
    for (int plane = 0; plane < x.dimension(0) * outputs; plane++) {
      int n = plane / outputs;
      int o = plane % outputs;
      double[] sums = new double[cells];
      Arrays.fill(sums, bias == null ? 0 : bias.doubleAt(o));
      int first = o / perGroup * (channels / groups);
      for (int c = first; c < first + channels / groups; c++) {
        int base = (n * channels + c) * inCells;
        int taps = (c * perGroup + o % perGroup) * window.kernelCells();
        scatter(
            window,
            (cell, input, tap) -> sums[cell] += x.doubleAt(base + input) * w.doubleAt(taps + tap));
      }
      for (int i = 0; i < cells; i++) {
        sink.setDouble(plane * cells + i, sums[i]);
      }
    }
    return List.of(sink.tensor());
  }

  private static Tensor bias(Invocation call, int outputs) {
    if (call.optional(2) == null) {
      return null;
    }
    Tensor bias = call.real(2);
    if (bias.size() != outputs) {
      throw call.invalid("bias", bias, outputs + " elements");
    }
    return bias;
  }

  /// Visits every pair of an input cell and a tap whose target lies in the output.
  private static void scatter(Window w, TapVisitor visitor) {
    int[] in = w.in();
    int[] kernel = w.kernel();
    int[] out = w.out();
    for (int cell = 0; cell < w.inputCells(); cell++) {
      for (int tap = 0; tap < w.kernelCells(); tap++) {
        int z = target(w, 0, cell / (in[1] * in[2]), tap / (kernel[1] * kernel[2]));
        int y = target(w, 1, cell / in[2] % in[1], tap / kernel[2] % kernel[1]);
        int x = target(w, 2, cell % in[2], tap % kernel[2]);
        if (z >= 0 && z < out[0] && y >= 0 && y < out[1] && x >= 0 && x < out[2]) {
          visitor.tap((z * out[1] + y) * out[2] + x, cell, tap);
        }
      }
    }
  }

  private static int target(Window w, int d, int input, int tap) {
    return input * w.stride()[d] + tap * w.dilation()[d] - w.padBegin()[d];
  }

  /// Receives one product of a convolution.
  @FunctionalInterface
  interface TapVisitor {
    /// Receives one product.
    ///
    /// @param cell output cell within the plane
    /// @param input index of the input element
    /// @param weight index of the weight
    void tap(int cell, int input, int weight);
  }

  /// The checked shapes of a convolution, float or integer.
  ///
  /// @param window its spatial part
  /// @param channels input channels
  /// @param outputs output channels
  /// @param groups number of groups
  record Layer(Window window, int channels, int outputs, int groups) {
    static Layer of(Invocation call, Tensor x, Tensor w) {
      int groups = call.intAttribute("group", 1, 1, Integer.MAX_VALUE);
      if (x.rank() < 3 || w.rank() != x.rank()) {
        throw call.invalid("input shapes", x + " and " + w, "equal rank of at least 3");
      }
      int[] kernel = Arrays.copyOfRange(w.shape(), 2, w.rank());
      long[] declared = call.node().intsAttribute("kernel_shape", null);
      if (declared != null
          && !Arrays.equals(declared, Arrays.stream(kernel).asLongStream().toArray())) {
        throw call.invalid(
            "kernel_shape", Arrays.toString(declared), "the weights' " + Arrays.toString(kernel));
      }
      int channels = x.dimension(1);
      int outputs = w.dimension(0);
      if ((long) w.dimension(1) * groups != channels || outputs % groups != 0) {
        throw call.invalid(
            "group", groups, "weights " + w + " to fit " + channels + " input channels");
      }
      return new Layer(Window.of(call, x, kernel), channels, outputs, groups);
    }

    /// Visits every product of one output plane that is not in the padding.
    void addTaps(int n, int o, TapVisitor visitor) {
      int perGroup = channels / groups;
      int first = o / (outputs / groups) * perGroup;
      int[] in = window.in();
      int[] kernel = window.kernel();
      int[] out = window.out();
      for (int c = 0; c < perGroup; c++) {
        int plane = (n * channels + first + c) * window.inputCells();
        int weights = (o * perGroup + c) * window.kernelCells();
        for (int tap = 0; tap < window.kernelCells(); tap++) {
          int kz = tap / (kernel[1] * kernel[2]);
          int ky = tap / kernel[2] % kernel[1];
          int kx = tap % kernel[2];
          for (int oz = 0; oz < out[0]; oz++) {
            int z = window.position(0, oz, kz);
            for (int oy = 0; z >= 0 && z < in[0] && oy < out[1]; oy++) {
              int y = window.position(1, oy, ky);
              if (y < 0 || y >= in[1]) {
                continue;
              }
              int row = plane + (z * in[1] + y) * in[2];
              for (int ox = 0; ox < out[2]; ox++) {
                int column = window.position(2, ox, kx);
                if (column >= 0 && column < in[2]) {
                  visitor.tap((oz * out[1] + oy) * out[2] + ox, row + column, weights + tap);
                }
              }
            }
          }
        }
      }
    }
  }
}
