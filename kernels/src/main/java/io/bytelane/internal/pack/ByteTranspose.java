package io.bytelane.internal.pack;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Transposes blocks of bytes, 8 x 8 at a time in eight 64-bit registers: three rounds of exchanges
/// of halves, of 4, 2 and 1 byte.
public final class ByteTranspose {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  private ByteTranspose() {}

  /// Writes the columns of two to four rows one after the other: `target[targetOffset + j * rows +
  /// i] = source[sourceOffset + i * sourceStride + j]`. Eight columns of four rows at a time; each
  /// column is written as four bytes, of which the next one overwrites those that are too many.
  public static void interleave(
      byte[] source,
      int sourceOffset,
      int sourceStride,
      int rows,
      int columns,
      byte[] target,
      int targetOffset) {
    if (rows == 3) {
      interleaveThree(source, sourceOffset, sourceStride, columns, target, targetOffset);
      return;
    }
    int third = rows == 4 ? 2 * sourceStride : 0;
    int fourth = rows == 4 ? 3 * sourceStride : 0;
    int end = rows == 4 ? columns : columns - 1;
    int j = 0;
    for (; j <= end - 8; j += 8) {
      int at = sourceOffset + j;
      long a = (long) LONG.get(source, at);
      long b = (long) LONG.get(source, at + sourceStride);
      long c = (long) LONG.get(source, at + third);
      long d = (long) LONG.get(source, at + fourth);
      long mask = 0x00FF00FF00FF00FFL;
      long t = ((a >>> 8) ^ b) & mask;
      a ^= t << 8;
      b ^= t;
      t = ((c >>> 8) ^ d) & mask;
      c ^= t << 8;
      d ^= t;
      mask = 0x0000FFFF0000FFFFL;
      t = ((a >>> 16) ^ c) & mask;
      a ^= t << 16;
      c ^= t;
      t = ((b >>> 16) ^ d) & mask;
      b ^= t << 16;
      d ^= t;
      int to = targetOffset + j * rows;
      INT.set(target, to, (int) a);
      INT.set(target, to + rows, (int) b);
      INT.set(target, to + 2 * rows, (int) c);
      INT.set(target, to + 3 * rows, (int) d);
      INT.set(target, to + 4 * rows, (int) (a >>> 32));
      INT.set(target, to + 5 * rows, (int) (b >>> 32));
      INT.set(target, to + 6 * rows, (int) (c >>> 32));
      INT.set(target, to + 7 * rows, (int) (d >>> 32));
    }
    int to = targetOffset + j * rows;
    run(source, sourceOffset + j, sourceStride, rows, columns - j, target, to, rows);
  }

  /// Eight columns of three rows are three words.
  private static void interleaveThree(
      byte[] source,
      int sourceOffset,
      int sourceStride,
      int columns,
      byte[] target,
      int targetOffset) {
    int second = sourceOffset + sourceStride;
    int third = second + sourceStride;
    int j = 0;
    for (; j <= columns - 8; j += 8) {
      long a = (long) LONG.get(source, sourceOffset + j);
      long b = (long) LONG.get(source, second + j);
      long c = (long) LONG.get(source, third + j);
      long mask = 0x00FF00FF00FF00FFL;
      long t = ((a >>> 8) ^ b) & mask;
      a ^= t << 8;
      b ^= t;
      long d = (c >>> 8) & mask;
      c &= mask;
      mask = 0x0000FFFF0000FFFFL;
      t = ((a >>> 16) ^ c) & mask;
      a ^= t << 16;
      c ^= t;
      t = ((b >>> 16) ^ d) & mask;
      b ^= t << 16;
      d ^= t;
      // Columns 0 and 4 in a, 1 and 5 in b, 2 and 6 in c, 3 and 7 in d, each with a zero byte.
      long low = 0xFFFFFFFFL;
      int to = targetOffset + j * 3;
      LONG.set(target, to, (a & low) | (b & low) << 24 | c << 48);
      LONG.set(target, to + 8, (c & low) >>> 16 | (d & low) << 8 | a >>> 32 << 32 | b >>> 32 << 56);
      LONG.set(target, to + 16, b >>> 40 | c >>> 32 << 16 | d >>> 32 << 40);
    }
    int to = targetOffset + 3 * j;
    run(source, sourceOffset + j, sourceStride, 3, columns - j, target, to, 3);
  }

  /// Writes `target[targetOffset + j * targetStride + i] = source[sourceOffset + i * sourceStride +
  /// j]` for `i < rows`, `j < columns`.
  public static void run(
      byte[] source,
      int sourceOffset,
      int sourceStride,
      int rows,
      int columns,
      byte[] target,
      int targetOffset,
      int targetStride) {
    int wholeRows = rows - rows % 8;
    int wholeColumns = columns - columns % 8;
    for (int i = 0; i < wholeRows; i += 8) {
      for (int j = 0; j < wholeColumns; j += 8) {
        int from = sourceOffset + i * sourceStride + j;
        int to = targetOffset + j * targetStride + i;
        block(source, from, sourceStride, target, to, targetStride);
      }
    }
    for (int i = 0; i < rows; i++) {
      for (int j = i < wholeRows ? wholeColumns : 0; j < columns; j++) {
        target[targetOffset + j * targetStride + i] = source[sourceOffset + i * sourceStride + j];
      }
    }
  }

  private static void block(byte[] source, int at, int stride, byte[] target, int to, int step) {
    long a = (long) LONG.get(source, at);
    long b = (long) LONG.get(source, at + stride);
    long c = (long) LONG.get(source, at + 2 * stride);
    long d = (long) LONG.get(source, at + 3 * stride);
    long e = (long) LONG.get(source, at + 4 * stride);
    long f = (long) LONG.get(source, at + 5 * stride);
    long g = (long) LONG.get(source, at + 6 * stride);
    long h = (long) LONG.get(source, at + 7 * stride);
    long mask = 0xFFFFFFFFL;
    long t = ((a >>> 32) ^ e) & mask;
    a ^= t << 32;
    e ^= t;
    t = ((b >>> 32) ^ f) & mask;
    b ^= t << 32;
    f ^= t;
    t = ((c >>> 32) ^ g) & mask;
    c ^= t << 32;
    g ^= t;
    t = ((d >>> 32) ^ h) & mask;
    d ^= t << 32;
    h ^= t;
    mask = 0x0000FFFF0000FFFFL;
    t = ((a >>> 16) ^ c) & mask;
    a ^= t << 16;
    c ^= t;
    t = ((b >>> 16) ^ d) & mask;
    b ^= t << 16;
    d ^= t;
    t = ((e >>> 16) ^ g) & mask;
    e ^= t << 16;
    g ^= t;
    t = ((f >>> 16) ^ h) & mask;
    f ^= t << 16;
    h ^= t;
    mask = 0x00FF00FF00FF00FFL;
    t = ((a >>> 8) ^ b) & mask;
    LONG.set(target, to, a ^ (t << 8));
    LONG.set(target, to + step, b ^ t);
    t = ((c >>> 8) ^ d) & mask;
    LONG.set(target, to + 2 * step, c ^ (t << 8));
    LONG.set(target, to + 3 * step, d ^ t);
    t = ((e >>> 8) ^ f) & mask;
    LONG.set(target, to + 4 * step, e ^ (t << 8));
    LONG.set(target, to + 5 * step, f ^ t);
    t = ((g >>> 8) ^ h) & mask;
    LONG.set(target, to + 6 * step, g ^ (t << 8));
    LONG.set(target, to + 7 * step, h ^ t);
  }
}
