package io.bytelane.tests.gemm;

import io.bytelane.GemmShape;
import io.bytelane.Int8Gemm;
import io.bytelane.quant.PerChannelQuantParams;
import io.bytelane.quant.QuantParams;
import io.bytelane.quant.QuantizedType;
import io.bytelane.reference.ReferenceMatMul;
import io.bytelane.reference.ReferenceMatrix;
import io.bytelane.reference.ReferenceQuantParams;
import io.bytelane.tests.support.Shapes;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/// One batch of products of two operands, with gaps between rows and matrices, and what the oracle
/// makes of them at their places in C.
final class Int8GemmProblem {
  /// Where scales of A and zero points come from.
  enum Params {
    DESCRIBED,
    ONE,
    PER_VECTOR,
    PER_MATRIX
  }

  final GemmShape shape;
  final QuantParams left;
  final PerChannelQuantParams right;
  final int[] bias;
  final float[] leftScales;
  final int[] leftZeroPoints;
  final int[] rightZeroPoints;
  final byte[] a;
  final byte[] b;
  final int maxN;
  final int maxK;
  private final LayerCase layer;
  private final Params kind;

  Int8GemmProblem(
      Shapes.Gemm sizes,
      LayerCase layer,
      boolean transposed,
      int batch,
      boolean sideBySide,
      Params kind) {
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
    bias = layer.bias(maxN);
    leftScales = scales(m, batch, layer.seed() + 6);
    leftZeroPoints = zeroPoints(layer.inputType(), m, batch, layer.seed() + 7);
    rightZeroPoints = zeroPoints(layer.weightType(), n, batch, layer.seed() + 8);
  }

  private int count(int vectors, int batch) {
    return kind == Params.ONE ? 1 : vectors * (kind == Params.PER_MATRIX ? batch : 1);
  }

  /// Scales that differ by up to 2^16.
  private float[] scales(int vectors, int batch, long seed) {
    if (kind == Params.DESCRIBED) {
      return null;
    }
    Random random = new Random(seed);
    float[] scales = new float[count(vectors, batch)];
    for (int i = 0; i < scales.length; i++) {
      scales[i] = Math.scalb(1f + random.nextFloat(), -random.nextInt(17));
    }
    return scales;
  }

  private int[] zeroPoints(QuantizedType type, int vectors, int batch, long seed) {
    if (kind == Params.DESCRIBED) {
      return null;
    }
    int count = count(vectors, batch);
    return new Random(seed).ints(count, type.min(), type.max() + 1).toArray();
  }

  Int8Gemm.Builder builder() {
    return Int8Gemm.builder(maxN, maxK).left(left).right(right).bias(bias);
  }

  /// Where the values of a matrix begin in a list of `length`.
  private static int from(int length, int vectors, int matrix) {
    return length == vectors || length == 1 ? 0 : matrix * vectors;
  }

  private ReferenceMatMul.Operand left(int matrix) {
    float[] scales = leftScales == null ? new float[] {left.scale()} : leftScales;
    int[] zeroPoints = leftZeroPoints == null ? new int[] {left.zeroPoint()} : leftZeroPoints;
    int from = from(scales.length, shape.m(), matrix);
    boolean unsigned = !layer.inputType().isSigned();
    return new ReferenceMatMul.Operand(
        ReferenceMatrix.rowMajor(a, matrix * shape.strideA(), shape.lda(), unsigned),
        Arrays.copyOfRange(scales, from, scales.length),
        Arrays.copyOfRange(zeroPoints, from, zeroPoints.length));
  }

  private ReferenceMatMul.Operand right(int matrix) {
    int[] zeroPoints = rightZeroPoints == null ? right.zeroPoints() : rightZeroPoints;
    int from = rightZeroPoints == null ? 0 : from(zeroPoints.length, shape.n(), matrix);
    boolean unsigned = !layer.weightType().isSigned();
    int first = matrix * shape.strideB();
    return new ReferenceMatMul.Operand(
        shape.rightTransposed()
            ? ReferenceMatrix.columnMajor(b, first, shape.ldb(), unsigned)
            : ReferenceMatrix.rowMajor(b, first, shape.ldb(), unsigned),
        right.scales(),
        Arrays.copyOfRange(zeroPoints, from, zeroPoints.length));
  }

  /// Returns the sums of a matrix.
  int[] sums(int matrix) {
    return ReferenceMatMul.sums(shape.m(), shape.n(), shape.k(), left(matrix), right(matrix), bias);
  }

  /// Returns the real outputs of a matrix.
  float[] reals(int matrix) {
    return ReferenceMatMul.reals(
        shape.m(), shape.n(), shape.k(), left(matrix), right(matrix), bias);
  }

  /// Returns the levels of a matrix by scheme `FLOAT32`.
  byte[] levels(int matrix, QuantParams out) {
    return ReferenceMatMul.levels(
        shape.m(),
        shape.n(),
        shape.k(),
        left(matrix),
        right(matrix),
        bias,
        new ReferenceQuantParams(out.scale(), out.zeroPoint()),
        out.type().min(),
        out.type().max());
  }

  /// Returns what a function gives for each matrix.
  <T> List<T> matrices(IntFunction<T> function) {
    return IntStream.range(0, shape.batch()).mapToObj(function).toList();
  }

  /// What is done with each element.
  interface Element {
    /// Takes one element.
    ///
    /// @param place where it goes in C
    /// @param column its column
    /// @param index its place in the dense result of its matrix
    void accept(int matrix, int place, int column, int index);
  }

  void forEach(Element element) {
    for (int matrix = 0; matrix < shape.batch(); matrix++) {
      for (int i = 0; i < shape.m(); i++) {
        for (int j = 0; j < shape.n(); j++) {
          int place = matrix * shape.strideC() + i * shape.ldc() + j;
          element.accept(matrix, place, j, i * shape.n() + j);
        }
      }
    }
  }
}
