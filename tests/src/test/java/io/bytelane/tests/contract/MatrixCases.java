package io.bytelane.tests.contract;

import static io.bytelane.tests.contract.CaseData.DIRECT;
import static io.bytelane.tests.contract.CaseData.INPUT;
import static io.bytelane.tests.contract.CaseData.OUTPUT;
import static io.bytelane.tests.contract.CaseData.affine;
import static io.bytelane.tests.contract.CaseData.bytes;
import static io.bytelane.tests.contract.CaseData.floats;
import static io.bytelane.tests.contract.CaseData.levels;
import static io.bytelane.tests.contract.CaseData.scales;

import io.bytelane.DynamicFullyConnected;
import io.bytelane.DynamicFullyConnected.Granularity;
import io.bytelane.FloatGemm;
import io.bytelane.FloatMatMul;
import io.bytelane.FullyConnected;
import io.bytelane.GemmShape;
import io.bytelane.Int8Dot;
import io.bytelane.Int8Gemm;
import io.bytelane.quant.PerChannelQuantParams;
import io.bytelane.quant.QuantParams;
import io.bytelane.quant.QuantizedType;
import io.bytelane.quant.RequantScheme;
import io.bytelane.reference.ReferenceDot;
import io.bytelane.reference.ReferenceDynamic;
import io.bytelane.reference.ReferenceGemm;
import io.bytelane.reference.ReferenceMatMul;
import io.bytelane.reference.ReferenceMatrix;
import io.bytelane.reference.ReferenceQuantParams;
import io.bytelane.reference.ReferenceQuantizer;
import java.util.ArrayList;
import java.util.List;

/// Matrix products: tiles of one, few and many rows, on bytes and on expanded panels, one and
/// several blocks of depth, every output stage.
final class MatrixCases {
  private static final int K = 40;
  private static final int N = 24;
  private static final int ROWS = 9;

  private MatrixCases() {}

  static List<OperatorCase> all() {
    List<OperatorCase> cases = new ArrayList<>();
    cases.add(levelsOf("int8", new Layer(ROWS, K, N, INPUT, scales(N)), RequantScheme.FLOAT32));
    cases.add(levelsOf("of one row", new Layer(1, K, N, INPUT, scales(N)), RequantScheme.FLOAT32));
    cases.add(
        levelsOf(
            "FIXED_DOUBLE", new Layer(ROWS, K, N, INPUT, scales(N)), RequantScheme.FIXED_DOUBLE));
    cases.add(
        levelsOf(
            "FIXED_SINGLE", new Layer(ROWS, K, N, INPUT, scales(N)), RequantScheme.FIXED_SINGLE));
    // More weights than are kept as floats: few rows go on bytes, many on expanded panels.
    for (int rows : new int[] {1, 13, 70}) {
      cases.add(
          levelsOf(
              "of " + rows + " rows, 90 x 150",
              new Layer(rows, 150, 90, INPUT, scales(90)),
              RequantScheme.FLOAT32));
    }
    QuantParams u8 = new QuantParams(0.01f, 131, QuantizedType.U8);
    // Seven multiplications of blocks: sums in float lanes over two pairs of blocks, and in int32.
    cases.add(
        levelsOf(
            "of 70 rows, 170 x 600",
            new Layer(70, 600, 170, INPUT, scales(170)),
            RequantScheme.FLOAT32));
    cases.add(
        levelsOf(
            "u8, weight zero points, of 70 rows, 170 x 600",
            new Layer(70, 600, 170, u8, affine(170)),
            RequantScheme.FLOAT32));
    cases.add(
        levelsOf(
            "u8, weight zero points, depth 1300",
            new Layer(5, 1300, 20, u8, affine(20)),
            RequantScheme.FLOAT32));
    cases.add(sumsOf(new Layer(ROWS, K, N, INPUT, scales(N))));
    cases.add(realsOf(new Layer(ROWS, K, N, INPUT, scales(N))));
    cases.add(dynamic(Granularity.PER_ROW));
    cases.add(dynamic(Granularity.PER_TENSOR));
    cases.add(gemm());
    cases.add(gemmOfABatch());
    cases.add(gemmOfScaledRows());
    cases.add(gemmOfScaledRowsToFloat());
    cases.add(dot());
    cases.add(inThreeParts());
    cases.addAll(floatProducts());
    return cases;
  }

