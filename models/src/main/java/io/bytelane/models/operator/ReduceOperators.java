package io.bytelane.models.operator;

import io.bytelane.models.graph.DataType;
import io.bytelane.models.graph.Tensor;
import java.util.Arrays;
import java.util.List;

/// Reductions over axes, ArgMax and ArgMin.
final class ReduceOperators {
  private ReduceOperators() {}

  /// A reduction whose axes are an input since a given opset.
  static Operator reduce(Reduction reduction, int axesInputSince) {
    return call -> {
      Tensor x = call.required(0);
      boolean[] reduced = axes(call, x.rank(), axesInputSince);
      return List.of(
          reduced == null ? single(call, x, reduction) : run(call, x, reduced, reduction));
    };
  }

  /// log(sum(exp(x))), with the maximum taken out first.
  static List<Tensor> logSumExp(Invocation call) {
    Tensor x = call.real(0);
    boolean[] reduced = axes(call, x.rank(), 18);
    if (reduced == null) {
      return List.of(x);
    }
    Groups groups = Groups.of(x.shape(), reduced);
    double[] highest = accumulate(x, groups, Reduction.MAX);
    double[] sums = new double[groups.count()];
    for (int i = 0; i < x.size(); i++) {
      double top = highest[groups.of(i)];
      sums[groups.of(i)] += Math.exp(x.doubleAt(i) - (Double.isInfinite(top) ? 0 : top));
    }
    TensorSink sink = new TensorSink(call, x.type(), outputShape(call, x.shape(), reduced));
    for (int i = 0; i < sums.length; i++) {
      sink.setDouble(i, Math.log(sums[i]) + (Double.isInfinite(highest[i]) ? 0 : highest[i]));
    }
    return List.of(sink.tensor());
  }

  /// The index of the largest or smallest element along an axis.
  static Operator arg(boolean largest) {
    return call -> {
      Tensor x = call.required(0);
      int axis = call.axis(call.node().intAttribute("axis", 0), x.rank());
      boolean last = call.flag("select_last_index", false);
      int[] shape = x.shape();
      if (shape[axis] == 0) {
        throw call.invalid("input shape", x, "not empty along axis " + axis);
      }
      int inner = Tensor.elementCount(Arrays.copyOfRange(shape, axis + 1, shape.length));
      long[] out = new long[x.size() / shape[axis]];
      for (int o = 0; o < out.length; o++) {
        int base = o / inner * shape[axis] * inner + o % inner;
        int best = 0;
        for (int i = 1; i < shape[axis]; i++) {
          int sign = compare(x, base + i * inner, base + best * inner);
          int wanted = largest ? sign : -sign;
          best = wanted > 0 || (wanted == 0 && last) ? i : best;
        }
        out[o] = best;
      }
      boolean[] reduced = new boolean[shape.length];
      reduced[axis] = true;
      return List.of(Tensor.of(DataType.S64, outputShape(call, shape, reduced), out));
    };
  }

  private static int compare(Tensor x, int i, int j) {
    if (x.type().isFloat()) {
      double a = x.doubleAt(i);
      double b = x.doubleAt(j);
      return a > b ? 1 : a < b ? -1 : 0;
    }
    return x.type() == DataType.U64
        ? Long.compareUnsigned(x.longAt(i), x.longAt(j))
        : Long.compare(x.longAt(i), x.longAt(j));
  }

  /// The axes to reduce; null where nothing is to be done at all.
  private static boolean[] axes(Invocation call, int rank, int inputSince) {
    long[] axes = call.axes(1, inputSince);
    if (axes == null || (axes.length == 0 && call.opset() >= inputSince)) {
      if (call.flag("noop_with_empty_axes", false)) {
        return null;
      }
      boolean[] all = new boolean[rank];
      Arrays.fill(all, true);
      return all;
    }
    return call.axisSet(axes, rank);
  }

  /// With no axis to reduce each element is a set of its own.
  private static Tensor single(Invocation call, Tensor x, Reduction reduction) {
    return run(call, x, new boolean[x.rank()], reduction);
  }

  private static Tensor run(Invocation call, Tensor x, boolean[] reduced, Reduction reduction) {
    DataType type = x.type();
    Groups groups = Groups.of(x.shape(), reduced);
    TensorSink sink = new TensorSink(call, type, outputShape(call, x.shape(), reduced));
    long size = groups.count() == 0 ? 0 : x.size() / groups.count();
    if (type.isFloat()) {
      double[] sums = accumulate(x, groups, reduction);
      for (int i = 0; i < sums.length; i++) {
        sink.setDouble(i, reduction.finish(sums[i], size));
      }
      return sink.tensor();
    }
    if (!reduction.covers(type) || (reduction == Reduction.MEAN && size == 0)) {
      throw call.unsupportedType(type);
    }
    long[] sums = new long[groups.count()];
    Arrays.fill(sums, reduction.wholeStart(type));
    for (int i = 0; i < x.size(); i++) {
      int group = groups.of(i);
      sums[group] = reduction.add(sums[group], x.longAt(i));
    }
    for (int i = 0; i < sums.length; i++) {
      sink.setLong(i, reduction.finish(sums[i], size));
    }
    return sink.tensor();
  }

  private static double[] accumulate(Tensor x, Groups groups, Reduction reduction) {
    double[] sums = new double[groups.count()];
    Arrays.fill(sums, reduction.start());
    for (int i = 0; i < x.size(); i++) {
      int group = groups.of(i);
      sums[group] = reduction.add(sums[group], x.doubleAt(i));
    }
    return sums;
  }

  private static int[] outputShape(Invocation call, int[] shape, boolean[] reduced) {
    boolean keep = call.flag("keepdims", true);
    int[] out = new int[shape.length];
    int rank = 0;
    for (int axis = 0; axis < shape.length; axis++) {
      if (!reduced[axis] || keep) {
        out[rank++] = reduced[axis] ? 1 : shape[axis];
      }
    }
    return Arrays.copyOf(out, rank);
  }

  /// For each element the output element it belongs to.
  private static final class Groups {
    private final int count;
    private final int[] group;

    private Groups(int count, int[] group) {
      this.count = count;
      this.group = group;
    }

    static Groups of(int[] shape, boolean[] reduced) {
      int[] strides = new int[shape.length];
      int count = 1;
      for (int axis = shape.length - 1; axis >= 0; axis--) {
        strides[axis] = reduced[axis] ? 0 : count;
        count *= reduced[axis] ? 1 : shape[axis];
      }
      int[] group = new int[Tensor.elementCount(shape)];
      int[] index = new int[shape.length];
      int current = 0;
      for (int i = 0; i < group.length; i++) {
        group[i] = current;
        for (int axis = shape.length - 1; axis >= 0; axis--) {
          current += strides[axis];
          if (++index[axis] < shape[axis]) {
            break;
          }
          current -= strides[axis] * shape[axis];
          index[axis] = 0;
        }
      }
      return new Groups(count, group);
    }

    /// Number of output elements.
    int count() {
      return count;
    }

    /// Output index of an input element.
    int of(int element) {
      return group[element];
    }
  }
}
