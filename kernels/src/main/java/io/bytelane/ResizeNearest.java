package io.bytelane;

import io.bytelane.internal.check.Checks;
import java.util.Arrays;
import java.util.Objects;

/// Resizes NHWC images of levels or floats to any size, each output pixel a copy of the nearest
/// input pixel. Immutable and thread-safe.
///
/// [ImageGather] takes any other choice of rows and columns, such as a rounding rule of ONNX.
public final class ResizeNearest implements Operator {
  /// How an output coordinate `o` becomes an input coordinate, with `in` and `out` the sizes of the
  /// axis; computed in integers.
  public enum Coordinates {
    /// `floor(o * in / out)`: `asymmetric` and `floor` of ONNX, the default of TFLite.
    ASYMMETRIC {
      @Override
      long source(long o, long in, long out) {
        return o * in / out;
      }
    },
    /// `floor((o + 1/2) * in / out)`: the pixel in which the centre lies.
    HALF_PIXEL {
      @Override
      long source(long o, long in, long out) {
        return (2 * o + 1) * in / (2 * out);
      }
    },
    /// `floor(o * (in - 1) / (out - 1) + 1/2)`: first and last pixels coincide.
    ALIGN_CORNERS {
      @Override
      long source(long o, long in, long out) {
        return out == 1 ? 0 : (2 * o * (in - 1) + out - 1) / (2 * (out - 1));
      }
    };

    abstract long source(long o, long in, long out);

    int[] indices(int in, int out) {
      int[] indices = new int[out];
      Arrays.setAll(indices, o -> (int) source(o, in, out));
      return indices;
    }
  }

  private final ImageGather gather;
  private final String text;

  private ResizeNearest(ImageGather gather, String text) {
    this.gather = gather;
    this.text = text;
  }

  /// Returns the operator.
  public static ResizeNearest of(
      int inputHeight,
      int inputWidth,
      int channels,
      int outputHeight,
      int outputWidth,
      Coordinates coordinates) {
    Objects.requireNonNull(coordinates, "coordinates");
    Checks.atLeast("inputHeight", inputHeight, 1);
    Checks.atLeast("inputWidth", inputWidth, 1);
    Checks.atLeast("outputHeight", outputHeight, 1);
    Checks.atLeast("outputWidth", outputWidth, 1);
    int[] rows = coordinates.indices(inputHeight, outputHeight);
    int[] columns = coordinates.indices(inputWidth, outputWidth);
    return new ResizeNearest(
        ImageGather.of(inputHeight, inputWidth, channels, rows, columns),
        "ResizeNearest to " + outputHeight + " x " + outputWidth + ", " + coordinates);
  }

  /// Resizes `batch` images of levels. The arrays must not overlap.
  ///
  /// @throws IndexOutOfBoundsException if a range leaves its array; nothing is written then
  public void run(byte[] in, int inputOffset, byte[] out, int outputOffset, int batch) {
    gather.run(in, inputOffset, out, outputOffset, batch, (byte) 0);
  }

  /// Resizes `batch` images of floats. The arrays must not overlap.
  ///
  /// @throws IndexOutOfBoundsException if a range leaves its array; nothing is written then
  public void run(float[] in, int inputOffset, float[] out, int outputOffset, int batch) {
    gather.run(in, inputOffset, out, outputOffset, batch, 0f);
  }

  /// Returns the rows of the output.
  public int outputHeight() {
    return gather.outputHeight();
  }

  /// Returns the columns of the output.
  public int outputWidth() {
    return gather.outputWidth();
  }

  /// Returns no scratch memory; `run` takes no workspace.
  @Override
  public WorkspaceSize workspaceSize() {
    return WorkspaceSize.NONE;
  }

  @Override
  public String kernelName() {
    return KernelNames.active("resize_nearest");
  }

  @Override
  public long packedBytes() {
    return 0;
  }

  @Override
  public String toString() {
    return text;
  }
}
