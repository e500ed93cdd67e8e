package io.bytelane;

import io.bytelane.internal.check.Checks;
import io.bytelane.internal.dispatch.Kernels;
import io.bytelane.internal.kernel.DotKernel;
import io.bytelane.internal.kernel.SegmentDotKernel;
import io.bytelane.quant.QuantizedType;
import java.lang.foreign.MemorySegment;

/// Exact dot products of 8-bit vectors of one length, without zero points:
/// `sum over i of query[i] * row[i]` in int32. For one pair of vectors, and for one query against
/// many rows, which lie at a stride or are chosen by indices.
///
/// The length is bounded so that no sum can leave int32: 131,071 for two s8 vectors, 65,793 for one
/// s8 and one u8, 33,025 for two u8. Vectors of type u8 travel in `byte[]` as raw bits.
///
/// The rows lie in an array, or in a memory segment: off the heap, or a mapped file of any size.
/// The sums are the same. A segment is read where it lies; it may be read-only, and also one of the
/// heap, but arrays are faster as arrays, and a process that passes segments of both kinds makes
/// both slower. A segment that is closed, or belongs to another thread, is refused with the
/// exception of the JDK, `IllegalStateException` or `WrongThreadException`, before anything is
/// written.
///
/// Immutable and thread-safe. Allocates nothing and needs no [Workspace].
public final class Int8Dot {
  private final QuantizedType query;
  private final QuantizedType rows;
  private final int length;
  private final DotKernel kernel;
  private final SegmentDotKernel segmentKernel;

  private Int8Dot(QuantizedType query, QuantizedType rows, int length) {
    this.query = query;
    this.rows = rows;
    this.length = length;
    this.kernel = Kernels.active().dot();
    this.segmentKernel = Kernels.active().segmentDot();
  }

  /// Returns the dot product for vectors of `length` elements.
  ///
  /// @param query type of the query, the first operand
  /// @param rows type of the rows, the second operand
  /// @param length elements of a vector, in `[0, maxLength(query, rows)]`
  /// @throws IllegalArgumentException if the length is out of range
  public static Int8Dot of(QuantizedType query, QuantizedType rows, int length) {
    int bound = maxLength(query, rows);
    Checks.that(length >= 0 && length <= bound, "length", length, "in [0, " + bound + "]");
    return new Int8Dot(query, rows, length);
  }

  /// Returns the largest length whose sums fit int32: `2^31 - 1` divided by the largest magnitude
  /// of a product, `2^14` for s8 with s8, `255 * 128` for s8 with u8, `255 * 255` for u8 with u8.
  public static int maxLength(QuantizedType query, QuantizedType rows) {
    return Integer.MAX_VALUE / (magnitude(query) * magnitude(rows));
  }

  private static int magnitude(QuantizedType type) {
    return Math.max(-type.min(), type.max());
  }

  /// Returns the elements of a vector.
  public int length() {
    return length;
  }

  /// Returns the dot product of one query and one row.
  ///
  /// @throws IndexOutOfBoundsException if a vector leaves its array
  public int dot(byte[] query, int queryOffset, byte[] row, int rowOffset) {
    Checks.range("query", query.length, queryOffset, length);
    Checks.range("row", row.length, rowOffset, length);
    return kernel.dot(query, queryOffset, unsignedQuery(), row, rowOffset, unsignedRows(), length);
  }

  /// Writes the dot products of a query with `count` rows, of which row `r` starts at
  /// `rowsOffset + r * stride`, to `out[outOffset + r]`.
  ///
  /// @param stride bytes from one row to the next, at least the length
  /// @param count rows, at least 0
  /// @throws IllegalArgumentException if the stride or the count is too small
  /// @throws IndexOutOfBoundsException if a range leaves its array; nothing is written then
  public void dotRows(
      byte[] query,
      int queryOffset,
      byte[] rows,
      int rowsOffset,
      int stride,
      int count,
      int[] out,
      int outOffset) {
    Checks.atLeast("stride", stride, length);
    Checks.atLeast("count", count, 0);
    Checks.range("query", query.length, queryOffset, length);
    Checks.range("rows", rows.length, rowsOffset, Checks.strided(count, stride, length));
    Checks.range("out", out.length, outOffset, count);
    kernel.rows(
        query,
        queryOffset,
        unsignedQuery(),
        rows,
        rowsOffset,
        stride,
        unsignedRows(),
        length,
        null,
        0,
        count,
        out,
        outOffset);
  }

