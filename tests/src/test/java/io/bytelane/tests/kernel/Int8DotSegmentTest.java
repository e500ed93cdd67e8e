package io.bytelane.tests.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bytelane.Int8Dot;
import io.bytelane.quant.QuantizedType;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class Int8DotSegmentTest {
  private static final long FOUR_GIB = 1L << 32;

  private final Int8Dot dot = Int8Dot.of(QuantizedType.S8, QuantizedType.S8, 4);
  private final byte[] query = {1, 2, 3, -4};
  private final int[] out = {9, 9, 9, 9};

  /// The file has a hole of 4 GiB, which takes no room on the disk.
  @Test
  void rowsOfAMappedFileBeyondTheReachOfAnInt(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("rows");
    try (FileChannel channel =
            FileChannel.open(
                file,
                StandardOpenOption.CREATE_NEW,
                StandardOpenOption.SPARSE,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE);
        Arena arena = Arena.ofConfined()) {
      channel.write(ByteBuffer.wrap(new byte[] {10, 0, 0, 1, 0, 10, 0, 2}), FOUR_GIB - 3);
      MemorySegment rows = channel.map(MapMode.READ_ONLY, 0, FOUR_GIB + 5, arena);
      assertThat(dot.dot(query, 0, rows, FOUR_GIB + 1)).isEqualTo(12);
      dot.dotRows(query, 0, rows, FOUR_GIB - 3, 4, 2, out, 1);
      assertThat(out).containsExactly(9, 6, 12, 9);
      int[] indices = {1 << 30, (1 << 30) - 1, 0};
      dot.dotRowsAt(query, 0, rows, 1, 4, indices, 0, 3, out, 1);
      assertThat(out).containsExactly(9, 12, 6, 0);
    }
  }

  @Test
  void refusesBadArgumentsBeforeWriting() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment rows = arena.allocate(12);
      assertThatThrownBy(() -> dot.dot(query, 0, rows, 9))
          .isInstanceOf(IndexOutOfBoundsException.class)
          .hasMessage("row.byteSize: 12 (expected: >= rowOffset + 4 = 13)");
      assertThatThrownBy(() -> dot.dot(query, 0, rows, -1))
          .isInstanceOf(IndexOutOfBoundsException.class)
          .hasMessage("rowOffset: -1 (expected: >= 0)");
      assertThatThrownBy(() -> dot.dotRows(query, 0, rows, 0, 3, 2, out, 0))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("stride: 3 (expected: >= 4)");
      assertThatThrownBy(() -> dot.dotRows(query, 0, rows, 0, 4, 4, out, 0))
          .isInstanceOf(IndexOutOfBoundsException.class)
          .hasMessage("rows.byteSize: 12 (expected: >= rowsOffset + 16 = 16)");
      assertThatThrownBy(() -> dot.dotRows(query, 0, rows, 8, Long.MAX_VALUE, 2, out, 0))
          .isInstanceOf(IndexOutOfBoundsException.class)
          .hasMessage("rows.byteSize: 12 (expected: >= rowsOffset + " + Long.MAX_VALUE + ")");
      for (int index : new int[] {-1, 3, Integer.MAX_VALUE}) {
        int[] indices = {0, index};
        assertThatThrownBy(() -> dot.dotRowsAt(query, 0, rows, 0, 4, indices, 0, 2, out, 0))
            .isInstanceOf(IndexOutOfBoundsException.class)
            .hasMessage("indices[1]: " + index + " (expected: a row inside rows)");
      }
      int[] first = {0};
      assertThatThrownBy(() -> dot.dotRowsAt(query, 0, rows, 9, 4, first, 0, 1, out, 0))
          .isInstanceOf(IndexOutOfBoundsException.class)
          .hasMessage("indices[0]: 0 (expected: a row inside rows)");
    }
    assertThat(out).containsOnly(9);
  }

  @Test
  void aClosedSegmentIsRefusedBeforeWriting() {
    Arena arena = Arena.ofConfined();
    MemorySegment rows = arena.allocate(12);
    arena.close();
    assertThatThrownBy(() -> dot.dotRows(query, 0, rows, 0, 4, 3, out, 0))
        .isInstanceOf(IllegalStateException.class);
    assertThat(out).containsOnly(9);
  }

  @Test
  void aSegmentOfAnotherThreadIsRefusedBeforeWriting() throws InterruptedException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment rows = arena.allocate(12);
      AtomicReference<Throwable> thrown = new AtomicReference<>();
      Thread other =
          Thread.ofPlatform()
              .start(
                  () -> {
                    try {
                      dot.dotRows(query, 0, rows, 0, 4, 3, out, 0);
                    } catch (WrongThreadException e) {
                      thrown.set(e);
                    }
                  });
      other.join();
      assertThat(thrown.get()).isInstanceOf(WrongThreadException.class);
      assertThat(out).containsOnly(9);
    }
  }
}
