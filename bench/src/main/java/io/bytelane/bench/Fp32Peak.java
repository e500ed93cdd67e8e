package io.bytelane.bench;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/// The anchor: fused multiply-adds on registers alone, as fast as one core can.
///
/// Twelve accumulators and two factors fit into 16 vector registers; two FMA ports of latency 4 or
/// 5 need eight or ten independent chains. Every other row of the table is read against this one,
/// taken in the same minute.
///
/// @param <S> the shapes of the suite that it anchors
public final class Fp32Peak<S extends BenchShape> implements Candidate<S> {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int ACCUMULATORS = 12;
  private static final int ITERATIONS = 2000;

  /// Creates the anchor.
  public Fp32Peak() {}

  @Override
  public String name() {
    return "fp32_peak";
  }

  @Override
  public Kind kind() {
    return Kind.ANCHOR;
  }

  @Override
  public String output() {
    return "none";
  }

  @Override
  public double macs(S shape) {
    return (double) ACCUMULATORS * ITERATIONS * SPECIES.length();
  }

  @Override
  public Contender prepare(S shape) {
    return new Loop();
  }

  /// Returns the width of a vector in bits.
  public static int vectorBits() {
    return SPECIES.vectorBitSize();
  }

  private static final class Loop implements Contender {
    private final float[] factors = new float[(Contender.SLOTS + 1) * SPECIES.length()];
    private final float[] result = new float[SPECIES.length()];

    Loop() {
      for (int i = 0; i < factors.length; i++) {
        factors[i] = 0.5f + i * 1e-3f;
      }
    }

    @Override
    public Object run(int slot) {
      FloatVector x = FloatVector.fromArray(SPECIES, factors, slot * SPECIES.length());
      FloatVector y = FloatVector.fromArray(SPECIES, factors, (slot + 1) * SPECIES.length());
      FloatVector a0 = x;
      FloatVector a1 = y;
      FloatVector a2 = x;
      FloatVector a3 = y;
      FloatVector a4 = x;
      FloatVector a5 = y;
      FloatVector a6 = x;
      FloatVector a7 = y;
      FloatVector a8 = x;
      FloatVector a9 = y;
      FloatVector a10 = x;
      FloatVector a11 = y;
      for (int i = 0; i < ITERATIONS; i++) {
        // The accumulator is a factor, and |x| < 1: the values converge, so none becomes infinite,
        // and equal starting values do not make equal chains of the two forms.
        a0 = a0.fma(x, y);
        a1 = a1.fma(x, y);
        a2 = a2.fma(y, x);
        a3 = a3.fma(y, x);
        a4 = a4.fma(x, x);
        a5 = a5.fma(x, x);
        a6 = a6.fma(y, y);
        a7 = a7.fma(y, y);
        a8 = x.fma(y, a8);
        a9 = x.fma(y, a9);
        a10 = x.fma(x, a10);
        a11 = y.fma(y, a11);
      }
      a0.add(a1)
          .add(a2.add(a3))
          .add(a4.add(a5))
          .add(a6.add(a7))
          .add(a8.add(a9))
          .add(a10.add(a11))
          .intoArray(result, 0);
      return result;
    }

    @Override
    public Check check() {
      return Check.EMPTY;
    }
  }
}