  /// A fully connected layer and its operands.
  private record Layer(int rows, int k, int n, QuantParams input, PerChannelQuantParams params) {
    byte[] left() {
      return bytes(rows * k);
    }

    byte[] weights() {
      return bytes(n * k);
    }

    int[] bias() {
      int[] bias = new int[n];
      for (int o = 0; o < n; o++) {
        bias[o] = 100 * o - 900;
      }
      return bias;
    }

    FullyConnected.Builder builder() {
      return FullyConnected.builder(k, n).input(input).weights(weights(), params).bias(bias());
    }

    int[] sums() {
      return ReferenceGemm.accumulators(
          rows,
          n,
          k,
          ReferenceMatrix.rowMajor(left(), 0, k, !input.type().isSigned()),
          input.zeroPoint(),
          ReferenceMatrix.columnMajor(weights(), 0, k, false),
          params.zeroPoints(),
          bias());
    }
  }

  private static OperatorCase levelsOf(String name, Layer l, RequantScheme scheme) {
    FullyConnected op = l.builder().output(OUTPUT).scheme(scheme).build();
    byte[] in = l.left();
    return OperatorCase.of(
            "FullyConnected " + name,
            op,
            () -> new byte[l.rows * l.n],
            (out, w) -> op.run(in, 0, out, 0, l.rows, w))
        .expecting(() -> levels(l.sums(), l.input, l.params, OUTPUT, scheme));
  }

  private static OperatorCase sumsOf(Layer l) {
    FullyConnected op = l.builder().outputInt32().build();
    byte[] in = l.left();
    return OperatorCase.of(
            "FullyConnected to int32",
            op,
            () -> new int[l.rows * l.n],
            (out, w) -> op.run(in, 0, out, 0, l.rows, w))
        .expecting(l::sums);
  }

  private static OperatorCase realsOf(Layer l) {
    FullyConnected op = l.builder().outputFloat().build();
    byte[] in = l.left();
    return OperatorCase.of(
            "FullyConnected to float",
            op,
            () -> new float[l.rows * l.n],
            (out, w) -> op.run(in, 0, out, 0, l.rows, w))
        .expecting(
            () -> {
              int[] sums = l.sums();
              float[] reals = new float[sums.length];
              for (int i = 0; i < sums.length; i++) {
                reals[i] = sums[i] * (l.input.scale() * l.params.scale(i % l.n));
              }
              return reals;
            });
  }

  private static OperatorCase dynamic(Granularity granularity) {
    byte[] weights = bytes(N * K);
    DynamicFullyConnected op =
        DynamicFullyConnected.builder(K, N)
            .weights(weights, scales(N))
            .granularity(granularity)
            .build();
    float[] in = floats(ROWS * K);
    boolean perRow = granularity == Granularity.PER_ROW;
    return OperatorCase.of(
            "DynamicFullyConnected " + granularity,
            op,
            () -> new float[ROWS * N],
            (out, w) -> op.run(in, 0, out, 0, ROWS, w))
        .expecting(() -> dynamicReals(in, weights, perRow));
  }

  private static float[] dynamicReals(float[] in, byte[] weights, boolean perRow) {
    float[] reals = new float[ROWS * N];
    for (int row = 0; row < ROWS; row++) {
      ReferenceQuantParams q =
          ReferenceDynamic.parameters(in, perRow ? row * K : 0, perRow ? K : ROWS * K, true, row);
      byte[] x = ReferenceQuantizer.divide(in, row * K, K, q.scale(), q.zeroPoint(), 0, 255);
      int[] acc =
          ReferenceGemm.accumulators(
              1,
              N,
              K,
              ReferenceMatrix.rowMajor(x, 0, K, true),
              q.zeroPoint(),
              ReferenceMatrix.columnMajor(weights, 0, K, false),
              new int[1],
              null);
      for (int o = 0; o < N; o++) {
        reals[row * N + o] = ReferenceDynamic.output(acc[o], q.scale(), scales(N).scale(o), 0f);
      }
    }
    return reals;
  }

