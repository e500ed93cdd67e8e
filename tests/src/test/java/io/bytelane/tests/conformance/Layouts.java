package io.bytelane.tests.conformance;

import io.bytelane.reference.ReferenceLayout;

/// Changes of layout between the case files and the library.
final class Layouts {
  private Layouts() {}

  /// `[rows][columns]` to `[columns][rows]`.
  static byte[] transpose(byte[] x, int rows, int columns) {
    return ReferenceLayout.transpose(x, new int[] {rows, columns}, new int[] {1, 0});
  }

  /// `[n][c][h][w]` to `[n][h][w][c]`; the same permutation takes OIHW to OHWI.
  static byte[] channelsLast(byte[] x, int n, int c, int h, int w) {
    return ReferenceLayout.transpose(x, new int[] {n, c, h, w}, new int[] {0, 2, 3, 1});
  }

  /// `[n][h][w][c]` to `[n][c][h][w]`.
  static int[] channelsFirst(int[] x, int n, int h, int w, int c) {
    int[] y = new int[x.length];
    for (int i = 0; i < n; i++) {
      for (int at = 0; at < h * w; at++) {
        for (int j = 0; j < c; j++) {
          y[(i * c + j) * h * w + at] = x[(i * h * w + at) * c + j];
        }
      }
    }
    return y;
  }

  /// Returns the levels of bytes, s8 or u8.
  static int[] levels(byte[] q, boolean unsigned) {
    int[] levels = new int[q.length];
    for (int i = 0; i < q.length; i++) {
      levels[i] = unsigned ? q[i] & 0xFF : q[i];
    }
    return levels;
  }
}
