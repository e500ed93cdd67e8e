package io.bytelane.tests.contract;

import io.bytelane.DynamicFullyConnected;
import io.bytelane.FullyConnected;
import io.bytelane.Int8Dot;
import io.bytelane.Workspace;
import io.bytelane.quant.PerChannelQuantParams;
import io.bytelane.quant.QuantParams;
import io.bytelane.quant.QuantizedType;
import io.bytelane.tests.contract.OperatorCase.Caller;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/// Dot products with many rows, and layers on memory segments.
final class SegmentCases {
  private static final QuantParams LEVELS = new QuantParams(0.1f, 3, QuantizedType.S8);
  private static final int K = 40;
  private static final int N = 24;
  private static final int ROWS = 9;
  private static final int LENGTH = 700;

  private SegmentCases() {}

  static List<OperatorCase> all() {
    FullyConnected int8 =
        FullyConnected.builder(K, N)
            .input(LEVELS)
            .weights(bytes(N * K), scales())
            .output(LEVELS)
            .build();
    DynamicFullyConnected dynamic =
        DynamicFullyConnected.builder(K, N)
            .weights(bytes(N * K), scales())
            .granularity(DynamicFullyConnected.Granularity.PER_TENSOR)
            .build();
    Int8Dot dot = Int8Dot.of(QuantizedType.S8, QuantizedType.S8, LENGTH);
    byte[] rows = bytes(ROWS * LENGTH);
    byte[] query = bytes(LENGTH);
    int[] indices = {3, 0, ROWS - 1};
    MemorySegment levels = offHeap(MemorySegment.ofArray(bytes(ROWS * K)));
    MemorySegment reals = offHeap(MemorySegment.ofArray(floats(ROWS * K)));
    MemorySegment rowSegment = offHeap(MemorySegment.ofArray(rows));
    return List.of(
        new OperatorCase(
            "FullyConnected on segments",
            () -> {
              Workspace w = Workspace.of(int8.segmentWorkspaceSize());
              byte[] out = new byte[ROWS * N];
              MemorySegment segment = MemorySegment.ofArray(out);
              return new Caller(() -> int8.run(levels, 0, segment, 0, ROWS, w), out);
            }),
        new OperatorCase(
            "DynamicFullyConnected on segments",
            () -> {
              Workspace w = Workspace.of(dynamic.segmentWorkspaceSize());
              float[] out = new float[ROWS * N];
              MemorySegment segment = MemorySegment.ofArray(out);
              return new Caller(() -> dynamic.run(reals, 0, segment, 0, ROWS, w), out);
            }),
        new OperatorCase(
            "Int8Dot of rows",
            () -> {
              int[] out = new int[ROWS];
              return new Caller(() -> dot.dotRows(query, 0, rows, 0, LENGTH, ROWS, out, 0), out);
            }),
        new OperatorCase(
            "Int8Dot of rows in a segment",
            () -> {
              int[] out = new int[ROWS];
              return new Caller(
                  () -> dot.dotRows(query, 0, rowSegment, 0, LENGTH, ROWS, out, 0), out);
            }),
        new OperatorCase(
            "Int8Dot of chosen rows in a segment",
            () -> {
              int[] out = new int[indices.length];
              return new Caller(
                  () ->
                      dot.dotRowsAt(
                          query, 0, rowSegment, 0, LENGTH, indices, 0, indices.length, out, 0),
                  out);
            }));
  }

  private static MemorySegment offHeap(MemorySegment values) {
    return Arena.ofAuto().allocate(values.byteSize()).copyFrom(values);
  }

  private static byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }

  private static float[] floats(int length) {
    Random random = new Random(length);
    float[] floats = new float[length];
    for (int i = 0; i < length; i++) {
      floats[i] = (float) random.nextGaussian();
    }
    return floats;
  }

  private static PerChannelQuantParams scales() {
    float[] scales = new float[N];
    Arrays.fill(scales, 0.01f);
    return PerChannelQuantParams.symmetric(scales);
  }
}
