package io.bytelane.models.plan;

import io.bytelane.GemmShape;
import io.bytelane.Int8Gemm;
import io.bytelane.models.graph.DataType;
import io.bytelane.models.graph.Node;
import io.bytelane.models.graph.Tensor;
import io.bytelane.quant.PerChannelQuantParams;
import io.bytelane.quant.QuantParams;
import java.util.Arrays;
import java.util.List;

/// QLinearMatMul with constant parameters that [QLinearExpansion] leaves: scales or zero points for
/// each row of the left operand, or a right operand that depends on input data, stack by stack.
final class QLinearProductLowering implements Lowering {
  /// Below this depth no sum leaves int32, whatever the levels and zero points.
  private static final int MAX_DEPTH = 1 << 15;

  @Override
  public boolean accepts(NodeGroup group, PlanFacts facts) {
    Node node = group.core();
    return node.is("QLinearMatMul")
        && group.isSingle()
        && !group.readsLevels()
        && facts.isStored(node.input(0))
        && facts.isStored(node.output(0))
        && hasUsableShapes(facts, node)
        && hasUsableParams(facts, node);
  }

  /// The left operand has a matrix or a stack of them; the right one is a constant matrix, or has
  /// the same stack.
  private static boolean hasUsableShapes(PlanFacts facts, Node node) {
    int[] left = facts.shape(node.input(0));
    int[] right = facts.shape(node.input(3));
    if (left.length < 2 || right.length < 2) {
      return false;
    }
    int stack = left.length - 2;
    int depth = left[stack + 1];
    int columns = right[right.length - 1];
    boolean pairs =
        right.length == 2
            ? facts.isConstant(node.input(3))
            : facts.isStored(node.input(3))
                && right.length == left.length
                && Arrays.equals(left, 0, stack, right, 0, stack);
    return pairs && depth >= 1 && depth < MAX_DEPTH && columns >= 1;
  }

  private static boolean hasUsableParams(PlanFacts facts, Node node) {
    int[] left = facts.shape(node.input(0));
    int[] right = facts.shape(node.input(3));
    int rows = left[left.length - 2];
    int columns = right[right.length - 1];
    return hasUsableParams(facts, node, 1, facts.traced(node.input(0)).type(), rows)
        && hasUsableParams(facts, node, 4, facts.traced(node.input(3)).type(), columns)
        && hasUsableParams(facts, node, 6, facts.traced(node.output(0)).type(), 1)
        && Float.isFinite(
            greatest(facts, node, 1) * greatest(facts, node, 4) / greatest(facts, node, 6));
  }

  /// Whether a scale, and the zero point behind it, are constants: one, or one for each vector.
  private static boolean hasUsableParams(
      PlanFacts facts, Node node, int input, DataType type, int vectors) {
    Tensor scales = facts.constant(node.input(input)).orElse(null);
    Tensor zeroPoints = facts.constant(node.input(input + 1)).orElse(null);
    return scales != null
        && zeroPoints != null
        && areScales(scales)
        && zeroPoints.type() == type
        && (type == DataType.S8 || type == DataType.U8)
        && (scales.size() == 1 || scales.size() == vectors)
        && (zeroPoints.size() == 1 || zeroPoints.size() == vectors);
  }

  private static boolean areScales(Tensor values) {
    if (values.type() != DataType.FLOAT) {
      return false;
    }
    boolean usable = true;
    for (float scale : values.floats()) {
      usable &= scale > 0 && Float.isFinite(scale);
    }
    return usable;
  }

  private static float[] scales(PlanFacts facts, Node node, int input) {
    return facts.floatConstant(node.input(input)).orElseThrow();
  }

  private static float greatest(PlanFacts facts, Node node, int input) {
    float greatest = 0f;
    for (float scale : scales(facts, node, input)) {
      greatest = Math.max(greatest, scale);
    }
    return greatest;
  }

  private static int[] zeroPoints(PlanFacts facts, Node node, int input) {
    Tensor values = facts.constant(node.input(input)).orElseThrow();
    int[] zeroPoints = new int[values.size()];
    Arrays.setAll(zeroPoints, i -> (int) values.longAt(i));
    return zeroPoints;
  }

