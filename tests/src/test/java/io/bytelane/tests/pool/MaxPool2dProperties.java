package io.bytelane.tests.pool;

import static org.assertj.core.api.Assertions.assertThat;

import io.bytelane.FloatMaxPool2d;
import io.bytelane.MaxPool2d;
import io.bytelane.Pool2dGeometry;
import io.bytelane.Workspace;
import io.bytelane.quant.QuantizedType;
import io.bytelane.reference.ReferenceFloatPool;
import io.bytelane.reference.ReferencePool;
import io.bytelane.reference.ReferenceWindow;
import io.bytelane.tests.support.BytePattern;
import io.bytelane.tests.support.FloatPattern;
import io.bytelane.tests.support.GuardedBytes;
import io.bytelane.tests.support.GuardedFloats;
import io.bytelane.tests.support.Shapes;
import io.bytelane.tests.support.Windows;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class MaxPool2dProperties {
  @Property
  void poolsLevelsAsReferenceWithoutOverrun(
      @ForAll("windows") ReferenceWindow window,
      @ForAll("channels") int channels,
      @ForAll QuantizedType type,
      @ForAll BytePattern pattern,
      @ForAll @IntRange(max = 3) int batch,
      @ForAll @IntRange(max = 17) int shift,
      @ForAll long seed) {
    Pool2dGeometry geometry = PoolGeometries.of(window, channels);
    byte[] x = pattern.bytes(batch * geometry.inputSize(), !type.isSigned(), seed);
    GuardedBytes in = GuardedBytes.copyOf(x, shift);
    GuardedBytes out = GuardedBytes.of(batch * geometry.outputSize(), shift);
    MaxPool2d pool = MaxPool2d.of(geometry, type);
    pool.run(
        in.array(), in.offset(), out.array(), out.offset(), batch, Workspace.forOperators(pool));
    assertThat(out.content())
        .containsExactly(ReferencePool.max(window, batch, channels, x, !type.isSigned()));
    out.assertGuardsIntact();
    assertThat(in.content()).containsExactly(x);
  }

  @Property
  void poolsFloatsAsReferenceWithoutOverrun(
      @ForAll("windows") ReferenceWindow window,
      @ForAll("channels") int channels,
      @ForAll FloatPattern pattern,
      @ForAll @IntRange(max = 3) int batch,
      @ForAll @IntRange(max = 17) int shift,
      @ForAll long seed) {
    Pool2dGeometry geometry = PoolGeometries.of(window, channels);
    float[] x = pattern.floats(batch * geometry.inputSize(), seed);
    GuardedFloats in = GuardedFloats.copyOf(x, shift);
    GuardedFloats out = GuardedFloats.of(batch * geometry.outputSize(), shift);
    FloatMaxPool2d pool = FloatMaxPool2d.of(geometry);
    pool.run(
        in.array(), in.offset(), out.array(), out.offset(), batch, Workspace.forOperators(pool));
    assertThat(out.content()).containsExactly(ReferenceFloatPool.max(window, batch, channels, x));
    out.assertGuardsIntact();
  }

  @Provide
  Arbitrary<ReferenceWindow> windows() {
    return Windows.pools();
  }

  /// Around the widths of byte vectors as well, which are four times as long as others.
  @Provide
  Arbitrary<Integer> channels() {
    return Arbitraries.oneOf(Shapes.channels(), Arbitraries.of(63, 64, 65, 127, 128, 129));
  }
}
