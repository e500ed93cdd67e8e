package io.bytelane.tests.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bytelane.MaxPool2d;
import io.bytelane.Pool2dGeometry;
import io.bytelane.Workspace;
import io.bytelane.WorkspaceSize;
import io.bytelane.quant.QuantizedType;
import org.junit.jupiter.api.Test;

class MaxPool2dTest {
  private static final Pool2dGeometry HALVING = Pool2dGeometry.builder(4, 4, 1, 2, 2).build();

  @Test
  void typeDecidesWhichByteIsLargest() {
    byte[] x = {1, -1, 0, 0, 2, 3, 0, 0, 0, 0, 5, 5, 0, 0, 5, 6};
    byte[] y = new byte[4];
    pool(HALVING, QuantizedType.S8, x, y);
    assertThat(y).containsExactly(3, 0, 0, 6);
    pool(HALVING, QuantizedType.U8, x, y);
    assertThat(y).containsExactly(-1, 0, 0, 6);
  }

  @Test
  void paddingNeverWins() {
    byte[] y = new byte[4];
    pool(
        Pool2dGeometry.builder(2, 2, 1, 2, 2).stride(2, 2).pads(1, 1, 1, 1).build(),
        QuantizedType.S8,
        new byte[] {-5, -6, -7, -8},
        y);
    assertThat(y).containsExactly(-5, -6, -7, -8);
  }

  /// The sizes of the ONNX node tests `maxpool_2d_ceil` and
  /// `maxpool_2d_ceil_output_size_reduce_by_one`.
  @Test
  void ceilModeRoundsUpButDropsWindowsThatStartInTheEndPadding() {
    assertThat(Pool2dGeometry.builder(4, 4, 1, 3, 3).stride(2, 2).build().outputHeight())
        .isEqualTo(1);
    assertThat(
            Pool2dGeometry.builder(4, 4, 1, 3, 3)
                .stride(2, 2)
                .ceilMode(true)
                .build()
                .outputHeight())
        .isEqualTo(2);
    assertThat(
            Pool2dGeometry.builder(2, 2, 1, 1, 1)
                .stride(2, 2)
                .ceilMode(true)
                .build()
                .outputHeight())
        .isEqualTo(1);
  }

  @Test
  void windowsInThePaddingAloneAreRefused() {
    assertThatThrownBy(() -> Pool2dGeometry.builder(4, 4, 1, 2, 2).pads(0, 2, 0, 0).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "columns of window 0: 0 inside the image (expected: at least 1; pads shorter than the"
                + " window)");
    assertThatThrownBy(() -> Pool2dGeometry.builder(2, 4, 1, 3, 2).build())
        .hasMessage("outputHeight: 0 (expected: >= 1)");
  }

  @Test
  void smallArraysAndWorkspacesAreRefusedBeforeAnythingIsWritten() {
    MaxPool2d pool = MaxPool2d.of(HALVING, QuantizedType.S8);
    byte[] y = new byte[4];
    assertThatThrownBy(() -> pool.run(new byte[16], 0, y, 0, 1, Workspace.of(WorkspaceSize.NONE)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("workspace.bytes: 0 (expected: >= 4)");
    assertThatThrownBy(() -> pool.run(new byte[16], 0, y, 0, 2, Workspace.forOperators(pool)))
        .isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessage("input.length: 16 (expected: >= inputOffset + 32 = 32)");
    assertThat(y).containsOnly(0);
  }

  private static void pool(Pool2dGeometry geometry, QuantizedType type, byte[] x, byte[] y) {
    MaxPool2d pool = MaxPool2d.of(geometry, type);
    pool.run(x, 0, y, 0, 1, Workspace.forOperators(pool));
  }
}
