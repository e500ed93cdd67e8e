package io.bytelane.tests.pool;

import static org.assertj.core.api.Assertions.assertThat;

import io.bytelane.AveragePool2d;
import io.bytelane.FloatAveragePool2d;
import io.bytelane.Pool2dGeometry;
import io.bytelane.Workspace;
import io.bytelane.quant.ClampRange;
import io.bytelane.quant.QuantParams;
import io.bytelane.quant.QuantizedType;
import io.bytelane.reference.ReferenceAveragePool;
import io.bytelane.reference.ReferenceByte;
import io.bytelane.reference.ReferenceFloatPool;
import io.bytelane.reference.ReferenceQuantParams;
import io.bytelane.reference.ReferenceTensor;
import io.bytelane.reference.ReferenceWindow;
import io.bytelane.tests.support.BytePattern;
import io.bytelane.tests.support.FloatPattern;
import io.bytelane.tests.support.GuardedBytes;
import io.bytelane.tests.support.GuardedFloats;
import io.bytelane.tests.support.QuantParamsSamples;
import io.bytelane.tests.support.Shapes;
import io.bytelane.tests.support.Windows;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.PropertyDefaults;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.assertj.core.data.Offset;

@PropertyDefaults(tries = 1000)
class AveragePool2dProperties {
  @Property
  void equalParametersGiveTheExactQuotient(
      @ForAll("windows") ReferenceWindow window,
      @ForAll("channels") int channels,
      @ForAll("params") QuantParams params,
      @ForAll boolean countIncludePad,
      @ForAll BytePattern pattern,
      @ForAll @IntRange(max = 2) int batch,
      @ForAll long seed) {
    Pool2dGeometry geometry = PoolGeometries.of(window, channels);
    byte[] x = pattern.bytes(batch * geometry.inputSize(), !params.type().isSigned(), seed);
    assertThat(
            pool(
                AveragePool2d.builder(geometry, params).countIncludePad(countIncludePad).build(),
                x,
                batch,
                (int) (seed & 7)))
        .containsExactly(
            ReferenceAveragePool.sameParams(
                window,
                batch,
                channels,
                tensor(params.type(), x),
                params.zeroPoint(),
                countIncludePad));
  }

  @Property
  void differentParametersGoThroughTheFloatScheme(
      @ForAll("windows") ReferenceWindow window,
      @ForAll("channels") int channels,
      @ForAll("params") QuantParams in,
      @ForAll("params") QuantParams out,
      @ForAll boolean countIncludePad,
      @ForAll boolean relu,
      @ForAll BytePattern pattern,
      @ForAll long seed) {
    QuantParams other =
        in.equals(out) ? new QuantParams(out.scale() * 2, out.zeroPoint(), out.type()) : out;
    Pool2dGeometry geometry = PoolGeometries.of(window, channels);
    byte[] x = pattern.bytes(geometry.inputSize(), !in.type().isSigned(), seed);
    ClampRange clamp = relu ? ClampRange.relu(other) : ClampRange.of(other.type());
    AveragePool2d pool =
        AveragePool2d.builder(geometry, in)
            .output(other)
            .clamp(clamp)
            .countIncludePad(countIncludePad)
            .build();
    assertThat(pool(pool, x, 1, 3))
        .containsExactly(
            ReferenceAveragePool.rescaled(
                window,
                1,
                channels,
                tensor(in.type(), x),
                new ReferenceQuantParams(in.scale(), in.zeroPoint()),
                new ReferenceQuantParams(other.scale(), other.zeroPoint()),
                clamp.min(),
                clamp.max(),
                countIncludePad));
  }

  @Property
  void tfliteRoundsRawLevelsHalfAway(
      @ForAll("windows") ReferenceWindow window,
      @ForAll("channels") int channels,
      @ForAll("params") QuantParams params,
      @ForAll BytePattern pattern,
      @ForAll long seed) {
    Pool2dGeometry geometry = PoolGeometries.of(window, channels);
    boolean unsigned = !params.type().isSigned();
    byte[] x = pattern.bytes(geometry.inputSize(), unsigned, seed);
    AveragePool2d pool =
        AveragePool2d.builder(geometry, params)
            .rounding(AveragePool2d.Rounding.TFLITE_HALF_AWAY)
            .build();
    assertThat(pool(pool, x, 1, 0))
        .containsExactly(
            ReferenceAveragePool.halfAway(
                window,
                1,
                channels,
                tensor(params.type(), x),
                ReferenceByte.min(unsigned),
                ReferenceByte.max(unsigned)));
  }

  /// Sums of small integers are exact in float32, and so is the comparison.
  @Property
  void floatsOfSmallIntegersAreExact(
      @ForAll("windows") ReferenceWindow window,
      @ForAll("channels") int channels,
      @ForAll boolean countIncludePad,
      @ForAll @IntRange(max = 2) int batch,
      @ForAll long seed) {
    Pool2dGeometry geometry = PoolGeometries.of(window, channels);
    float[] x = FloatPattern.INTEGERS.floats(batch * geometry.inputSize(), seed);
    assertThat(floats(geometry, countIncludePad, x, batch))
        .containsExactly(ReferenceFloatPool.average(window, batch, channels, x, countIncludePad));
  }

  @Property
  void floatsAreCloseToTheReference(
      @ForAll("windows") ReferenceWindow window,
      @ForAll("channels") int channels,
      @ForAll boolean countIncludePad,
      @ForAll long seed) {
    Pool2dGeometry geometry = PoolGeometries.of(window, channels);
    float[] x = FloatPattern.UNIFORM.floats(geometry.inputSize(), seed);
    float[] expected = ReferenceFloatPool.average(window, 1, channels, x, countIncludePad);
    float[] actual = floats(geometry, countIncludePad, x, 1);
    for (int i = 0; i < expected.length; i++) {
      assertThat(actual[i]).isCloseTo(expected[i], Offset.offset(4e-6f));
    }
  }

  @Provide
  Arbitrary<ReferenceWindow> windows() {
    return Windows.pools().filter(w -> w.dilationHeight() == 1 && w.dilationWidth() == 1);
  }

  @Provide
  Arbitrary<Integer> channels() {
    return Arbitraries.oneOf(Shapes.channels(), Arbitraries.of(64, 65));
  }

  @Provide
  Arbitrary<QuantParams> params() {
    return QuantParamsSamples.ordinary();
  }

  private static ReferenceTensor tensor(QuantizedType type, byte[] x) {
    return type.isSigned() ? ReferenceTensor.s8(x, 0) : ReferenceTensor.u8(x, 0);
  }

  private static byte[] pool(AveragePool2d pool, byte[] x, int batch, int shift) {
    GuardedBytes in = GuardedBytes.copyOf(x, shift);
    GuardedBytes out = GuardedBytes.of(batch * pool.geometry().outputSize(), shift);
    pool.run(
        in.array(), in.offset(), out.array(), out.offset(), batch, Workspace.forOperators(pool));
    out.assertGuardsIntact();
    return out.content();
  }

  private static float[] floats(
      Pool2dGeometry geometry, boolean countIncludePad, float[] x, int batch) {
    FloatAveragePool2d pool = FloatAveragePool2d.of(geometry, countIncludePad);
    GuardedFloats in = GuardedFloats.copyOf(x, 1);
    GuardedFloats out = GuardedFloats.of(batch * geometry.outputSize(), 1);
    pool.run(
        in.array(), in.offset(), out.array(), out.offset(), batch, Workspace.forOperators(pool));
    out.assertGuardsIntact();
    return out.content();
  }
}
