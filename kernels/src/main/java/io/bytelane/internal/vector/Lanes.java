package io.bytelane.internal.vector;

import io.bytelane.internal.dispatch.PathSelection;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/// The species of the chosen path, fixed once per process so that C2 sees constants. Kernels are
/// written in these lanes and serve every width from one source.
final class Lanes {
  /// The full vector width.
  static final VectorShape SHAPE = VectorShape.forBitSize(PathSelection.active().bits());

  /// int32 lanes of the full width.
  static final VectorSpecies<Integer> INT = VectorSpecies.of(int.class, SHAPE);

  /// float32 lanes of the full width.
  static final VectorSpecies<Float> FLOAT = VectorSpecies.of(float.class, SHAPE);

  /// Number of 32-bit lanes: 4, 8 or 16.
  static final int COUNT = INT.length();

  /// Bytes, as many as there are 32-bit lanes: 32, 64 or 128 bits. The 32-bit species of a 128-bit
  /// path does not exist; there a 64-bit load serves, of which the lower half counts.
  static final VectorSpecies<Byte> QUARTER_BYTES =
      VectorSpecies.of(byte.class, VectorShape.forBitSize(Math.max(64, SHAPE.vectorBitSize() / 4)));

  /// Bytes that one load of [#QUARTER_BYTES] touches.
  static final int QUARTER_LENGTH = QUARTER_BYTES.length();

  /// Shorts, as many as there are 32-bit lanes.
  static final VectorSpecies<Short> HALF_SHORTS =
      VectorSpecies.of(short.class, VectorShape.forBitSize(SHAPE.vectorBitSize() / 2));

  /// int8 lanes of the full width.
  static final VectorSpecies<Byte> BYTE = VectorSpecies.of(byte.class, SHAPE);

  /// Whether a vector of [#QUARTER_BYTES] has no more than `COUNT` bytes: not so at 128 bits.
  static final boolean WHOLE_QUARTERS = QUARTER_LENGTH == COUNT;

  /// Four bytes of an array as one int.
  static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  private Lanes() {}

  /// Returns `COUNT` bytes from `offset` on, sign-extended to int lanes. Reads [#QUARTER_LENGTH]
  /// bytes.
  static IntVector signed(byte[] source, int offset) {
    return (IntVector)
        ByteVector.fromArray(QUARTER_BYTES, source, offset)
            .convertShape(VectorOperators.B2I, INT, 0);
  }

  /// Returns `COUNT` bytes from `offset` on, each combined with `flip` by exclusive or and then
  /// sign-extended to int lanes. Reads [#QUARTER_LENGTH] bytes.
  static IntVector signed(byte[] source, int offset, byte flip) {
    return (IntVector)
        ByteVector.fromArray(QUARTER_BYTES, source, offset)
            .lanewise(VectorOperators.XOR, flip)
            .convertShape(VectorOperators.B2I, INT, 0);
  }

  /// Returns `COUNT` bytes from `offset` on, sign-extended and converted to float lanes. Reads
  /// [#QUARTER_LENGTH] bytes.
  static FloatVector signedAsFloat(byte[] source, int offset) {
    return (FloatVector) signed(source, offset).convert(VectorOperators.I2F, 0);
  }

  /// Stores the low bytes of `COUNT` int lanes. Writes [#QUARTER_LENGTH] bytes, those after the
  /// first `COUNT` with no meaning.
  static void storeBytes(IntVector values, byte[] target, int offset) {
    ((ByteVector) values.convertShape(VectorOperators.I2B, QUARTER_BYTES, 0))
        .intoArray(target, offset);
  }

  /// Stores the low bytes of two int vectors side by side: exactly `2 * COUNT` bytes.
  ///
  /// Made of methods of at most 35 bytecodes, which are profiled together with their caller; what
  /// C2 does with helpers stands in the documentation of the package.
  static void storeBytes(IntVector low, IntVector high, byte[] target, int offset) {
    put(lowBytes(low), target, offset);
    put(lowBytes(high), target, offset + COUNT);
  }

  /// Returns the low bytes of int lanes.
  static ByteVector lowBytes(IntVector values) {
    return (ByteVector) values.convertShape(VectorOperators.I2B, QUARTER_BYTES, 0);
  }

  /// Stores exactly `COUNT` bytes. At 128 bits the vector has four more.
  private static void put(ByteVector bytes, byte[] target, int offset) {
    if (WHOLE_QUARTERS) {
      bytes.intoArray(target, offset);
    } else {
      INTS.set(target, offset, bytes.reinterpretAsInts().lane(0));
    }
  }

  /// Returns the mask of the first `count` bytes, at most `COUNT`; none if `count <= 0`.
  static VectorMask<Byte> firstBytes(int count) {
    return QUARTER_BYTES.indexInRange(0, Math.max(count, 0));
  }
}
