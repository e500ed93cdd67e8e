package io.bytelane.internal.vector;

import io.bytelane.internal.kernel.PoolKernel;
import io.bytelane.internal.scalar.ScalarPoolKernel;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/// [PoolKernel] on vectors of the chosen width, one vector of channels at a time with its taps in a
/// register. The last vector of a position overlaps the one before it; positions that fill no
/// vector take the smallest species, and the scalar form below that.
///
/// One method for each species, which returns nothing: C2 boxes vectors that leave a method which
/// it did not inline, and all vectors of a method whose species it does not know.
final class VectorPoolKernel implements PoolKernel {
  private static final VectorSpecies<Byte> BYTES = Lanes.BYTE;
  private static final VectorSpecies<Byte> FEW_BYTES = ByteVector.SPECIES_64;
  private static final VectorSpecies<Integer> INTS = Lanes.INT;
  private static final VectorSpecies<Integer> FEW_INTS = IntVector.SPECIES_128;
  private static final VectorSpecies<Float> FLOATS = Lanes.FLOAT;
  private static final VectorSpecies<Float> FEW_FLOATS = FloatVector.SPECIES_128;

  private final PoolKernel few = new ScalarPoolKernel();

  @Override
  public void max(
      byte[] in,
      int inOffset,
      int taps,
      int tapStride,
      int length,
      int positions,
      int positionStride,
      byte flip,
      byte[] out,
      int outOffset) {
    if (positionStride == length && positions > 1) {
      max(in, inOffset, taps, tapStride, length * positions, 1, 0, flip, out, outOffset);
      return;
    }
    if (length < FEW_BYTES.length()) {
      few.max(
          in, inOffset, taps, tapStride, length, positions, positionStride, flip, out, outOffset);
      return;
    }
    for (int p = 0; p < positions; p++) {
      int from = inOffset + p * positionStride;
      int to = outOffset + p * length;
      if (length >= BYTES.length()) {
        int last = length - BYTES.length();
        for (int i = 0; i < last; i += BYTES.length()) {
          maxWide(in, from + i, taps, tapStride, flip, out, to + i);
        }
        maxWide(in, from + last, taps, tapStride, flip, out, to + last);
      } else {
        int last = length - FEW_BYTES.length();
        for (int i = 0; i < last; i += FEW_BYTES.length()) {
          maxFew(in, from + i, taps, tapStride, flip, out, to + i);
        }
        maxFew(in, from + last, taps, tapStride, flip, out, to + last);
      }
    }
  }

  private static void maxWide(
      byte[] in, int at, int taps, int tapStride, byte flip, byte[] out, int to) {
    ByteVector mask = ByteVector.broadcast(BYTES, flip);
    ByteVector best = ByteVector.fromArray(BYTES, in, at).lanewise(VectorOperators.XOR, mask);
    for (int t = 1; t < taps; t++) {
      ByteVector value = ByteVector.fromArray(BYTES, in, at + t * tapStride);
      best = value.lanewise(VectorOperators.XOR, mask).max(best);
    }
    best.lanewise(VectorOperators.XOR, mask).intoArray(out, to);
  }

  private static void maxFew(
      byte[] in, int at, int taps, int tapStride, byte flip, byte[] out, int to) {
    ByteVector mask = ByteVector.broadcast(FEW_BYTES, flip);
    ByteVector best = ByteVector.fromArray(FEW_BYTES, in, at).lanewise(VectorOperators.XOR, mask);
    for (int t = 1; t < taps; t++) {
      ByteVector value = ByteVector.fromArray(FEW_BYTES, in, at + t * tapStride);
      best = value.lanewise(VectorOperators.XOR, mask).max(best);
    }
    best.lanewise(VectorOperators.XOR, mask).intoArray(out, to);
  }

  @Override
  public void max(
      float[] in,
      int inOffset,
      int taps,
      int tapStride,
      int length,
      int positions,
      int positionStride,
      float[] out,
      int outOffset) {
    if (positionStride == length && positions > 1) {
      max(in, inOffset, taps, tapStride, length * positions, 1, 0, out, outOffset);
      return;
    }
    if (length < FEW_FLOATS.length()) {
      few.max(in, inOffset, taps, tapStride, length, positions, positionStride, out, outOffset);
      return;
    }
    for (int p = 0; p < positions; p++) {
      int from = inOffset + p * positionStride;
      int to = outOffset + p * length;
      if (length >= FLOATS.length()) {
        int last = length - FLOATS.length();
        for (int i = 0; i < last; i += FLOATS.length()) {
          maxWide(in, from + i, taps, tapStride, out, to + i);
        }
        maxWide(in, from + last, taps, tapStride, out, to + last);
      } else {
        int last = length - FEW_FLOATS.length();
        for (int i = 0; i < last; i += FEW_FLOATS.length()) {
          maxFew(in, from + i, taps, tapStride, out, to + i);
        }
        maxFew(in, from + last, taps, tapStride, out, to + last);
      }
    }
  }