  @Override
  public void lower(NodeGroup group, PlanContext plan) {
    Node node = group.core();
    PlanFacts facts = plan.facts();
    int[] left = facts.shape(node.input(0));
    int k = left[left.length - 1];
    int m = left[left.length - 2];
    int[] right = facts.shape(node.input(3));
    int n = right[right.length - 1];
    float[] scales = scales(facts, node, 1);
    int[] zeroPoints = zeroPoints(facts, node, 2);
    PlannedValue a = plan.read(node.input(0), StorageOrder.ROW_MAJOR);
    byte[] constant = facts.constant(node.input(3)).map(Tensor::bytes).orElse(null);
    PlannedValue b = constant == null ? plan.read(node.input(3), StorageOrder.ROW_MAJOR) : null;
    PlannedValue out = plan.define(group.output(), StorageOrder.ROW_MAJOR);
    Int8Gemm operator =
        Int8Gemm.builder(n, k)
            .name(node.name())
            .left(
                new QuantParams(
                    scales[0], zeroPoints[0], QuantizedConstant.quantizedType(a.type())))
            .right(right(facts, node, n))
            .output(
                new QuantParams(
                    scales(facts, node, 6)[0],
                    zeroPoints(facts, node, 7)[0],
                    QuantizedConstant.quantizedType(out.type())))
            .build();
    // Rows that are alike need no matrices, each of which has B packed anew.
    boolean alike = constant != null && scales.length == 1 && zeroPoints.length == 1;
    Shapes shapes = new Shapes(left.length == 2 || alike, a.unitSize() / k, m, n, k, b != null);
    plan.step(
        group,
        operator,
        b == null ? List.of(a) : List.of(a, b),
        out,
        f ->
            operator.run(
                shapes.at(f.batch()),
                f.bytes(),
                a.at(f),
                scales,
                zeroPoints,
                b == null ? constant : f.bytes(),
                b == null ? 0 : b.at(f),
                null,
                f.bytes(),
                out.at(f),
                f.workspace(),
                Runnable::run,
                1));
  }

  private static PerChannelQuantParams right(PlanFacts facts, Node node, int n) {
    float[] scales = scales(facts, node, 4);
    int[] zeroPoints = zeroPoints(facts, node, 5);
    float[] columnScales = new float[n];
    int[] columnZeroPoints = new int[n];
    for (int j = 0; j < n; j++) {
      columnScales[j] = scales[scales.length == 1 ? 0 : j];
      columnZeroPoints[j] = zeroPoints[zeroPoints.length == 1 ? 0 : j];
    }
    DataType type = facts.traced(node.input(3)).type();
    return PerChannelQuantParams.of(
        columnScales, columnZeroPoints, QuantizedConstant.quantizedType(type));
  }

  /// The shape of a call for each batch size. Remembers the last one, so that sessions whose batch
  /// does not change allocate nothing; threads may meet here, and at worst make one anew.
  private static final class Shapes {
    /// A shape with its batch size.
    private record Sized(int batch, GemmShape shape) {}

    private final boolean oneMatrix;
    private final int rows;
    private final int m;
    private final int n;
    private final int k;
    private final boolean rightMoves;
    private volatile Sized last;

    /// @param oneMatrix whether the rows of all matrices form one
    /// @param rows of all matrices of one batch element
    /// @param rightMoves whether each matrix has a right operand of its own
    Shapes(boolean oneMatrix, int rows, int m, int n, int k, boolean rightMoves) {
      this.oneMatrix = oneMatrix;
      this.rows = rows;
      this.m = m;
      this.n = n;
      this.k = k;
      this.rightMoves = rightMoves;
    }

    GemmShape at(int batch) {
      Sized known = last;
      if (known == null || known.batch != batch) {
        known = new Sized(batch, shape(batch));
        last = known;
      }
      return known.shape;
    }

    private GemmShape shape(int batch) {
      if (oneMatrix) {
        return GemmShape.of(rows * batch, n, k);
      }
      int matrices = m == 0 ? 0 : rows / m * batch;
      return GemmShape.of(m, n, k).withBatch(matrices, m * k, rightMoves ? k * n : 0, m * n);
    }
  }
}
