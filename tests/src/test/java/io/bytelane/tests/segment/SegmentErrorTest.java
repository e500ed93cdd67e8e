package io.bytelane.tests.segment;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bytelane.DynamicFullyConnected;
import io.bytelane.FullyConnected;
import io.bytelane.Workspace;
import io.bytelane.WorkspaceSize;
import io.bytelane.quant.PerChannelQuantParams;
import io.bytelane.quant.QuantParams;
import io.bytelane.quant.QuantizationException;
import io.bytelane.quant.QuantizedType;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What a call on memory segments refuses, before anything is written.
class SegmentErrorTest {
  private static final QuantParams LEVELS = new QuantParams(0.5f, 0, QuantizedType.S8);
  private static final PerChannelQuantParams TWO = PerChannelQuantParams.symmetric(1f, 1f);

  private final FullyConnected layer =
      FullyConnected.builder(3, 2)
          .name("fc")
          .input(LEVELS)
          .weights(new byte[6], TWO)
          .output(LEVELS)
          .build();
  private final Workspace workspace = Workspace.of(layer.segmentWorkspaceSize());
  private final Arena arena = Arena.ofShared();
  private final MemorySegment input = arena.allocate(9);
  private final MemorySegment output = Segments.marked(arena, 6, 0);

  @AfterEach
  void nothingWasWritten() {
    if (arena.scope().isAlive()) {
      Segments.assertHolds(output, 6, new byte[0]);
      arena.close();
    }
  }

  private static void refused(
      ThrowingCallable call, Class<? extends Throwable> type, String message) {
    assertThatThrownBy(call).isInstanceOf(type).hasMessage(message);
  }

  @Test
  void aRowThatNoArrayHolds() {
    FullyConnected far =
        FullyConnected.builder(3, 2)
            .input(LEVELS)
            .weights(new byte[6], TWO)
            .output(LEVELS)
            .strides(1 << 30, 1 << 30)
            .build();
    assertThatThrownBy(far::segmentWorkspaceSize)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageMatching("workspace for segments: \\d+ \\(expected: below 2\\^31 elements\\)");
  }

  @Test
  void ranges() {
    Class<IndexOutOfBoundsException> type = IndexOutOfBoundsException.class;
    refused(
        () -> layer.run(input, 1, output, 0, 3, workspace),
        type,
        "input.byteSize: 9 (expected: >= inputOffset + 9 = 10)");
    refused(
        () -> layer.run(input, 0, output, 1, 3, workspace),
        type,
        "output.byteSize: 6 (expected: >= outputOffset + 6 = 7)");
    refused(
        () -> layer.run(input, -1, output, 0, 3, workspace),
        type,
        "inputOffset: -1 (expected: >= 0)");
    refused(
        () -> layer.run(input, Long.MAX_VALUE, output, 0, 3, workspace),
        type,
        "input.byteSize: 9 (expected: >= inputOffset + 9)");
  }

  @Test
  void argumentsThatAreNoRanges() {
    Class<IllegalArgumentException> type = IllegalArgumentException.class;
    refused(() -> layer.run(input, 0, output, 0, -1, workspace), type, "rows: -1 (expected: >= 0)");
    refused(
        () -> layer.run(input, 0, output.asReadOnly(), 0, 3, workspace),
        type,
        "output: read-only (expected: a segment that can be written)");
    WorkspaceSize needed = layer.segmentWorkspaceSize();
    refused(
        () -> layer.run(input, 0, output, 0, 3, Workspace.forOperators(layer)),
        type,
        "workspace.bytes: 0 (expected: >= " + needed.bytes() + ")");
    refused(
        () -> FullyConnected.builder(3, 2).name("fc").weights(input, TWO),
        type,
        "fc: weights.byteSize: 9 (expected: 6)");
    refused(
        () -> DynamicFullyConnected.builder(3, 2).name("fc").weights(input, TWO),
        type,
        "fc: weights.byteSize: 9 (expected: 6)");
  }

  @Test
  void closedSegments() {
    MemorySegment closed;
    try (Arena other = Arena.ofConfined()) {
      closed = other.allocate(9);
    }
    assertThatThrownBy(() -> layer.run(closed, 0, output, 0, 3, workspace))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> layer.run(input, 0, closed, 0, 3, workspace))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void segmentsOfAnotherThread() throws InterruptedException {
    MemorySegment[] foreign = new MemorySegment[1];
    Thread owner = Thread.ofPlatform().start(() -> foreign[0] = Arena.ofConfined().allocate(9));
    owner.join();
    assertThatThrownBy(() -> layer.run(foreign[0], 0, output, 0, 3, workspace))
        .isInstanceOf(WrongThreadException.class);
  }

  @Test
  void valuesThatAreNotFiniteInAnyBlock() {
    int rows = 200;
    for (DynamicFullyConnected.Granularity granularity :
        DynamicFullyConnected.Granularity.values()) {
      DynamicFullyConnected dynamic =
          DynamicFullyConnected.builder(2, 1)
              .weights(new byte[2], PerChannelQuantParams.symmetric(1f))
              .granularity(granularity)
              .build();
      MemorySegment reals = arena.allocate(8L * rows);
      MemorySegment out = Segments.marked(arena, 4 * rows, 0);
      reals.setAtIndex(ValueLayout.JAVA_FLOAT_UNALIGNED, 2 * 170 + 1, Float.NaN);
      Workspace w = Workspace.of(dynamic.segmentWorkspaceSize());
      assertThatThrownBy(() -> dynamic.run(reals, 0, out, 0, rows, w))
          .isInstanceOf(QuantizationException.class)
          .hasMessage("input: row 170: NaN or infinite (expected: finite values)");
      Segments.assertHolds(out, 4 * rows, new byte[0]);
    }
  }
}
