package io.bytelane.models.operator;

import io.bytelane.models.graph.DataType;
import io.bytelane.models.graph.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Pools over windows and over whole planes; input [N, C, spatial...].
final class PoolOperators {
  /// Receives the cells of one window.
  @FunctionalInterface
  private interface CellVisitor {
    /// Receives one cell.
    ///
    /// @param index index of the input element
    void cell(int index);
  }

  private PoolOperators() {}

  static List<Tensor> max(Invocation call) {
    Tensor x = call.required(0);
    DataType type = x.type();
    if (!type.isFloat() && type != DataType.S8 && type != DataType.U8) {
      throw call.unsupportedType(type);
    }
    Window window = window(call, x);
    int planes = x.dimension(0) * x.dimension(1);
    int[] shape = window.outputShape(x.dimension(0), x.dimension(1));
    TensorSink sink = new TensorSink(call, type, shape);
    boolean columns = call.flag("storage_order", false);
    long[] indices = new long[call.count(DataType.S64, shape)];
    for (int plane = 0; plane < planes; plane++) {
      for (int cell = 0; cell < window.outputCells(); cell++) {
        int[] best = {-1};
        forEachCell(
            window,
            plane,
            cell,
            i -> {
              if (best[0] < 0 || !(x.doubleAt(i) <= x.doubleAt(best[0]))) {
                best[0] = Double.isNaN(best[0] < 0 ? 0 : x.doubleAt(best[0])) ? best[0] : i;
              }
            });
        if (best[0] < 0) {
          throw call.invalid("window", cell, "at least one cell inside the input");
        }
        int out = plane * window.outputCells() + cell;
        if (type.isFloat()) {
          sink.setDouble(out, x.doubleAt(best[0]));
        } else {
          sink.setLong(out, x.longAt(best[0]));
        }
        indices[out] = columns ? columnMajor(window, best[0]) : best[0];
      }
    }
    List<Tensor> outputs = new ArrayList<>(List.of(sink.tensor()));
    if (!call.node().output(1).isEmpty()) {
      outputs.add(Tensor.of(DataType.S64, shape, indices));
    }
    return outputs;
  }

  private static long columnMajor(Window window, int index) {
    int cells = window.inputCells();
    int[] in = window.in();
    int inside = index % cells;
    int z = inside / (in[1] * in[2]);
    int y = inside / in[2] % in[1];
    int x = inside % in[2];
    return (long) index - inside + z + (long) in[0] * (y + (long) in[1] * x);
  }

  static List<Tensor> average(Invocation call) {
    Tensor x = call.real(0);
    Window window = window(call, x);
    boolean countPads = call.flag("count_include_pad", false);
    TensorSink sink =
        new TensorSink(call, x.type(), window.outputShape(x.dimension(0), x.dimension(1)));
    for (int plane = 0; plane < x.dimension(0) * x.dimension(1); plane++) {
      for (int cell = 0; cell < window.outputCells(); cell++) {
        double[] sum = new double[2];
        forEachCell(
            window,
            plane,
            cell,
            i -> {
              sum[0] += x.doubleAt(i);
              sum[1]++;
            });
        double count = countPads ? paddedCells(window, cell) : sum[1];
        if (count == 0) {
          throw call.invalid("window", cell, "at least one cell inside the input");
        }
        sink.setDouble(plane * window.outputCells() + cell, sum[0] / count);
      }
    }
    return List.of(sink.tensor());
  }

  /// The p-norm of each window.
  static List<Tensor> norm(Invocation call) {
    Tensor x = call.real(0);
    int p = call.intAttribute("p", 2, 1, Integer.MAX_VALUE);
    Window window = window(call, x);
    TensorSink sink =
        new TensorSink(call, x.type(), window.outputShape(x.dimension(0), x.dimension(1)));
    for (int plane = 0; plane < x.dimension(0) * x.dimension(1); plane++) {
      for (int cell = 0; cell < window.outputCells(); cell++) {
        double[] sum = new double[1];
        forEachCell(window, plane, cell, i -> sum[0] += Math.pow(Math.abs(x.doubleAt(i)), p));
        sink.setDouble(plane * window.outputCells() + cell, Math.pow(sum[0], 1.0 / p));
      }
    }
    return List.of(sink.tensor());
  }

