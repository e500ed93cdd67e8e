package io.bytelane.internal.gemm;

import io.bytelane.internal.kernel.Epilogue;

/// Writes accumulators, bias included, as they are.
public final class Int32Stage implements OutputStage<int[]> {
  private final Epilogue epilogue;
  private final int[] bias;

  /// Creates a stage; the bias has a value for each padded channel and is kept.
  public Int32Stage(Epilogue epilogue, int[] bias) {
    this.epilogue = epilogue;
    this.bias = bias;
  }

  @Override
  public void store(
      int[] acc,
      int accOffset,
      int accStride,
      int row,
      int rows,
      int column,
      int columns,
      int[] output,
      int offset,
      int stride,
      float[] floats) {
    epilogue.addBias(
        acc, accOffset, accStride, rows, columns, bias, column, output, offset, stride);
  }
}
