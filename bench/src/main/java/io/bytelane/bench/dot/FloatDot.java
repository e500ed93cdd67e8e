package io.bytelane.bench.dot;

import io.bytelane.bench.Candidate;
import io.bytelane.bench.Check;
import io.bytelane.bench.Contender;
import io.bytelane.bench.Outputs;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/// The fp32 dot product with the care of the int8 one: four accumulators, so that the latency of
/// the multiply-add is hidden, then single vectors, then a scalar tail.
public final class FloatDot implements Candidate<DotShape> {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;

  /// Creates the candidate.
  public FloatDot() {}

  @Override
  public String name() {
    return "java_fp32";
  }

  @Override
  public Kind kind() {
    return Kind.FP32;
  }

  @Override
  public String output() {
    return "f32";
  }

  @Override
  public Contender prepare(DotShape shape) {
    return new Prepared(new DotOperands(shape.length()));
  }

  /// Returns the dot product of `length` elements.
  static float dot(float[] a, int aOffset, float[] b, int bOffset, int length) {
    int lanes = SPECIES.length();
    int unrolled = length - length % (4 * lanes);
    int whole = length - length % lanes;
    FloatVector acc0 = FloatVector.zero(SPECIES);
    FloatVector acc1 = FloatVector.zero(SPECIES);
    FloatVector acc2 = FloatVector.zero(SPECIES);
    FloatVector acc3 = FloatVector.zero(SPECIES);
    int i = 0;
    for (; i < unrolled; i += 4 * lanes) {
      int p = aOffset + i;
      int q = bOffset + i;
      acc0 = load(a, p).fma(load(b, q), acc0);
      acc1 = load(a, p + lanes).fma(load(b, q + lanes), acc1);
      acc2 = load(a, p + 2 * lanes).fma(load(b, q + 2 * lanes), acc2);
      acc3 = load(a, p + 3 * lanes).fma(load(b, q + 3 * lanes), acc3);
    }
    for (; i < whole; i += lanes) {
      acc0 = load(a, aOffset + i).fma(load(b, bOffset + i), acc0);
    }
    float sum = acc0.add(acc1).add(acc2.add(acc3)).reduceLanes(VectorOperators.ADD);
    for (; i < length; i++) {
      sum = Math.fma(a[aOffset + i], b[bOffset + i], sum);
    }
    return sum;
  }

  private static FloatVector load(float[] values, int offset) {
    return FloatVector.fromArray(SPECIES, values, offset);
  }

  private static final class Prepared implements Contender {
    private final DotOperands operands;
    private final float[] queries;
    private final float[] rows;
    private final float[] output = new float[DotShape.ROWS];

    Prepared(DotOperands operands) {
      this.operands = operands;
      this.queries = Outputs.toFloat(operands.queries());
      this.rows = Outputs.toFloat(operands.rows());
    }

    @Override
    public Object run(int slot) {
      int length = operands.length();
      for (int r = 0; r < DotShape.ROWS; r++) {
        output[r] = dot(queries, slot * length, rows, r * length, length);
      }
      return output;
    }

    @Override
    public Check check() {
      return operands.checkFloats(
          slot -> {
            run(slot);
            return output;
          });
    }
  }
}