  static List<Tensor> globalAverage(Invocation call) {
    Tensor x = call.real(0);
    return List.of(
        global(
            call,
            x,
            (base, cells) -> {
              double sum = 0;
              for (int i = 0; i < cells; i++) {
                sum += x.doubleAt(base + i);
              }
              return sum / cells;
            }));
  }

  static List<Tensor> globalMax(Invocation call) {
    Tensor x = call.real(0);
    return List.of(
        global(
            call,
            x,
            (base, cells) -> {
              double best = Double.NEGATIVE_INFINITY;
              for (int i = 0; i < cells; i++) {
                best = Math.max(best, x.doubleAt(base + i));
              }
              return best;
            }));
  }

  static List<Tensor> globalNorm(Invocation call) {
    Tensor x = call.real(0);
    int p = call.intAttribute("p", 2, 1, Integer.MAX_VALUE);
    return List.of(
        global(
            call,
            x,
            (base, cells) -> {
              double sum = 0;
              for (int i = 0; i < cells; i++) {
                sum += Math.pow(Math.abs(x.doubleAt(base + i)), p);
              }
              return Math.pow(sum, 1.0 / p);
            }));
  }

  /// Reduces one plane to a number.
  @FunctionalInterface
  private interface PlaneReduction {
    /// Reduces one plane.
    ///
    /// @param base index of the plane's first element
    /// @param cells elements of the plane
    /// @return the number
    double of(int base, int cells);
  }

  private static Tensor global(Invocation call, Tensor x, PlaneReduction reduction) {
    if (x.rank() < 3) {
      throw call.invalid("input", x, "[N, C, spatial...]");
    }
    int planes = x.dimension(0) * x.dimension(1);
    int[] shape = x.shape();
    Arrays.fill(shape, 2, shape.length, 1);
    int cells = planes == 0 ? 0 : x.size() / planes;
    if (planes > 0 && cells == 0) {
      throw call.invalid("input", x, "planes that are not empty");
    }
    TensorSink sink = new TensorSink(call, x.type(), shape);
    for (int plane = 0; plane < planes; plane++) {
      sink.setDouble(plane, reduction.of(plane * cells, cells));
    }
    return sink.tensor();
  }

  private static Window window(Invocation call, Tensor x) {
    long[] kernel = call.node().intsAttribute("kernel_shape", null);
    if (kernel == null) {
      throw call.invalid("kernel_shape", "missing", "one size per spatial axis");
    }
    int[] sizes = new int[kernel.length];
    for (int i = 0; i < sizes.length; i++) {
      sizes[i] = call.toInt("kernel_shape", kernel[i], 1, 1 << 24);
    }
    return Window.of(call, x, sizes);
  }

  /// Visits the cells of a window inside the input, in row-major order.
  private static void forEachCell(Window w, int plane, int cell, CellVisitor visitor) {
    int[] in = w.in();
    int[] out = w.out();
    int base = plane * w.inputCells();
    int oz = cell / (out[1] * out[2]);
    int oy = cell / out[2] % out[1];
    int ox = cell % out[2];
    for (int kz = w.firstTap(0, oz); kz < w.endTap(0, oz); kz++) {
      int z = w.position(0, oz, kz);
      for (int ky = w.firstTap(1, oy); ky < w.endTap(1, oy); ky++) {
        int row = base + (z * in[1] + w.position(1, oy, ky)) * in[2];
        for (int kx = w.firstTap(2, ox); kx < w.endTap(2, ox); kx++) {
          visitor.cell(row + w.position(2, ox, kx));
        }
      }
    }
  }

  /// Taps of a window inside the input and its declared padding; what ceil_mode adds behind does
  /// not count.
  private static double paddedCells(Window w, int cell) {
    int[] out = w.out();
    int[] index = {cell / (out[1] * out[2]), cell / out[2] % out[1], cell % out[2]};
    double count = 1;
    for (int d = 0; d < 3; d++) {
      long room = (long) w.in()[d] + w.padEnd()[d] - w.position(d, index[d], 0);
      count *= Math.min(w.kernel()[d], Math.ceilDiv(room, w.dilation()[d]));
    }
    return count;
  }
}
