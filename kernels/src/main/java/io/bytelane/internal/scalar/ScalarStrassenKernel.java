package io.bytelane.internal.scalar;

import io.bytelane.internal.kernel.StrassenKernel;

/// [StrassenKernel] in plain loops.
final class ScalarStrassenKernel implements StrassenKernel {
  @Override
  public void add(float[] array, int x, int y, int target, int rows, int length, int stride) {
    for (int i = 0; i < rows; i++) {
      for (int j = i * stride; j < i * stride + length; j++) {
        array[target + j] = array[x + j] + array[y + j];
      }
    }
  }

  @Override
  public void subtract(float[] array, int x, int y, int target, int rows, int length, int stride) {
    for (int i = 0; i < rows; i++) {
      for (int j = i * stride; j < i * stride + length; j++) {
        array[target + j] = array[x + j] - array[y + j];
      }
    }
  }

  @Override
  public void expandSum(byte[] source, int x, int y, int length, float[] target, int targetOffset) {
    for (int i = 0; i < length; i++) {
      target[targetOffset + i] = source[x + i] + source[y + i];
    }
  }

  @Override
  public void expandDifference(
      byte[] source, int x, int y, int length, float[] target, int targetOffset) {
    for (int i = 0; i < length; i++) {
      target[targetOffset + i] = source[x + i] - source[y + i];
    }
  }
}
