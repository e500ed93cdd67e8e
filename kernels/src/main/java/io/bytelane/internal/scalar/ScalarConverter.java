package io.bytelane.internal.scalar;

import io.bytelane.internal.kernel.Converter;

/// [Converter] in plain loops.
public final class ScalarConverter implements Converter {
  /// Creates the stateless instance.
  public ScalarConverter() {}

  @Override
  public void expand(
      byte[] source, int sourceOffset, int length, byte flip, float[] target, int targetOffset) {
    for (int i = 0; i < length; i++) {
      target[targetOffset + i] = (byte) (source[sourceOffset + i] ^ flip);
    }
  }

  @Override
  public void expandPatches(
      byte[] source,
      int sourceOffset,
      int pixels,
      int pixelStride,
      int runs,
      int runStride,
      int length,
      byte flip,
      float[] target,
      int targetOffset,
      int targetStride) {
    for (int i = 0; i < pixels; i++) {
      for (int r = 0; r < runs; r++) {
        int from = sourceOffset + i * pixelStride + r * runStride;
        expand(source, from, length, flip, target, targetOffset + i * targetStride + r * length);
      }
    }
  }

  @Override
  public void expandPatches(
      float[] source,
      int sourceOffset,
      int pixels,
      int pixelStride,
      int runs,
      int runStride,
      int length,
      float[] target,
      int targetOffset,
      int targetStride) {
    for (int i = 0; i < pixels; i++) {
      for (int r = 0; r < runs; r++) {
        int from = sourceOffset + i * pixelStride + r * runStride;
        System.arraycopy(
            source, from, target, targetOffset + i * targetStride + r * length, length);
      }
    }
  }

  @Override
  public void expandCells(
      byte[] source,
      int sourceOffset,
      int cells,
      int stride,
      int length,
      byte flip,
      float[] target,
      int targetOffset) {
    for (int i = 0; i < cells; i++) {
      expand(source, sourceOffset + i * stride, length, flip, target, targetOffset + i * length);
    }
  }

  @Override
  public void expandCells(
      float[] source,
      int sourceOffset,
      int cells,
      int stride,
      int length,
      float[] target,
      int targetOffset) {
    for (int i = 0; i < cells; i++) {
      int from = sourceOffset + i * stride;
      System.arraycopy(source, from, target, targetOffset + i * length, length);
    }
  }

  @Override
  public void fold(
      float[] sums, int sumsOffset, int length, int[] acc, int accOffset, boolean first) {
    for (int i = 0; i < length; i++) {
      acc[accOffset + i] = (int) sums[sumsOffset + i] + (first ? 0 : acc[accOffset + i]);
    }
  }

  @Override
  public void pairs(float[] source, int offset, int length, int[] target, int targetOffset) {
    for (int i = 0; i < length; i++) {
      int value = (int) source[offset + i];
      target[targetOffset + i] = (value << 16) | (value & 0xffff);
    }
  }

  @Override
  public int sum(float[] source, int offset, int length) {
    float sum = 0;
    for (int i = 0; i < length; i++) {
      sum += source[offset + i];
    }
    return (int) sum;
  }
}
