package io.bytelane.quant;

import java.util.Arrays;

/// Which quantization parameter belongs to which element of a row-major tensor: one for all, one
/// per index of an axis, or any shape that broadcasts to the tensor's.
///
/// "Axis" names the axis that keeps its own scale: 0 for convolution and linear weights. Immutable.
public final class ChannelLayout {

  private final int[] shape;
  private final int[] parameterStrides;
  private final int parameters;
  private final int elements;

  private ChannelLayout(int[] shape, int[] parameterShape) {
    this.shape = shape;
    elements = product(shape, "shape");
    parameters = product(parameterShape, "parameterShape");
    parameterStrides = new int[shape.length];
    int stride = 1;
    for (int d = shape.length - 1; d >= 0; d--) {
      parameterStrides[d] = parameterShape[d] == 1 ? 0 : stride;
      stride *= parameterShape[d];
    }
  }

  /// Returns the layout with one parameter for the whole tensor.
  ///
  /// @param shape the tensor's shape; empty for a scalar
  /// @return the layout
  public static ChannelLayout perTensor(int... shape) {
    return broadcast(shape, new int[0]);
  }

  /// Returns the layout with one parameter per index of an axis.
  ///
  /// @param axis the axis that keeps its own scale, in [-rank, rank); a negative axis counts from
  ///     the end
  /// @param shape the tensor's shape, rank at least 1
  /// @return the layout
  public static ChannelLayout perAxis(int axis, int... shape) {
    if (axis < -shape.length || axis >= shape.length) {
      throw new IllegalArgumentException(
          "axis: " + axis + " (expected: in [" + -shape.length + ", " + shape.length + "))");
    }
    int[] parameterShape = new int[shape.length];
    Arrays.fill(parameterShape, 1);
    int index = axis < 0 ? axis + shape.length : axis;
    parameterShape[index] = shape[index];
    return new ChannelLayout(shape.clone(), parameterShape);
  }

  /// Returns the layout of parameters whose shape broadcasts to the tensor's: aligned at the last
  /// axis, each extent 1 or equal to the tensor's.
  ///
  /// @param shape the tensor's shape
  /// @param parameterShape the parameters' shape, of no higher rank
  /// @return the layout
  public static ChannelLayout broadcast(int[] shape, int[] parameterShape) {
    int missing = shape.length - parameterShape.length;
    int[] aligned = new int[shape.length];
    Arrays.fill(aligned, 1);
    boolean fits = missing >= 0;
    for (int d = 0; fits && d < parameterShape.length; d++) {
      aligned[missing + d] = parameterShape[d];
      fits = parameterShape[d] == 1 || parameterShape[d] == shape[missing + d];
    }
    if (!fits) {
      throw new IllegalArgumentException(
          "parameterShape: "
              + Arrays.toString(parameterShape)
              + " (expected: broadcasts to "
              + Arrays.toString(shape)
              + ")");
    }
    return new ChannelLayout(shape.clone(), aligned);
  }

  private static int product(int[] extents, String name) {
    long product = 1;
    for (int extent : extents) {
      if (extent < 0 || product * extent > Integer.MAX_VALUE) {
        throw new IllegalArgumentException(
            name
                + ": "
                + Arrays.toString(extents)
                + " (expected: extents >= 0 with product <= 2147483647)");
      }
      product *= extent;
    }
    return (int) product;
  }

  /// Returns the number of elements of the tensor.
  ///
  /// @return product of the shape
  public int elements() {
    return elements;
  }

  /// Returns the number of parameters.
  ///
  /// @return 1 per tensor, the extent of the axis per axis, else the product of their shape
  public int parameters() {
    return parameters;
  }

  /// Returns the parameter of an element.
  ///
  /// @param element row-major index, in [0, elements)
  /// @return index of its parameter, row-major in the parameters' shape
  public int parameterOf(int element) {
    if (parameters == 1) {
      return 0;
    }
    int index = 0;
    int rest = element;
    for (int d = shape.length - 1; d >= 0; d--) {
      index += rest % shape[d] * parameterStrides[d];
      rest /= shape[d];
    }
    return index;
  }

  /// Returns after how many elements the parameters come again: the elements of the tensor divided
  /// by those of the leading axes that share parameters. 0 for an empty tensor.
  int period() {
    int first = 0;
    int period = elements;
    while (first < shape.length && parameterStrides[first] == 0 && period > 0) {
      period /= shape[first++];
    }
    return period;
  }

  /// Returns how many elements from the start of a run on lie side by side: with one parameter, or,
  /// if [#isStepping], with one after the other.
  int run() {
    int run = 1;
    int d = shape.length - 1;
    while (d >= 0 && parameterStrides[d] == 0) {
      run *= shape[d--];
    }
    return run == 1 && d >= 0 ? shape[d] : run;
  }

  /// Returns whether the parameters of a run follow each other, because the last axis of more than
  /// one element has its own.
  boolean isStepping() {
    int d = shape.length - 1;
    while (d >= 0 && shape[d] == 1) {
      d--;
    }
    return d >= 0 && parameterStrides[d] == 1;
  }

  /// Spreads parameters over the elements that they belong to.
  ///
  /// @param from first element
  /// @param length number of elements
  /// @param values some arrays of one value per parameter
  /// @param out for each of them the values of the elements, from index 0 on
  void spread(int from, int length, float[][] values, float[][] out) {
    int run = run();
    boolean stepping = isStepping();
    for (int at = 0; at < length; ) {
      int element = from + at;
      int count = Math.min(length - at, run - element % run);
      int parameter = parameterOf(element);
      for (int v = 0; v < values.length; v++) {
        if (stepping) {
          System.arraycopy(values[v], parameter, out[v], at, count);
        } else {
          Arrays.fill(out[v], at, at + count, values[v][parameter]);
        }
      }
      at += count;
    }
  }

  /// Checks the length of an array that holds the tensor.
  void requireLength(String name, int length) {
    if (length != elements) {
      throw new IllegalArgumentException(
          name + ".length: " + length + " (expected: " + this + " = " + elements + " elements)");
    }
  }

  /// Checks the length of an array that holds the parameters.
  void requireParameters(String name, int length) {
    if (length != parameters) {
      throw new IllegalArgumentException(
          name + ".length: " + length + " (expected: number of parameters = " + parameters + ")");
    }
  }

  @Override
  public String toString() {
    return Arrays.toString(shape);
  }
}