  /// Writes the dot products of a query with `count` chosen rows: row `indices[indicesOffset + i]`,
  /// which starts at `rowsOffset` plus that index times `stride`, gives `out[outOffset + i]`. An
  /// index may occur more than once.
  ///
  /// @param stride bytes from one row to the next, at least the length
  /// @param indices indices of rows that lie wholly inside `rows`
  /// @param count indices to read, at least 0
  /// @throws IllegalArgumentException if the stride or the count is too small
  /// @throws IndexOutOfBoundsException if a range or a row leaves its array; nothing is written
  /// then
  public void dotRowsAt(
      byte[] query,
      int queryOffset,
      byte[] rows,
      int rowsOffset,
      int stride,
      int[] indices,
      int indicesOffset,
      int count,
      int[] out,
      int outOffset) {
    Checks.atLeast("stride", stride, length);
    Checks.atLeast("count", count, 0);
    Checks.range("query", query.length, queryOffset, length);
    Checks.range("rows", rows.length, rowsOffset, 0);
    Checks.range("indices", indices.length, indicesOffset, count);
    Checks.range("out", out.length, outOffset, count);
    for (int i = indicesOffset; i < indicesOffset + count; i++) {
      requireRow(indices, i, rows.length, rowsOffset, stride);
    }
    kernel.rows(
        query,
        queryOffset,
        unsignedQuery(),
        rows,
        rowsOffset,
        stride,
        unsignedRows(),
        length,
        indices,
        indicesOffset,
        count,
        out,
        outOffset);
  }

  private void requireRow(int[] indices, int i, int rowsLength, int rowsOffset, int stride) {
    long index = indices[i];
    if (index < 0 || rowsOffset + index * stride + length > rowsLength) {
      throw noRow(indices, i);
    }
  }

  /// Returns the dot product of one query and one row in a memory segment.
  ///
  /// @param rowOffset first byte of the row in the segment
  /// @throws IndexOutOfBoundsException if the query leaves its array or the row its segment
  public int dot(byte[] query, int queryOffset, MemorySegment row, long rowOffset) {
    Checks.range("query", query.length, queryOffset, length);
    Checks.segmentRange("row", row.byteSize(), rowOffset, length);
    return segmentKernel.dot(
        query, queryOffset, unsignedQuery(), row, rowOffset, unsignedRows(), length);
  }

  /// Writes the dot products of a query with `count` rows of a memory segment, of which row `r`
  /// starts at byte `rowsOffset + r * stride`, to `out[outOffset + r]`.
  ///
  /// @param stride bytes from one row to the next, at least the length
  /// @param count rows, at least 0
  /// @throws IllegalArgumentException if the stride or the count is too small
  /// @throws IndexOutOfBoundsException if a range leaves its array or segment; nothing is written
  /// then
  public void dotRows(
      byte[] query,
      int queryOffset,
      MemorySegment rows,
      long rowsOffset,
      long stride,
      int count,
      int[] out,
      int outOffset) {
    Checks.atLeast("stride", stride, length);
    Checks.atLeast("count", count, 0);
    Checks.range("query", query.length, queryOffset, length);
    long bytes = Checks.stridedBytes(count, stride, length);
    Checks.segmentRange("rows", rows.byteSize(), rowsOffset, bytes);
    Checks.range("out", out.length, outOffset, count);
    segmentKernel.rows(
        query,
        queryOffset,
        unsignedQuery(),
        rows,
        rowsOffset,
        stride,
        unsignedRows(),
        length,
        null,
        0,
        count,
        out,
        outOffset);
  }

  /// Writes the dot products of a query with `count` chosen rows of a memory segment: row
  /// `indices[indicesOffset + i]`, which starts at byte `rowsOffset` plus that index times
  /// `stride`, gives `out[outOffset + i]`. An index may occur more than once.
  ///
  /// @param stride bytes from one row to the next, at least the length
  /// @param indices indices of rows that lie wholly inside `rows`
  /// @param count indices to read, at least 0
  /// @throws IllegalArgumentException if the stride or the count is too small
  /// @throws IndexOutOfBoundsException if a range or a row leaves its array or segment; nothing is
  /// written then
  public void dotRowsAt(
      byte[] query,
      int queryOffset,
      MemorySegment rows,
      long rowsOffset,
      long stride,
      int[] indices,
      int indicesOffset,
      int count,
      int[] out,
      int outOffset) {
    Checks.atLeast("stride", stride, length);
    Checks.atLeast("count", count, 0);
    Checks.range("query", query.length, queryOffset, length);
    Checks.segmentRange("rows", rows.byteSize(), rowsOffset, 0);
    Checks.range("indices", indices.length, indicesOffset, count);
    Checks.range("out", out.length, outOffset, count);
    long last = rows.byteSize() - rowsOffset - length;
    long lastIndex = last < 0 ? -1 : stride == 0 ? Integer.MAX_VALUE : last / stride;
    for (int i = indicesOffset; i < indicesOffset + count; i++) {
      if (indices[i] < 0 || indices[i] > lastIndex) {
        throw noRow(indices, i);
      }
    }
    segmentKernel.rows(
        query,
        queryOffset,
        unsignedQuery(),
        rows,
        rowsOffset,
        stride,
        unsignedRows(),
        length,
        indices,
        indicesOffset,
        count,
        out,
        outOffset);
  }

  private static IndexOutOfBoundsException noRow(int[] indices, int i) {
    return new IndexOutOfBoundsException(
        Checks.message("indices[" + i + "]", indices[i], "a row inside rows"));
  }

  private boolean unsignedQuery() {
    return query == QuantizedType.U8;
  }

  private boolean unsignedRows() {
    return rows == QuantizedType.U8;
  }
}