  private static void maxWide(float[] in, int at, int taps, int tapStride, float[] out, int to) {
    FloatVector best = FloatVector.fromArray(FLOATS, in, at);
    for (int t = 1; t < taps; t++) {
      best = FloatVector.fromArray(FLOATS, in, at + t * tapStride).max(best);
    }
    best.intoArray(out, to);
  }

  private static void maxFew(float[] in, int at, int taps, int tapStride, float[] out, int to) {
    FloatVector best = FloatVector.fromArray(FEW_FLOATS, in, at);
    for (int t = 1; t < taps; t++) {
      best = FloatVector.fromArray(FEW_FLOATS, in, at + t * tapStride).max(best);
    }
    best.intoArray(out, to);
  }

  @Override
  public void sum(
      byte[] in,
      int inOffset,
      int taps,
      int tapStride,
      int length,
      byte flip,
      int[] out,
      int outOffset) {
    int i = 0;
    for (; i <= length - Lanes.QUARTER_LENGTH; i += Lanes.COUNT) {
      IntVector sum = Lanes.signed(in, inOffset + i, flip);
      for (int t = 1; t < taps; t++) {
        sum = Lanes.signed(in, inOffset + i + t * tapStride, flip).add(sum);
      }
      sum.intoArray(out, outOffset + i);
    }
    few.sum(in, inOffset + i, taps, tapStride, length - i, flip, out, outOffset + i);
  }

  @Override
  public void sum(
      int[] in,
      int inOffset,
      int taps,
      int tapStride,
      int length,
      int positions,
      int positionStride,
      int[] out,
      int outOffset) {
    if (positionStride == length && positions > 1) {
      sum(in, inOffset, taps, tapStride, length * positions, 1, 0, out, outOffset);
      return;
    }
    if (length < FEW_INTS.length()) {
      few.sum(in, inOffset, taps, tapStride, length, positions, positionStride, out, outOffset);
      return;
    }
    for (int p = 0; p < positions; p++) {
      int from = inOffset + p * positionStride;
      int to = outOffset + p * length;
      if (length >= INTS.length()) {
        int last = length - INTS.length();
        for (int i = 0; i < last; i += INTS.length()) {
          sumWide(in, from + i, taps, tapStride, out, to + i);
        }
        sumWide(in, from + last, taps, tapStride, out, to + last);
      } else {
        int last = length - FEW_INTS.length();
        for (int i = 0; i < last; i += FEW_INTS.length()) {
          sumFew(in, from + i, taps, tapStride, out, to + i);
        }
        sumFew(in, from + last, taps, tapStride, out, to + last);
      }
    }
  }

  private static void sumWide(int[] in, int at, int taps, int tapStride, int[] out, int to) {
    IntVector sum = IntVector.fromArray(INTS, in, at);
    for (int t = 1; t < taps; t++) {
      sum = IntVector.fromArray(INTS, in, at + t * tapStride).add(sum);
    }
    sum.intoArray(out, to);
  }

  private static void sumFew(int[] in, int at, int taps, int tapStride, int[] out, int to) {
    IntVector sum = IntVector.fromArray(FEW_INTS, in, at);
    for (int t = 1; t < taps; t++) {
      sum = IntVector.fromArray(FEW_INTS, in, at + t * tapStride).add(sum);
    }
    sum.intoArray(out, to);
  }

  @Override
  public void sum(
      float[] in,
      int inOffset,
      int taps,
      int tapStride,
      int length,
      int positions,
      int positionStride,
      float[] out,
      int outOffset) {
    if (positionStride == length && positions > 1) {
      sum(in, inOffset, taps, tapStride, length * positions, 1, 0, out, outOffset);
      return;
    }
    if (length < FEW_FLOATS.length()) {
      few.sum(in, inOffset, taps, tapStride, length, positions, positionStride, out, outOffset);
      return;
    }
    for (int p = 0; p < positions; p++) {
      int from = inOffset + p * positionStride;
      int to = outOffset + p * length;
      if (length >= FLOATS.length()) {
        int last = length - FLOATS.length();
        for (int i = 0; i < last; i += FLOATS.length()) {
          sumWide(in, from + i, taps, tapStride, out, to + i);
        }
        sumWide(in, from + last, taps, tapStride, out, to + last);
      } else {
        int last = length - FEW_FLOATS.length();
        for (int i = 0; i < last; i += FEW_FLOATS.length()) {
          sumFew(in, from + i, taps, tapStride, out, to + i);
        }
        sumFew(in, from + last, taps, tapStride, out, to + last);
      }
    }
  }

  private static void sumWide(float[] in, int at, int taps, int tapStride, float[] out, int to) {
    FloatVector sum = FloatVector.fromArray(FLOATS, in, at);
    for (int t = 1; t < taps; t++) {
      sum = FloatVector.fromArray(FLOATS, in, at + t * tapStride).add(sum);
    }
    sum.intoArray(out, to);
  }

  private static void sumFew(float[] in, int at, int taps, int tapStride, float[] out, int to) {
    FloatVector sum = FloatVector.fromArray(FEW_FLOATS, in, at);
    for (int t = 1; t < taps; t++) {
      sum = FloatVector.fromArray(FEW_FLOATS, in, at + t * tapStride).add(sum);
    }
    sum.intoArray(out, to);
  }
}