  private static OperatorCase gemm() {
    GemmShape shape = GemmShape.of(ROWS, N, K);
    Int8Gemm op = Int8Gemm.builder(N, K).left(INPUT).right(INPUT).output(OUTPUT).build();
    byte[] a = bytes(ROWS * K);
    byte[] b = bytes(N * K);
    return OperatorCase.of(
            "Int8Gemm to int8",
            op,
            () -> new byte[ROWS * N],
            (out, w) -> op.run(shape, a, 0, b, 0, out, 0, w))
        .expecting(
            () ->
                levels(
                    ReferenceGemm.accumulators(
                        ROWS,
                        N,
                        K,
                        ReferenceMatrix.rowMajor(a, 0, K, false),
                        INPUT.zeroPoint(),
                        ReferenceMatrix.rowMajor(b, 0, N, false),
                        new int[] {INPUT.zeroPoint()},
                        null),
                    INPUT,
                    PerChannelQuantParams.perTensor(INPUT, N),
                    OUTPUT,
                    RequantScheme.FLOAT32));
  }

  private static OperatorCase gemmOfABatch() {
    int size = ROWS * N;
    GemmShape shape = GemmShape.ofTransposed(ROWS, N, K).withBatch(2, ROWS * K, N * K, size);
    Int8Gemm op = Int8Gemm.builder(N, K).left(INPUT).right(INPUT).outputInt32().build();
    byte[] a = bytes(2 * ROWS * K);
    byte[] b = bytes(2 * N * K);
    int[] aZeroPoints = {5};
    int[] bZeroPoints = affine(N).zeroPoints();
    return OperatorCase.of(
            "Int8Gemm of a batch, zero points of the call",
            op,
            () -> new int[2 * size],
            (out, w) -> op.run(shape, a, 0, aZeroPoints, b, 0, bZeroPoints, out, 0, w, DIRECT, 1))
        .expecting(
            () -> {
              int[] sums = new int[2 * size];
              for (int matrix = 0; matrix < 2; matrix++) {
                int[] one =
                    ReferenceGemm.accumulators(
                        ROWS,
                        N,
                        K,
                        ReferenceMatrix.rowMajor(a, matrix * ROWS * K, K, false),
                        aZeroPoints[0],
                        ReferenceMatrix.columnMajor(b, matrix * N * K, K, false),
                        bZeroPoints,
                        null);
                System.arraycopy(one, 0, sums, matrix * size, size);
              }
              return sums;
            });
  }

  private static final float[] ROW_SCALES = floatsAbove0(ROWS);
  private static final int[] COLUMN_BIAS = new Layer(ROWS, K, N, INPUT, scales(N)).bias();

  private static float[] floatsAbove0(int count) {
    float[] scales = new float[count];
    for (int i = 0; i < count; i++) {
      scales[i] = 0.001f * (i + 1);
    }
    return scales;
  }

  private static Int8Gemm.Builder scaledRows() {
    return Int8Gemm.builder(N, K).left(INPUT).right(scales(N)).bias(COLUMN_BIAS);
  }

  private static ReferenceMatMul.Operand rows(byte[] a) {
    return new ReferenceMatMul.Operand(
        ReferenceMatrix.rowMajor(a, 0, K, false), ROW_SCALES, new int[] {INPUT.zeroPoint()});
  }

  private static ReferenceMatMul.Operand columns(byte[] b) {
    return new ReferenceMatMul.Operand(
        ReferenceMatrix.rowMajor(b, 0, N, false), scales(N).scales(), new int[1]);
  }

