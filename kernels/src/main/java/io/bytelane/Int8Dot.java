package io.bytelane;

import io.bytelane.internal.check.Checks;
import io.bytelane.internal.dispatch.Kernels;
import io.bytelane.internal.kernel.DotKernel;
import io.bytelane.quant.QuantizedType;

/// Exact dot products of 8-bit vectors of one length, without zero points:
/// `sum over i of query[i] * row[i]` in int32. For one pair of vectors, and for one query against
/// many rows, which lie at a stride or are chosen by indices.
///
/// The length is bounded so that no sum can leave int32: 131,071 for two s8 vectors, 65,793 for one
/// s8 and one u8, 33,025 for two u8. Vectors of type u8 travel in `byte[]` as raw bits.
///
/// Immutable and thread-safe. Allocates nothing and needs no [Workspace].
public final class Int8Dot {
  private final QuantizedType query;
  private final QuantizedType rows;
  private final int length;
  private final DotKernel kernel;

  private Int8Dot(QuantizedType query, QuantizedType rows, int length) {
    this.query = query;
    this.rows = rows;
    this.length = length;
    this.kernel = Kernels.active().dot();
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
    for (int r = 0; r < count; r++) {
      out[outOffset + r] = one(query, queryOffset, rows, rowsOffset + r * stride);
    }
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
    for (int i = 0; i < count; i++) {
      int row = rowsOffset + indices[indicesOffset + i] * stride;
      out[outOffset + i] = one(query, queryOffset, rows, row);
    }
  }

  private void requireRow(int[] indices, int i, int rowsLength, int rowsOffset, int stride) {
    long index = indices[i];
    if (index < 0 || rowsOffset + index * stride + length > rowsLength) {
      throw new IndexOutOfBoundsException(
          Checks.message("indices[" + i + "]", index, "a row inside rows"));
    }
  }

  private int one(byte[] query, int queryOffset, byte[] rows, int row) {
    return kernel.dot(query, queryOffset, unsignedQuery(), rows, row, unsignedRows(), length);
  }

  private boolean unsignedQuery() {
    return query == QuantizedType.U8;
  }

  private boolean unsignedRows() {
    return rows == QuantizedType.U8;
  }
}
