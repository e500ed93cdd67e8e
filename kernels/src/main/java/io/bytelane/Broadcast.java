package io.bytelane;

import io.bytelane.internal.check.Checks;
import java.util.Arrays;
import java.util.function.IntPredicate;

/// How the elements of two row-major arrays are paired when their shapes differ: aligned at the
/// last axis, where an axis of length 1, or one that is missing, is repeated to the length of the
/// other operand. Immutable and thread-safe.
///
/// A value per channel is a shape `{channels}` beside `{batch, height, width, channels}`, a single
/// value is `{1}`. Neighbouring axes that repeat the same operand are one axis here, so that work
/// is done in long runs; an operand that repeats within short runs is laid out once in a block of
/// scratch memory.
public final class Broadcast {
  /// Bytes of the scratch block: some vectors, and small beside L1.
  static final int BLOCK = 2048;

  private final int[] outputShape;
  private final int aSize;
  private final int bSize;
  private final int outputSize;

  /// The merged axes outside the run, from the outermost on.
  private final int[] lengths;

  private final int[] aStrides;
  private final int[] bStrides;
  private final int[] outputStrides;

  /// A run is `repeats * pattern` consecutive elements; the repeated operand has `pattern` of them.
  private final int pattern;

  private final int repeats;
  private final boolean repeatsA;

  private Broadcast(int[] aShape, int[] bShape, int[] outputShape) {
    this.outputShape = outputShape;
    aSize = size("a", aShape);
    bSize = size("b", bShape);
    outputSize = size("output", outputShape);
    MergedAxes axes = new MergedAxes(aShape, bShape, outputShape);
    int last = axes.count - 1;
    boolean lastRepeats = last >= 0 && axes.isRepeated(last);
    boolean rowRepeats =
        last >= 1 && !lastRepeats && axes.isRepeated(last - 1) && axes.lengths[last] <= BLOCK / 2;
    int inner = lastRepeats || last < 0 ? Math.min(last + 1, 1) : rowRepeats ? 2 : 1;
    int outer = axes.count - inner;
    pattern = lastRepeats || last < 0 ? 1 : axes.lengths[last];
    repeats = lastRepeats || rowRepeats ? axes.lengths[outer] : 1;
    repeatsA = repeats > 1 && axes.repeatsA(outer);
    lengths = Arrays.copyOf(axes.lengths, outer);
    aStrides = axes.strides(outer, axes::repeatsA);
    bStrides = axes.strides(outer, axes::repeatsB);
    outputStrides = axes.strides(outer, axis -> false);
  }

  /// Returns the pairing of two shapes.
  ///
  /// @param aShape sizes of the axes of the first operand, each at least 1; may be empty
  /// @param bShape sizes of the second operand
  /// @throws IllegalArgumentException if two sizes differ and neither is 1
  public static Broadcast of(int[] aShape, int[] bShape) {
    int rank = Math.max(aShape.length, bShape.length);
    int[] a = aligned(aShape, rank);
    int[] b = aligned(bShape, rank);
    int[] output = new int[rank];
    for (int d = 0; d < rank; d++) {
      Checks.atLeast("aShape", a[d], 1);
      Checks.atLeast("bShape", b[d], 1);
      Checks.that(
          a[d] == b[d] || a[d] == 1 || b[d] == 1,
          "bShape",
          Arrays.toString(bShape),
          "each size equal to that of aShape " + Arrays.toString(aShape) + ", or one of them 1");
      output[d] = Math.max(a[d], b[d]);
    }
    return new Broadcast(a, b, output);
  }

  private static int[] aligned(int[] shape, int rank) {
    int[] aligned = new int[rank];
    Arrays.fill(aligned, 1);
    System.arraycopy(shape, 0, aligned, rank - shape.length, shape.length);
    return aligned;
  }

  private static int size(String name, int[] shape) {
    long size = 1;
    for (int length : shape) {
      size = Math.min(size * length, Integer.MAX_VALUE + 1L);
    }
    Checks.that(
        size <= Integer.MAX_VALUE, name, Arrays.toString(shape), "at most 2^31 - 1 elements");
    return (int) size;
  }

  /// Returns the sizes of the axes of the output.
  public int[] outputShape() {
    return outputShape.clone();
  }

  /// Returns the elements of the first operand.
  public int aSize() {
    return aSize;
  }

  /// Returns the elements of the second operand.
  public int bSize() {
    return bSize;
  }