  private static OperatorCase gemmOfScaledRows() {
    GemmShape shape = GemmShape.of(ROWS, N, K);
    Int8Gemm op = scaledRows().output(OUTPUT).build();
    byte[] a = bytes(ROWS * K);
    byte[] b = bytes(N * K);
    return OperatorCase.of(
            "Int8Gemm of rows with scales and a bias to int8",
            op,
            () -> new byte[ROWS * N],
            (out, w) -> op.run(shape, a, 0, ROW_SCALES, null, b, 0, null, out, 0, w, DIRECT, 1))
        .expecting(
            () ->
                ReferenceMatMul.levels(
                    ROWS,
                    N,
                    K,
                    rows(a),
                    columns(b),
                    COLUMN_BIAS,
                    new ReferenceQuantParams(OUTPUT.scale(), OUTPUT.zeroPoint()),
                    OUTPUT.type().min(),
                    OUTPUT.type().max()));
  }

  private static OperatorCase gemmOfScaledRowsToFloat() {
    GemmShape shape = GemmShape.of(ROWS, N, K);
    Int8Gemm op = scaledRows().outputFloat().build();
    byte[] a = bytes(ROWS * K);
    byte[] b = bytes(N * K);
    return OperatorCase.of(
            "Int8Gemm of rows with scales and a bias to float",
            op,
            () -> new float[ROWS * N],
            (out, w) -> op.run(shape, a, 0, ROW_SCALES, null, b, 0, null, out, 0, w, DIRECT, 1))
        .expecting(() -> ReferenceMatMul.reals(ROWS, N, K, rows(a), columns(b), COLUMN_BIAS));
  }

  private static OperatorCase dot() {
    int length = 300;
    int count = 6;
    Int8Dot op = Int8Dot.of(QuantizedType.S8, QuantizedType.S8, length);
    byte[] query = bytes(length);
    byte[] rows = bytes(count * length);
    return new OperatorCase(
        "Int8Dot of rows",
        () -> {
          int[] out = new int[count];
          return new OperatorCase.Caller(
              () -> op.dotRows(query, 0, rows, 0, length, count, out, 0), out);
        },
        () -> {
          int[] sums = new int[count];
          for (int r = 0; r < count; r++) {
            sums[r] = ReferenceDot.dot(query, 0, rows, r * length, length);
          }
          return sums;
        });
  }

  /// Large enough to be divided.
  private static OperatorCase inThreeParts() {
    Layer l = new Layer(96, 320, 288, INPUT, scales(288));
    FullyConnected op = l.builder().output(OUTPUT).build();
    byte[] in = l.left();
    return OperatorCase.of(
            "FullyConnected in three parts",
            op,
            3,
            () -> new byte[l.rows * l.n],
            (out, w) -> op.run(in, 0, out, 0, l.rows, w, DIRECT, 3))
        .expecting(() -> levels(l.sums(), INPUT, l.params, OUTPUT, RequantScheme.FLOAT32));
  }

  private static List<OperatorCase> floatProducts() {
    FloatGemm small = FloatGemm.builder(K, N).weights(floats(N * K)).build();
    FloatGemm large = FloatGemm.builder(320, 288).weights(floats(320 * 288)).build();
    FloatMatMul product = FloatMatMul.builder(5, 20, 4).matrices(2).bias(20).build();
    float[] rows = floats(ROWS * K);
    float[] manyRows = floats(96 * 320);
    float[] reals = floats(200);
    return List.of(
        OperatorCase.of(
            "FloatGemm",
            small,
            () -> new float[ROWS * N],
            (out, w) -> small.run(rows, 0, out, 0, ROWS, w)),
        OperatorCase.of(
            "FloatGemm in three parts",
            large,
            3,
            () -> new float[96 * 288],
            (out, w) -> large.run(manyRows, 0, out, 0, 96, w, DIRECT, 3)),
        OperatorCase.of(
            "FloatMatMul",
            product,
            () -> new float[200],
            (out, w) -> product.run(reals, 0, reals, 0, reals, 0, out, 0, 1, w)));
  }
}
