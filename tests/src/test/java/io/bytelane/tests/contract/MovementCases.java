package io.bytelane.tests.contract;

import static io.bytelane.tests.contract.CaseData.INPUT;
import static io.bytelane.tests.contract.CaseData.LENGTH;
import static io.bytelane.tests.contract.CaseData.OUTPUT;
import static io.bytelane.tests.contract.CaseData.bytes;
import static io.bytelane.tests.contract.CaseData.floats;
import static io.bytelane.tests.contract.ElementwiseCases.ofBytes;
import static io.bytelane.tests.contract.ElementwiseCases.ofFloats;

import io.bytelane.Concat;
import io.bytelane.FloatPad;
import io.bytelane.FloatResample;
import io.bytelane.ImageGather;
import io.bytelane.ImageLayout;
import io.bytelane.Pad;
import io.bytelane.ResizeNearest;
import io.bytelane.Transpose;
import io.bytelane.reference.ReferenceLayout;
import java.util.Arrays;
import java.util.List;

/// Operators that move elements, some with a change of parameters on the way.
final class MovementCases {
  private MovementCases() {}

  static List<OperatorCase> all() {
    Concat concat = Concat.of(List.of(INPUT, OUTPUT), new int[] {15, 5}, OUTPUT);
    ImageGather gather = ImageGather.pad(3, 3, 6, 1, 1, 1, 1);
    ImageLayout layout = ImageLayout.of(8, 5, 5);
    int[] shape = {5, 2, 20};
    int[] order = {2, 1, 0};
    Transpose transpose = Transpose.of(shape, order);
    int[] image = {3, 3, 6};
    int[] margin = {1, 1, 0};
    Pad pad = Pad.of(image, margin, margin, INPUT, OUTPUT);
    FloatPad floatPad = FloatPad.of(image, margin, margin, 1f);
    ResizeNearest resize = ResizeNearest.of(3, 3, 5, 6, 6, ResizeNearest.Coordinates.ASYMMETRIC);
    FloatResample.Axis axis =
        FloatResample.Axis.of(
            2, new int[][] {{0}, {0, 1}, {1, 0}}, new float[][] {{1}, {0.75f, 0.25f}, {2, -1}});
    FloatResample resample = FloatResample.of(axis, axis, 20);
    byte[][] parts = {bytes(150), bytes(50)};
    int[] offsets = new int[2];
    byte[] levels = bytes(LENGTH);
    float[] reals = floats(LENGTH);
    return List.of(
        ofBytes("Concat", out -> concat.run(parts, offsets, out, 0, 10)),
        ofBytes("ImageGather", out -> gather.run(levels, 0, out, 0, 1, (byte) 3))
            .expecting(() -> padded(levels, image, margin, (byte) 3)),
        ofFloats("ImageGather of floats", out -> gather.run(reals, 0, out, 0, 1, 3f)),
        ofBytes("Transpose", out -> transpose.run(levels, 0, out, 0, 1))
            .expecting(() -> ReferenceLayout.transpose(levels, shape, order)),
        ofFloats("Transpose of floats", out -> transpose.run(reals, 0, out, 0, 1)),
        ofBytes("Pad", out -> pad.run(levels, 0, out, 0, 1)),
        ofFloats("FloatPad", out -> floatPad.run(reals, 0, out, 0, 1)),
        ofBytes("ResizeNearest", out -> resize.run(levels, 0, out, 0, 1)),
        OperatorCase.of(
            "FloatResample",
            resample,
            () -> new float[LENGTH],
            (out, w) -> resample.run(reals, 0, out, 0, 1, w)),
        ofBytes("ImageLayout to NHWC", out -> layout.toNhwc(levels, 0, out, 0, 1))
            .expecting(
                () -> ReferenceLayout.transpose(levels, new int[] {8, 5, 5}, new int[] {1, 2, 0})),
        ofFloats("ImageLayout to NCHW", out -> layout.toNchw(reals, 0, out, 0, 1)));
  }

  /// Returns the padded image, with the zeros of an array that is longer than it.
  private static byte[] padded(byte[] levels, int[] image, int[] margin, byte value) {
    byte[] cells = Arrays.copyOf(levels, image[0] * image[1] * image[2]);
    return Arrays.copyOf(ReferenceLayout.pad(cells, image, margin, margin, value), LENGTH);
  }
}
