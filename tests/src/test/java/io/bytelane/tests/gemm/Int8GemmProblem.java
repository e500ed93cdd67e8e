package io.bytelane.tests.gemm;

import io.bytelane.GemmShape;
import io.bytelane.Int8Gemm;
import io.bytelane.quant.PerChannelQuantParams;
import io.bytelane.quant.QuantParams;
import io.bytelane.quant.QuantizedType;
import io.bytelane.reference.ReferenceGemm;
import io.bytelane.reference.ReferenceMatrix;
import io.bytelane.tests.support.Shapes;
import java.util.Random;

/// One batch of products of two operands, with gaps between rows and matrices, and the sums of the
/// oracle at their places in C.
final class Int8GemmProblem {
  /// Where the zero points come from.
  enum ZeroPoints {
    DESCRIBED,
    ONE,
    PER_VECTOR,
    PER_MATRIX
  }

  final GemmShape shape;
  final QuantParams left;
  final PerChannelQuantParams right;
  final int[] leftZeroPoints;
  final int[] rightZeroPoints;
  final byte[] a;
  final byte[] b;
  final int maxN;
  final int maxK;
  private final LayerCase layer;
  private final ZeroPoints kind;

  Int8GemmProblem(
      Shapes.Gemm sizes,
      LayerCase layer,
      boolean transposed,
      int batch,
      boolean sideBySide,
      ZeroPoints kind) {
    this.layer = layer;
    this.kind = kind;
    int m = sizes.m();
    int n = sizes.n();
    int k = sizes.k();
    int lda = Shapes.primeAbove(k);
    int ldb = Shapes.primeAbove(transposed ? k : n);
    int strideC = sideBySide ? Shapes.primeAbove(n) : Shapes.primeAbove(m * Shapes.primeAbove(n));
    int ldc = Shapes.primeAbove(sideBySide ? batch * strideC : n);
    if (!sideBySide) {
      strideC = Shapes.primeAbove(m * ldc);
    }
    shape =
        new GemmShape(
            m,
            n,
            k,
            transposed,
            lda,
            ldb,
            ldc,
            batch,
            Shapes.primeAbove(m * lda),
            layer.seed() % 3 == 0 ? 0 : Shapes.primeAbove((transposed ? n : k) * ldb),
            strideC);
    maxN = Math.max(1, n + (int) Math.floorMod(layer.seed(), 3L));
    maxK = Math.max(1, k + (int) Math.floorMod(layer.seed(), 5L));
    left = layer.input();
    right = layer.weights(maxN);
    a = layer.inputBytes(Math.toIntExact(shape.lengthA()));
    b = layer.weightBytes(Math.toIntExact(shape.lengthB()));
    leftZeroPoints = zeroPoints(layer.inputType(), m, batch, layer.seed() + 7);
    rightZeroPoints = zeroPoints(layer.weightType(), n, batch, layer.seed() + 8);
  }

  private int[] zeroPoints(QuantizedType type, int vectors, int batch, long seed) {
    if (kind == ZeroPoints.DESCRIBED) {
      return null;
    }
    int count = kind == ZeroPoints.ONE ? 1 : vectors * (kind == ZeroPoints.PER_MATRIX ? batch : 1);
    return new Random(seed).ints(count, type.min(), type.max() + 1).toArray();
  }

  Int8Gemm.Builder builder() {
    return Int8Gemm.builder(maxN, maxK).left(left).right(right);
  }

  /// Returns the zero point of a row of A or a column of B.
  private static int at(int[] zeroPoints, int vectors, int matrix, int vector) {
    if (zeroPoints.length == 1) {
      return zeroPoints[0];
    }
    return zeroPoints[zeroPoints.length == vectors ? vector : matrix * vectors + vector];
  }

  /// Returns the sum at row i, column j of a matrix.
  int sum(int matrix, int i, int j) {
    int za = leftZeroPoints == null ? left.zeroPoint() : at(leftZeroPoints, shape.m(), matrix, i);
    int zb =
        rightZeroPoints == null ? right.zeroPoint(j) : at(rightZeroPoints, shape.n(), matrix, j);
    boolean unsignedA = !layer.inputType().isSigned();
    boolean unsignedB = !layer.weightType().isSigned();
    int rowA = matrix * shape.strideA() + i * shape.lda();
    int columnB = matrix * shape.strideB() + (shape.rightTransposed() ? j * shape.ldb() : j);
    return ReferenceGemm.accumulators(
        1,
        1,
        shape.k(),
        ReferenceMatrix.rowMajor(a, rowA, shape.lda(), unsignedA),
        za,
        shape.rightTransposed()
            ? ReferenceMatrix.columnMajor(b, columnB, shape.ldb(), unsignedB)
            : ReferenceMatrix.rowMajor(b, columnB, shape.ldb(), unsignedB),
        new int[] {zb},
        null)[0];
  }

  /// Returns where that sum goes.
  int place(int matrix, int i, int j) {
    return matrix * shape.strideC() + i * shape.ldc() + j;
  }

  /// What is done with each element.
  interface Element {
    void accept(int sum, int place, int column);
  }

  void forEach(Element element) {
    for (int matrix = 0; matrix < shape.batch(); matrix++) {
      for (int i = 0; i < shape.m(); i++) {
        for (int j = 0; j < shape.n(); j++) {
          element.accept(sum(matrix, i, j), place(matrix, i, j), j);
        }
      }
    }
  }
}
