package io.bytelane.bench.elementwise;

import io.bytelane.FloatBinary;
import io.bytelane.FloatBinary.Operation;
import io.bytelane.FloatFunction;
import io.bytelane.FloatFunction.Function;
import io.bytelane.FloatPad;
import io.bytelane.FloatSoftmax;
import io.bytelane.ImageLayout;
import io.bytelane.ResizeNearest;
import io.bytelane.ResizeNearest.Coordinates;
import io.bytelane.Workspace;
import java.util.function.DoubleBinaryOperator;

/// The fp32 twins of the operators that have one, with double loops to check them.
final class FloatWorks {
  private final ElementwiseShape shape;
  private final ElementwiseOperands operands;
  private final int length;

  FloatWorks(ElementwiseShape shape, ElementwiseOperands operands) {
    this.shape = shape;
    this.operands = operands;
    length = shape.length();
  }

  static boolean has(ElementwiseShape.Operator operator) {
    return switch (operator) {
      case ADD, ADD_FIXED, SUB, MUL, MUL_FIXED, LOOKUP, SOFTMAX, PAD, TRANSPOSE, RESIZE -> true;
      default -> false;
    };
  }

  Work<float[]> work() {
    return switch (shape.operator()) {
      case ADD, ADD_FIXED -> pairs(Operation.ADD, (a, b) -> a + b);
      case SUB -> pairs(Operation.SUB, (a, b) -> a - b);
      case MUL, MUL_FIXED -> pairs(Operation.MUL, (a, b) -> a * b);
      case LOOKUP -> sigmoid();
      case SOFTMAX -> softmax();
      case PAD -> pad();
      case TRANSPOSE -> transpose();
      case RESIZE -> resize();
      default -> throw new IllegalArgumentException(shape.id());
    };
  }

  private Work<float[]> pairs(Operation operation, DoubleBinaryOperator oracle) {
    FloatBinary operator = FloatBinary.of(operation);
    return Work.floats(
        length,
        (slot, out) ->
            operator.run(operands.floats(slot), 0, operands.otherFloats(slot), 0, out, 0, length),
        (slot, out) -> {
          for (int i = 0; i < length; i++) {
            out[i] =
                (float)
                    oracle.applyAsDouble(operands.floats(slot)[i], operands.otherFloats(slot)[i]);
          }
        });
  }

  private Work<float[]> sigmoid() {
    FloatFunction operator = FloatFunction.of(Function.SIGMOID);
    return Work.floats(
        length,
        (slot, out) -> operator.run(operands.floats(slot), 0, out, 0, length),
        (slot, out) -> {
          for (int i = 0; i < length; i++) {
            out[i] = (float) (1 / (1 + Math.exp(-operands.floats(slot)[i])));
          }
        });
  }

  private Work<float[]> softmax() {
    int row = shape.channels();
    FloatSoftmax operator = FloatSoftmax.of(row);
    Workspace workspace = Workspace.forOperators(operator);
    return Work.floats(
        length,
        (slot, out) -> operator.run(operands.floats(slot), 0, out, 0, shape.pixels(), workspace),
        (slot, out) -> {
          float[] in = operands.floats(slot);
          for (int from = 0; from < length; from += row) {
            double sum = 0;
            for (int i = from; i < from + row; i++) {
              sum += Math.exp(in[i]);
            }
            for (int i = from; i < from + row; i++) {
              out[i] = (float) (Math.exp(in[i]) / sum);
            }
          }
        });
  }

  private Work<float[]> pad() {
    int height = shape.height();
    int row = shape.width() * shape.channels();
    int margin = shape.channels();
    int[] one = {1, 1, 0};
    FloatPad operator =
        FloatPad.of(new int[] {height, shape.width(), shape.channels()}, one, one, 0f);
    return Work.floats(
        (height + 2) * (row + 2 * margin),
        (slot, out) -> operator.run(operands.floats(slot), 0, out, 0, 1),
        (slot, out) -> {
          for (int y = 0; y < height; y++) {
            int to = (y + 1) * (row + 2 * margin) + margin;
            System.arraycopy(operands.floats(slot), y * row, out, to, row);
          }
        });
  }

  private Work<float[]> transpose() {
    ImageLayout operator = ImageLayout.of(shape.channels(), shape.height(), shape.width());
    return Work.floats(
        length,
        (slot, out) -> operator.toNhwc(operands.floats(slot), 0, out, 0, 1),
        (slot, out) -> {
          for (int i = 0; i < length; i++) {
            int pixel = i / shape.channels();
            int channel = i % shape.channels();
            out[i] = operands.floats(slot)[channel * shape.pixels() + pixel];
          }
        });
  }

  private Work<float[]> resize() {
    int height = shape.height();
    int width = shape.width();
    int channels = shape.channels();
    ResizeNearest operator =
        ResizeNearest.of(height, width, channels, 2 * height, 2 * width, Coordinates.ASYMMETRIC);
    return Work.floats(
        4 * length,
        (slot, out) -> operator.run(operands.floats(slot), 0, out, 0, 1),
        (slot, out) -> {
          for (int pixel = 0; pixel < 4 * shape.pixels(); pixel++) {
            int y = pixel / (2 * width) / 2;
            int x = pixel % (2 * width) / 2;
            System.arraycopy(
                operands.floats(slot), (y * width + x) * channels, out, pixel * channels, channels);
          }
        });
  }
}
