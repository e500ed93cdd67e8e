package io.bytelane.bench.elementwise;

import static io.bytelane.bench.elementwise.ElementwiseOperands.FIRST;
import static io.bytelane.bench.elementwise.ElementwiseOperands.SECOND;

import io.bytelane.Concat;
import io.bytelane.ImageLayout;
import io.bytelane.Pad;
import io.bytelane.ResizeNearest;
import io.bytelane.reference.ReferenceElementwise;
import io.bytelane.reference.ReferenceQuantParams;
import java.util.Arrays;
import java.util.List;

/// Operators that move levels of an image.
final class ArrangementWorks {
  private final ElementwiseShape shape;
  private final ElementwiseOperands operands;
  private final int height;
  private final int width;
  private final int channels;

  ArrangementWorks(ElementwiseShape shape, ElementwiseOperands operands) {
    this.shape = shape;
    this.operands = operands;
    height = shape.height();
    width = shape.width();
    channels = shape.channels();
  }

  Work<byte[]> work() {
    return switch (shape.operator()) {
      case CONCAT -> concat();
      case PAD -> pad();
      case TRANSPOSE -> transpose();
      case RESIZE -> resize();
      default -> throw new IllegalArgumentException(shape.id());
    };
  }

  private Work<byte[]> concat() {
    Concat operator =
        Concat.of(
            List.of(FIRST.kernel(), SECOND.kernel()),
            new int[] {channels, channels},
            FIRST.kernel());
    byte[][] inputs = new byte[2][];
    int[] offsets = new int[2];
    ReferenceQuantParams from = SECOND.oracle();
    ReferenceQuantParams to = FIRST.oracle();
    return Work.levels(
        2 * shape.length(),
        (slot, out) -> {
          inputs[0] = operands.bytes(slot);
          inputs[1] = operands.others(slot);
          operator.run(inputs, offsets, out, 0, shape.pixels());
        },
        (slot, out) -> {
          byte[] a = operands.bytes(slot);
          byte[] b = operands.others(slot);
          for (int p = 0; p < shape.pixels(); p++) {
            for (int c = 0; c < channels; c++) {
              out[2 * p * channels + c] = a[p * channels + c];
            }
            for (int c = 0; c < channels; c++) {
              out[(2 * p + 1) * channels + c] =
                  (byte) ReferenceElementwise.rescale(b[p * channels + c], from, to, -128, 127);
            }
          }
        });
  }

  private Work<byte[]> pad() {
    int[] one = {1, 1, 0};
    Pad operator = Pad.of(new int[] {height, width, channels}, one, one, FIRST.kernel());
    return Work.levels(
        (height + 2) * (width + 2) * channels,
        (slot, out) -> operator.run(operands.bytes(slot), 0, out, 0, 1),
        (slot, out) -> {
          byte[] in = operands.bytes(slot);
          Arrays.fill(out, (byte) FIRST.zeroPoint());
          for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
              for (int c = 0; c < channels; c++) {
                out[((y + 1) * (width + 2) + x + 1) * channels + c] =
                    in[(y * width + x) * channels + c];
              }
            }
          }
        });
  }

  private Work<byte[]> transpose() {
    ImageLayout operator = ImageLayout.of(channels, height, width);
    int pixels = shape.pixels();
    return Work.levels(
        shape.length(),
        (slot, out) -> operator.toNhwc(operands.bytes(slot), 0, out, 0, 1),
        (slot, out) -> {
          byte[] in = operands.bytes(slot);
          for (int c = 0; c < channels; c++) {
            for (int p = 0; p < pixels; p++) {
              out[p * channels + c] = in[c * pixels + p];
            }
          }
        });
  }

  private Work<byte[]> resize() {
    ResizeNearest operator =
        ResizeNearest.of(
            height, width, channels, 2 * height, 2 * width, ResizeNearest.Coordinates.ASYMMETRIC);
    return Work.levels(
        4 * shape.length(),
        (slot, out) -> operator.run(operands.bytes(slot), 0, out, 0, 1),
        (slot, out) -> {
          byte[] in = operands.bytes(slot);
          for (int y = 0; y < 2 * height; y++) {
            for (int x = 0; x < 2 * width; x++) {
              for (int c = 0; c < channels; c++) {
                out[(y * 2 * width + x) * channels + c] =
                    in[(y / 2 * width + x / 2) * channels + c];
              }
            }
          }
        });
  }
}
