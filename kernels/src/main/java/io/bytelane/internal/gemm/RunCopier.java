package io.bytelane.internal.gemm;

import io.bytelane.internal.kernel.Converter;

/// Copies runs of consecutive elements into float lanes.
///
/// @param <S> `byte[]` or `float[]`
public interface RunCopier<S> {
  /// Copies `length` elements.
  void copy(S source, int sourceOffset, float[] target, int targetOffset, int length);

  /// Copies the patches of neighbouring pixels; see [Converter#expandPatches].
  void copyPatches(
      S source,
      int sourceOffset,
      int pixels,
      int pixelStride,
      int runs,
      int runStride,
      int length,
      float[] target,
      int targetOffset,
      int targetStride);

  /// Copies parts of neighbouring pixels into cells; see [Converter#expandCells].
  void copyCells(
      S source,
      int sourceOffset,
      int cells,
      int stride,
      int length,
      float[] target,
      int targetOffset);

  /// Returns the length of a source.
  int length(S source);

  /// Returns the copier of bytes, each combined with `flip` by exclusive or.
  static RunCopier<byte[]> ofBytes(Converter converter, byte flip) {
    return new Bytes(converter, flip);
  }

  /// Returns the copier of floats.
  static RunCopier<float[]> ofFloats(Converter converter) {
    return new Floats(converter);
  }

  /// Copier of bytes.
  ///
  /// @param converter kernels of the chosen path
  /// @param flip combined with each byte by exclusive or
  record Bytes(Converter converter, byte flip) implements RunCopier<byte[]> {
    @Override
    public void copy(
        byte[] source, int sourceOffset, float[] target, int targetOffset, int length) {
      converter.expand(source, sourceOffset, length, flip, target, targetOffset);
    }

    @Override
    public void copyPatches(
        byte[] source,
        int sourceOffset,
        int pixels,
        int pixelStride,
        int runs,
        int runStride,
        int length,
        float[] target,
        int targetOffset,
        int targetStride) {
      converter.expandPatches(
          source,
          sourceOffset,
          pixels,
          pixelStride,
          runs,
          runStride,
          length,
          flip,
          target,
          targetOffset,
          targetStride);
    }

    @Override
    public void copyCells(
        byte[] source,
        int sourceOffset,
        int cells,
        int stride,
        int length,
        float[] target,
        int targetOffset) {
      converter.expandCells(
          source, sourceOffset, cells, stride, length, flip, target, targetOffset);
    }

    @Override
    public int length(byte[] source) {
      return source.length;
    }
  }

  /// Copier of floats.
  ///
  /// @param converter kernels of the chosen path
  record Floats(Converter converter) implements RunCopier<float[]> {
    @Override
    public void copy(
        float[] source, int sourceOffset, float[] target, int targetOffset, int length) {
      System.arraycopy(source, sourceOffset, target, targetOffset, length);
    }

    @Override
    public void copyPatches(
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
      converter.expandPatches(
          source,
          sourceOffset,
          pixels,
          pixelStride,
          runs,
          runStride,
          length,
          target,
          targetOffset,
          targetStride);
    }

    @Override
    public void copyCells(
        float[] source,
        int sourceOffset,
        int cells,
        int stride,
        int length,
        float[] target,
        int targetOffset) {
      converter.expandCells(source, sourceOffset, cells, stride, length, target, targetOffset);
    }

    @Override
    public int length(float[] source) {
      return source.length;
    }
  }
}
