package io.bytelane.tests.support;

import java.util.Arrays;

/// A int buffer inside a larger array of guard values: whatever writes outside it is caught.
public final class GuardedInts {
  /// Guard values on either side: more than any vector is wide.
  public static final int MARGIN = 80;

  private static final int GUARD = 0x5AFE_C0DE;

  private final int[] array;
  private final int offset;
  private final int length;

  private GuardedInts(int length, int shift) {
    this.offset = MARGIN + shift;
    this.length = length;
    this.array = new int[offset + length + MARGIN];
    Arrays.fill(array, GUARD);
  }

  /// A buffer of `length` values at an offset of [#MARGIN].
  public static GuardedInts of(int length) {
    return new GuardedInts(length, 0);
  }

  /// A buffer at an offset that is `shift` more than [#MARGIN], to vary the alignment.
  public static GuardedInts of(int length, int shift) {
    return new GuardedInts(length, shift);
  }

  /// A guarded copy of `content`.
  public static GuardedInts copyOf(int[] content, int shift) {
    GuardedInts guarded = new GuardedInts(content.length, shift);
    System.arraycopy(content, 0, guarded.array, guarded.offset, content.length);
    return guarded;
  }

  /// Returns the whole array, guards included; the buffer starts at [#offset()].
  public int[] array() {
    return array;
  }

  /// Returns the index of the first value of the buffer.
  public int offset() {
    return offset;
  }

  /// Returns a copy of the buffer.
  public int[] content() {
    return Arrays.copyOfRange(array, offset, offset + length);
  }

  /// Fails if a guard value was written.
  public void assertGuardsIntact() {
    for (int i = 0; i < array.length; i++) {
      boolean guard = i < offset || i >= offset + length;
      if (guard && array[i] != GUARD) {
        throw new AssertionError(
            "written outside the buffer: element "
                + (i - offset)
                + " of "
                + length
                + " is "
                + array[i]);
      }
    }
  }

  /// Fails if the values between the rows of a strided matrix, or a guard value, were written.
  public void assertGapsIntact(int rows, int columns, int stride) {
    assertGuardsIntact();
    for (int at = 0; at < length; at++) {
      boolean inRow = at / stride < rows && at % stride < columns;
      int i = offset + at;
      if (!inRow && array[i] != GUARD) {
        throw new AssertionError("written between rows: element " + at + " is " + array[i]);
      }
    }
  }
}