  /// Returns the elements of the output.
  public int outputSize() {
    return outputSize;
  }

  /// Applies `operator` to all pairs; ranges and scratch are checked.
  void run(
      ElementwiseOperator operator,
      byte[] a,
      int aOffset,
      byte[] b,
      int bOffset,
      byte[] out,
      int outputOffset,
      byte[] scratch) {
    walk(operator, 0, a, aOffset, b, bOffset, out, outputOffset, scratch);
  }

  private void walk(
      ElementwiseOperator operator,
      int axis,
      byte[] a,
      int aAt,
      byte[] b,
      int bAt,
      byte[] out,
      int to,
      byte[] scratch) {
    if (axis == lengths.length) {
      if (repeats == 1) {
        operator.apply(a, aAt, b, bAt, pattern, out, to);
      } else if (repeatsA) {
        repeatA(operator, a, aAt, b, bAt, out, to, scratch);
      } else {
        repeatB(operator, a, aAt, b, bAt, out, to, scratch);
      }
      return;
    }
    for (int i = 0; i < lengths[axis]; i++) {
      walk(
          operator,
          axis + 1,
          a,
          aAt + i * aStrides[axis],
          b,
          bAt + i * bStrides[axis],
          out,
          to + i * outputStrides[axis],
          scratch);
    }
  }

  private void repeatA(
      ElementwiseOperator operator,
      byte[] a,
      int aAt,
      byte[] b,
      int bAt,
      byte[] out,
      int to,
      byte[] scratch) {
    int block = fill(a, aAt, scratch);
    int length = repeats * pattern;
    for (int i = 0; i < length; i += block) {
      operator.apply(scratch, 0, b, bAt + i, Math.min(block, length - i), out, to + i);
    }
  }

  private void repeatB(
      ElementwiseOperator operator,
      byte[] a,
      int aAt,
      byte[] b,
      int bAt,
      byte[] out,
      int to,
      byte[] scratch) {
    int block = fill(b, bAt, scratch);
    int length = repeats * pattern;
    for (int i = 0; i < length; i += block) {
      operator.apply(a, aAt + i, scratch, 0, Math.min(block, length - i), out, to + i);
    }
  }

  /// Lays the pattern out in scratch as often as it fits and is needed; returns the bytes.
  private int fill(byte[] source, int from, byte[] scratch) {
    int block = Math.min(repeats, BLOCK / pattern) * pattern;
    if (pattern == 1) {
      Arrays.fill(scratch, 0, block, source[from]);
      return block;
    }
    System.arraycopy(source, from, scratch, 0, pattern);
    for (int filled = pattern; filled < block; filled *= 2) {
      System.arraycopy(scratch, 0, scratch, filled, Math.min(filled, block - filled));
    }
    return block;
  }

  @Override
  public String toString() {
    return "Broadcast to " + Arrays.toString(outputShape);
  }

  /// Axes of length 1 left out, neighbours of one kind merged.
  private static final class MergedAxes {
    private static final int NONE = 0;
    private static final int A = 1;
    private static final int B = 2;

    final int[] lengths;
    int count;
    private final int[] kinds;

    MergedAxes(int[] aShape, int[] bShape, int[] outputShape) {
      lengths = new int[outputShape.length];
      kinds = new int[outputShape.length];
      for (int d = 0; d < outputShape.length; d++) {
        if (outputShape[d] == 1) {
          continue;
        }
        int kind = aShape[d] == bShape[d] ? NONE : aShape[d] == 1 ? A : B;
        if (count > 0 && kinds[count - 1] == kind) {
          lengths[count - 1] *= outputShape[d];
        } else {
          lengths[count] = outputShape[d];
          kinds[count++] = kind;
        }
      }
    }

    boolean isRepeated(int axis) {
      return kinds[axis] != NONE;
    }

    boolean repeatsA(int axis) {
      return kinds[axis] == A;
    }

    boolean repeatsB(int axis) {
      return kinds[axis] == B;
    }

    /// Distances, along the first `outer` axes, of an operand that `repeats` some axes.
    int[] strides(int outer, IntPredicate repeats) {
      int[] strides = new int[count];
      int stride = 1;
      for (int axis = count - 1; axis >= 0; axis--) {
        if (!repeats.test(axis)) {
          strides[axis] = stride;
          stride *= lengths[axis];
        }
      }
      return Arrays.copyOf(strides, outer);
    }
  }
}
