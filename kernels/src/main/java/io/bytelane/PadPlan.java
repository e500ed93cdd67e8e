package io.bytelane;

import io.bytelane.internal.check.Checks;
import java.util.Arrays;

/// Where the cells of a padded array come from. An axis without padding is one with the axis before
/// it, so that what is copied and filled is as long as it can be. Negative padding crops.
final class PadPlan {
  private final int[] outputShape;
  private final int inputSize;
  private final int outputSize;
  private final int count;
  private final int[] lengths;
  private final int[] begins;
  private final int[] ends;
  private final int[] inputStrides;
  private final int[] outputStrides;

  PadPlan(int[] shape, int[] begin, int[] end) {
    int rank = Checks.atLeast("shape.length", shape.length, 1);
    Checks.length("begin", begin.length, rank);
    Checks.length("end", end.length, rank);
    outputShape = new int[rank];
    lengths = new int[rank];
    begins = new int[rank];
    ends = new int[rank];
    long in = 1;
    long out = 1;
    int axes = 0;
    for (int d = 0; d < rank; d++) {
      Checks.atLeast("shape[" + d + "]", shape[d], 1);
      long length = (long) shape[d] + begin[d] + end[d];
      Checks.that(length >= 1, "shape[" + d + "] + padding", length, ">= 1");
      in *= shape[d];
      out *= length;
      Checks.that(
          in <= Integer.MAX_VALUE, "shape", Arrays.toString(shape), "at most 2^31 - 1 elements");
      Checks.that(out <= Integer.MAX_VALUE, "output", out, "at most 2^31 - 1 elements");
      outputShape[d] = (int) length;
      if (axes > 0 && begin[d] == 0 && end[d] == 0) {
        lengths[axes - 1] *= shape[d];
        begins[axes - 1] *= shape[d];
        ends[axes - 1] *= shape[d];
      } else {
        lengths[axes] = shape[d];
        begins[axes] = begin[d];
        ends[axes++] = end[d];
      }
    }
    count = axes;
    inputSize = (int) in;
    outputSize = (int) out;
    inputStrides = new int[axes];
    outputStrides = new int[axes];
    int inputStride = 1;
    int outputStride = 1;
    for (int axis = axes - 1; axis >= 0; axis--) {
      inputStrides[axis] = inputStride;
      outputStrides[axis] = outputStride;
      inputStride *= lengths[axis];
      outputStride *= lengths[axis] + begins[axis] + ends[axis];
    }
  }

  int[] outputShape() {
    return outputShape.clone();
  }

  int inputSize() {
    return inputSize;
  }

  int outputSize() {
    return outputSize;
  }

  void check(int inLength, int inOffset, int outLength, int outOffset, int batch) {
    Checks.atLeast("batch", batch, 0);
    Checks.range("input", inLength, inOffset, (long) batch * inputSize);
    Checks.range("output", outLength, outOffset, (long) batch * outputSize);
  }

  /// Pads one array of levels or of floats.
  ///
  /// @param level constant of levels
  /// @param real constant of floats
  /// @param table what levels of the input go through, or null to copy them
  void run(Object in, int from, Object out, int to, byte level, float real, LookupTable table) {
    walk(0, in, from, out, to, level, real, table);
  }

  private void walk(
      int axis,
      Object in,
      int from,
      Object out,
      int to,
      byte level,
      float real,
      LookupTable table) {
    int length = lengths[axis] + begins[axis] + ends[axis];
    int low = Math.clamp(begins[axis], 0, length);
    int high = Math.clamp((long) begins[axis] + lengths[axis], low, length);
    int stride = outputStrides[axis];
    fill(out, to, low * stride, level, real);
    int source = from + (low - begins[axis]) * inputStrides[axis];
    if (axis == count - 1) {
      copy(in, source, out, to + low, high - low, table);
    } else {
      for (int i = low; i < high; i++) {
        walk(axis + 1, in, source, out, to + i * stride, level, real, table);
        source += inputStrides[axis];
      }
    }
    fill(out, to + high * stride, (length - high) * stride, level, real);
  }

  private static void fill(Object out, int to, int length, byte level, float real) {
    if (out instanceof byte[] bytes) {
      Arrays.fill(bytes, to, to + length, level);
    } else {
      Arrays.fill((float[]) out, to, to + length, real);
    }
  }

  private static void copy(Object in, int from, Object out, int to, int length, LookupTable table) {
    if (length == 0) {
      return; // everything was cropped; `from` need not lie in the array
    }
    if (table != null) {
      table.run((byte[]) in, from, (byte[]) out, to, length);
    } else {
      System.arraycopy(in, from, out, to, length);
    }
  }
}
