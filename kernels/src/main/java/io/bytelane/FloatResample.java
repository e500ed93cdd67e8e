package io.bytelane;

import io.bytelane.internal.check.Checks;
import io.bytelane.internal.dispatch.Kernels;
import io.bytelane.internal.kernel.FloatArithmetic;

/// Resamples NHWC images of floats: each output pixel is a weighted sum of input pixels, rows and
/// columns apart. Linear and cubic resizing with any rule for coordinates are of this form.
/// Immutable and thread-safe.
///
/// A row of the output is first a sum of input rows, then its pixels are sums of the pixels of that
/// row; in float32, in the order of the taps, rounded step by step: the bits are the same on every
/// path. [ResizeNearest] copies pixels.
public final class FloatResample implements Operator {
  /// From this number of channels on a pixel fills vectors.
  private static final int WIDE = 16;

  /// The taps along one axis. Immutable.
  public static final class Axis {
    private final int inputSize;
    private final int[] starts;
    private final int[] sources;
    private final float[] weights;

    private Axis(int inputSize, int[] starts, int[] sources, float[] weights) {
      this.inputSize = inputSize;
      this.starts = starts;
      this.sources = sources;
      this.weights = weights;
    }

    /// Returns an axis of given taps.
    ///
    /// @param inputSize places of the input
    /// @param sources for each place of the output the places of the input it takes, at least one
    /// @param weights the factor of each of them
    /// @throws IllegalArgumentException if a place has no tap, or not as many sources as weights
    /// @throws IndexOutOfBoundsException if a source is no place of the input
    public static Axis of(int inputSize, int[][] sources, float[][] weights) {
      Checks.atLeast("inputSize", inputSize, 1);
      Checks.atLeast("sources.length", sources.length, 1);
      Checks.length("weights", weights.length, sources.length);
      int[] starts = new int[sources.length + 1];
      for (int i = 0; i < sources.length; i++) {
        Checks.atLeast("sources[" + i + "].length", sources[i].length, 1);
        Checks.length("weights[" + i + "]", weights[i].length, sources[i].length);
        starts[i + 1] = Math.addExact(starts[i], sources[i].length);
      }
      int[] flatSources = new int[starts[sources.length]];
      float[] flatWeights = new float[flatSources.length];
      for (int i = 0; i < sources.length; i++) {
        for (int source : sources[i]) {
          Checks.index("sources[" + i + "]", source, inputSize);
        }
        System.arraycopy(sources[i], 0, flatSources, starts[i], sources[i].length);
        System.arraycopy(weights[i], 0, flatWeights, starts[i], sources[i].length);
      }
      return new Axis(inputSize, starts, flatSources, flatWeights);
    }

    /// Returns the places of the output.
    public int outputSize() {
      return starts.length - 1;
    }

    /// Returns the places of the input.
    public int inputSize() {
      return inputSize;
    }
  }

  private final Axis rows;
  private final Axis columns;
  private final int channels;
  private final int inputSize;
  private final int outputSize;
  private final WorkspaceSize workspaceSize;
  private final FloatArithmetic kernel = Kernels.active().elements().floats().arithmetic();

  private FloatResample(Axis rows, Axis columns, int channels) {
    this.rows = rows;
    this.columns = columns;
    this.channels = channels;
    int row = Math.multiplyExact(columns.inputSize(), channels);
    inputSize = Math.multiplyExact(rows.inputSize(), row);
    outputSize =
        Math.multiplyExact(rows.outputSize(), Math.multiplyExact(columns.outputSize(), channels));
    workspaceSize = new WorkspaceSize(0, 0, row);
  }

  /// Returns the operator.
  ///
  /// @param rows taps along the height
  /// @param columns taps along the width
  /// @param channels values of a pixel, at least 1
  /// @throws ArithmeticException if an image has more than `Integer.MAX_VALUE` values
  public static FloatResample of(Axis rows, Axis columns, int channels) {
    return new FloatResample(rows, columns, Checks.atLeast("channels", channels, 1));
  }

  /// Resamples `batch` images. The arrays must not overlap.
  ///
  /// @throws IndexOutOfBoundsException if a range leaves its array; nothing is written then
  /// @throws IllegalArgumentException if the workspace is too small
  public void run(
      float[] input, int inputOffset, float[] output, int outputOffset, int batch, Workspace w) {
    Checks.atLeast("batch", batch, 0);
    Checks.range("input", input.length, inputOffset, (long) inputSize * batch);
    Checks.range("output", output.length, outputOffset, (long) outputSize * batch);
    w.require(workspaceSize);
    float[] row = w.floats();
    int inputRow = columns.inputSize() * channels;
    int outputRow = columns.outputSize() * channels;
    for (int image = 0; image < batch; image++) {
      int from = inputOffset + image * inputSize;
      int to = outputOffset + image * outputSize;
      for (int y = 0; y < rows.outputSize(); y++) {
        sum(rows, y, input, from, inputRow, row, 0);
        if (channels < WIDE) {
          narrowPixels(row, output, to + y * outputRow);
        } else {
          for (int x = 0; x < columns.outputSize(); x++) {
            sum(columns, x, row, 0, channels, output, to + y * outputRow + x * channels);
          }
        }
      }
    }
  }

  /// Sums the blocks of `in`, each of `length` values, that are the taps of a place.
  private void sum(Axis axis, int place, float[] in, int from, int length, float[] out, int to) {
    int tap = axis.starts[place];
    int end = axis.starts[place + 1];
    int first = from + axis.sources[tap] * length;
    if (end == tap + 1) {
      kernel.multiply(in, first, axis.weights[tap], length, out, to);
      return;
    }
    int second = from + axis.sources[tap + 1] * length;
    kernel.mix(in, first, axis.weights[tap], second, axis.weights[tap + 1], length, out, to);
    for (int next = tap + 2; next < end; next++) {
      int source = from + axis.sources[next] * length;
      kernel.addScaled(in, source, axis.weights[next], length, out, to);
    }
  }

  private void narrowPixels(float[] row, float[] out, int to) {
    int at = to;
    for (int x = 0; x < columns.outputSize(); x++) {
      int start = columns.starts[x];
      int end = columns.starts[x + 1];
      for (int c = 0; c < channels; c++) {
        float sum = row[columns.sources[start] * channels + c] * columns.weights[start];
        for (int tap = start + 1; tap < end; tap++) {
          sum += row[columns.sources[tap] * channels + c] * columns.weights[tap];
        }
        out[at++] = sum;
      }
    }
  }

  /// Returns what `run` needs: one row of the input.
  @Override
  public WorkspaceSize workspaceSize() {
    return workspaceSize;
  }

  @Override
  public String kernelName() {
    return KernelNames.active("f32_resample");
  }

  /// Returns the bytes of the taps.
  @Override
  public long packedBytes() {
    return 8L * (rows.sources.length + columns.sources.length);
  }
}
