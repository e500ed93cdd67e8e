package io.bytelane.internal.vector;

import io.bytelane.internal.kernel.StrassenKernel;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/// [StrassenKernel] on vectors of the chosen width. One method for each operation, written out: a
/// sign that is chosen inside makes one branch rare, and C2 then boxes the vectors of the panels.
final class VectorStrassenKernel implements StrassenKernel {
  @Override
  public void add(float[] array, int x, int y, int target, int rows, int length, int stride) {
    for (int i = 0; i < rows; i++) {
      int first = x + i * stride;
      int second = y + i * stride;
      int to = target + i * stride;
      for (int j = 0; j < length; j += Lanes.COUNT) {
        FloatVector.fromArray(Lanes.FLOAT, array, first + j)
            .add(FloatVector.fromArray(Lanes.FLOAT, array, second + j))
            .intoArray(array, to + j);
      }
    }
  }

  @Override
  public void subtract(float[] array, int x, int y, int target, int rows, int length, int stride) {
    for (int i = 0; i < rows; i++) {
      int first = x + i * stride;
      int second = y + i * stride;
      int to = target + i * stride;
      for (int j = 0; j < length; j += Lanes.COUNT) {
        FloatVector.fromArray(Lanes.FLOAT, array, first + j)
            .sub(FloatVector.fromArray(Lanes.FLOAT, array, second + j))
            .intoArray(array, to + j);
      }
    }
  }

  @Override
  public void expandSum(byte[] source, int x, int y, int length, float[] target, int targetOffset) {
    for (int i = 0; i < length; i += Lanes.COUNT) {
      IntVector first =
          (IntVector)
              ByteVector.fromArray(Lanes.QUARTER_BYTES, source, x + i)
                  .convertShape(VectorOperators.B2I, Lanes.INT, 0);
      IntVector second =
          (IntVector)
              ByteVector.fromArray(Lanes.QUARTER_BYTES, source, y + i)
                  .convertShape(VectorOperators.B2I, Lanes.INT, 0);
      ((FloatVector) first.add(second).convert(VectorOperators.I2F, 0))
          .intoArray(target, targetOffset + i);
    }
  }

  @Override
  public void expandDifference(
      byte[] source, int x, int y, int length, float[] target, int targetOffset) {
    for (int i = 0; i < length; i += Lanes.COUNT) {
      IntVector first =
          (IntVector)
              ByteVector.fromArray(Lanes.QUARTER_BYTES, source, x + i)
                  .convertShape(VectorOperators.B2I, Lanes.INT, 0);
      IntVector second =
          (IntVector)
              ByteVector.fromArray(Lanes.QUARTER_BYTES, source, y + i)
                  .convertShape(VectorOperators.B2I, Lanes.INT, 0);
      ((FloatVector) first.sub(second).convert(VectorOperators.I2F, 0))
          .intoArray(target, targetOffset + i);
    }
  }
}
