package io.bytelane.tests.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.bytelane.Int8Dot;
import io.bytelane.quant.QuantizedType;
import io.bytelane.reference.ReferenceDot;
import io.bytelane.tests.support.BytePattern;
import io.bytelane.tests.support.GuardedInts;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/// Rows in memory segments of every kind give the reference sums.
class Int8DotSegmentProperties {
  /// Where the rows lie. All end with the last byte of the segment.
  enum Kind {
    NATIVE,
    READ_ONLY,
    HEAP,
    HEAP_OF_INTS;

    MemorySegment hold(Arena arena, byte[] bytes) {
      MemorySegment heap = MemorySegment.ofArray(bytes);
      return switch (this) {
        case NATIVE -> arena.allocate(bytes.length, 1).copyFrom(heap);
        case READ_ONLY -> arena.allocate(bytes.length, 1).copyFrom(heap).asReadOnly();
        case HEAP -> heap;
        case HEAP_OF_INTS -> {
          MemorySegment ints = MemorySegment.ofArray(new int[(bytes.length + 3) / 4]);
          yield ints.asSlice(ints.byteSize() - bytes.length).copyFrom(heap);
        }
      };
    }
  }

  @Property
  void dotIsTheReferenceSum(
      @ForAll Kind kind,
      @ForAll QuantizedType aType,
      @ForAll QuantizedType bType,
      @ForAll BytePattern aPattern,
      @ForAll BytePattern bPattern,
      @ForAll @IntRange(max = 1100) int length,
      @ForAll @IntRange(max = 15) int aOffset,
      @ForAll @IntRange(max = 15) int bOffset,
      @ForAll long seed) {
    byte[] a = aPattern.bytes(aOffset + length, !aType.isSigned(), seed);
    byte[] b = bPattern.bytes(bOffset + length, !bType.isSigned(), seed + 1);
    try (Arena arena = Arena.ofConfined()) {
      assertThat(Int8Dot.of(aType, bType, length).dot(a, aOffset, kind.hold(arena, b), bOffset))
          .isEqualTo(expected(a, aOffset, aType, b, bOffset, bType, length));
    }
  }

  @Property
  void rowsAtAStrideAreTheReferenceSums(
      @ForAll Kind kind,
      @ForAll QuantizedType queryType,
      @ForAll QuantizedType rowsType,
      @ForAll BytePattern pattern,
      @ForAll @IntRange(max = 600) int length,
      @ForAll @IntRange(max = 7) int count,
      @ForAll @IntRange(max = 9) int gap,
      @ForAll @IntRange(max = 15) int offset,
      @ForAll long seed) {
    int stride = length + gap;
    byte[] query = pattern.bytes(offset + length, !queryType.isSigned(), seed);
    int size = count == 0 ? 0 : (count - 1) * stride + length;
    byte[] rows = BytePattern.EXTREMES.bytes(offset + size, !rowsType.isSigned(), seed + 1);
    int[] sums = new int[count];
    for (int r = 0; r < count; r++) {
      sums[r] = expected(query, offset, queryType, rows, offset + r * stride, rowsType, length);
    }
    GuardedInts out = GuardedInts.of(count, offset);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment segment = kind.hold(arena, rows);
      Int8Dot.of(queryType, rowsType, length)
          .dotRows(query, offset, segment, offset, stride, count, out.array(), out.offset());
    }
    assertThat(out.content()).isEqualTo(sums);
    out.assertGuardsIntact();
  }

  @Property
  void chosenRowsAreTheReferenceSums(
      @ForAll Kind kind,
      @ForAll QuantizedType queryType,
      @ForAll QuantizedType rowsType,
      @ForAll BytePattern pattern,
      @ForAll @IntRange(max = 600) int length,
      @ForAll @IntRange(max = 7) int count,
      @ForAll @IntRange(min = 1, max = 5) int rowCount,
      @ForAll @IntRange(max = 15) int offset,
      @ForAll long seed) {
    int stride = length + 3;
    byte[] query = BytePattern.EXTREMES.bytes(offset + length, !queryType.isSigned(), seed);
    byte[] rows =
        pattern.bytes(offset + (rowCount - 1) * stride + length, !rowsType.isSigned(), seed + 1);
    int[] indices = new Random(seed).ints(offset + count, 0, rowCount).toArray();
    int[] sums = new int[count];
    for (int i = 0; i < count; i++) {
      int row = offset + indices[offset + i] * stride;
      sums[i] = expected(query, offset, queryType, rows, row, rowsType, length);
    }
    GuardedInts out = GuardedInts.of(count, offset);
    try (Arena arena = Arena.ofConfined()) {
      Int8Dot.of(queryType, rowsType, length)
          .dotRowsAt(
              query,
              offset,
              kind.hold(arena, rows),
              offset,
              stride,
              indices,
              offset,
              count,
              out.array(),
              out.offset());
    }
    assertThat(out.content()).isEqualTo(sums);
    out.assertGuardsIntact();
  }

  private static int expected(
      byte[] a,
      int aOffset,
      QuantizedType aType,
      byte[] b,
      int bOffset,
      QuantizedType bType,
      int length) {
    return ReferenceDot.dot(a, aOffset, !aType.isSigned(), b, bOffset, !bType.isSigned(), length);
  }
}
