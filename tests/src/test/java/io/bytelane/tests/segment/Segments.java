package io.bytelane.tests.segment;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/// Operands in memory segments: the content ends with the last byte of the segment, so that nothing
/// behind it can be read, and starts behind some marked bytes, at any alignment.
final class Segments {
  private static final byte MARK = 0x5a;

  private Segments() {}

  static MemorySegment of(Arena arena, int offset, byte[] content) {
    MemorySegment segment = marked(arena, offset, content.length);
    MemorySegment.copy(content, 0, segment, ValueLayout.JAVA_BYTE, offset, content.length);
    return segment;
  }

  static MemorySegment of(Arena arena, int offset, float[] content) {
    MemorySegment segment = marked(arena, offset, 4L * content.length);
    MemorySegment.copy(
        content, 0, segment, ValueLayout.JAVA_FLOAT_UNALIGNED, offset, content.length);
    return segment;
  }

  /// Returns a segment of `offset + length` bytes, all of them marked.
  static MemorySegment marked(Arena arena, int offset, long length) {
    return arena.allocate(offset + length, 1).fill(MARK);
  }

  /// Returns an array of bytes that are marked as those of a segment.
  static byte[] markedBytes(int length) {
    byte[] bytes = new byte[length];
    Arrays.fill(bytes, MARK);
    return bytes;
  }

  /// Requires that a segment holds marks, and then exactly these bytes.
  static void assertHolds(MemorySegment segment, int offset, byte[] expected) {
    byte[] all = segment.toArray(ValueLayout.JAVA_BYTE);
    assertThat(Arrays.copyOf(all, offset)).isEqualTo(markedBytes(offset));
    assertThat(Arrays.copyOfRange(all, offset, all.length)).isEqualTo(expected);
  }

  /// Returns the bytes of values in the byte order of the machine.
  static byte[] bytesOf(MemorySegment heap) {
    return heap.toArray(ValueLayout.JAVA_BYTE);
  }
}
