package io.bytelane.tests.elementwise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bytelane.Add;
import io.bytelane.Broadcast;
import io.bytelane.ElementwiseOperator;
import io.bytelane.Max;
import io.bytelane.Min;
import io.bytelane.Mul;
import io.bytelane.Sub;
import io.bytelane.Workspace;
import io.bytelane.WorkspaceSize;
import io.bytelane.quant.ClampRange;
import io.bytelane.quant.QuantParams;
import io.bytelane.quant.QuantizedType;
import io.bytelane.reference.ReferenceByte;
import io.bytelane.reference.ReferenceElementwise;
import io.bytelane.reference.ReferenceLayout;
import io.bytelane.reference.ReferenceQuantParams;
import io.bytelane.tests.support.BytePattern;
import io.bytelane.tests.support.GuardedBytes;
import io.bytelane.tests.support.QuantParamsSamples;
import java.util.Arrays;
import java.util.function.IntBinaryOperator;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/// Pairs of different shapes, and the operators that compare levels.
class BroadcastProperties {
  /// Two shapes of one rank that fit.
  ///
  /// @param a of the first operand
  /// @param b of the second operand
  @SuppressWarnings("ArrayRecordComponent") // read-only, never compared
  record Shapes(int[] a, int[] b) {
    @Override
    public String toString() {
      return Arrays.toString(a) + " with " + Arrays.toString(b);
    }
  }

  enum Kind {
    ADD,
    SUB,
    MUL,
    MIN,
    MAX
  }

  @Property
  void pairsAsReference(
      @ForAll("shapes") Shapes shapes,
      @ForAll Kind kind,
      @ForAll("params") QuantParams a,
      @ForAll("params") QuantParams b,
      @ForAll("params") QuantParams out,
      @ForAll long seed) {
    assertLevels(kind, shapes, a, b, out, ClampRange.of(out.type()), seed);
  }

  @Property
  void comparesLevelsOfEqualAndOtherParameters(
      @ForAll boolean largest,
      @ForAll("params") QuantParams a,
      @ForAll("params") QuantParams b,
      @ForAll("params") QuantParams other,
      @ForAll @IntRange(max = 3) int equal,
      @ForAll boolean relu,
      @ForAll @IntRange(min = 1, max = 257) int length,
      @ForAll long seed) {
    QuantParams out = equal == 0 ? other : equal == 1 ? a : b;
    QuantParams second = equal == 3 ? a : b;
    QuantParams output = equal == 3 ? a : out;
    ClampRange clamp = relu ? ClampRange.relu(output) : ClampRange.of(output.type());
    Shapes shapes = new Shapes(new int[] {length}, new int[] {length});
    assertLevels(largest ? Kind.MAX : Kind.MIN, shapes, a, second, output, clamp, seed);
  }

  /// A missing axis is one of length 1.
  @Property(tries = 100)
  void shapesAreAlignedAtTheEnd(@ForAll("shapes") Shapes shapes) {
    int skipped = 0;
    while (skipped < shapes.b.length && shapes.b[skipped] == 1) {
      skipped++;
    }
    Broadcast whole = Broadcast.of(shapes.a, shapes.b);
    Broadcast shorter =
        Broadcast.of(shapes.a, Arrays.copyOfRange(shapes.b, skipped, shapes.b.length));
    assertThat(shorter.outputShape()).isEqualTo(whole.outputShape());
    assertThat(shorter.bSize()).isEqualTo(whole.bSize());
  }

  @Example
  void whatDoesNotFitIsRefused() {
    assertThatThrownBy(() -> Broadcast.of(new int[] {2, 3}, new int[] {2}))
        .hasMessage(
            "bShape: [2] (expected: each size equal to that of aShape [2, 3], or one of them 1)");
    assertThatThrownBy(() -> Broadcast.of(new int[] {2, 0}, new int[] {2, 1}))
        .hasMessage("aShape: 0 (expected: >= 1)");
    Min min = Min.of(QuantParams.symmetric(1f));
    Broadcast shapes = Broadcast.of(new int[] {2, 3}, new int[] {3});
    byte[] out = {7, 7, 7, 7, 7, 7};
    assertThatThrownBy(
            () ->
                min.run(
                    new byte[6], 0, new byte[3], 1, out, 0, shapes, Workspace.forOperators(min)))
        .isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessage("b.length: 3 (expected: >= bOffset + 3 = 4)");
    assertThatThrownBy(
            () ->
                min.run(
                    new byte[6],
                    0,
                    new byte[3],
                    0,
                    out,
                    0,
                    shapes,
                    Workspace.of(WorkspaceSize.NONE)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("workspace.bytes: 0 (expected: >= ");
    assertThat(out).containsOnly(7);
  }

  @Provide
  Arbitrary<QuantParams> params() {
    return QuantParamsSamples.ordinary();
  }

  /// Few long axes, or many short ones; each repeated for one operand, the other, or none.
  @Provide
  Arbitrary<Shapes> shapes() {
    Arbitrary<int[]> axis =
        Combinators.combine(
                Arbitraries.of(1, 2, 3, 4, 5, 17, 21, 64, 130), Arbitraries.of(0, 0, 1, 2))
            .as((length, kind) -> new int[] {kind == 1 ? 1 : length, kind == 2 ? 1 : length});
    return axis.list()
        .ofMaxSize(5)
        .filter(
            axes ->
                axes.stream().mapToLong(x -> Math.max(x[0], x[1])).reduce(1, (x, y) -> x * y)
                    <= 20_000)
        .map(
            axes ->
                new Shapes(
                    axes.stream().mapToInt(x -> x[0]).toArray(),
                    axes.stream().mapToInt(x -> x[1]).toArray()));
  }

  private static long size(int[] shape) {
    return Arrays.stream(shape).asLongStream().reduce(1, (x, y) -> x * y);
  }

  private static void assertLevels(
      Kind kind,
      Shapes shapes,
      QuantParams a,
      QuantParams b,
      QuantParams out,
      ClampRange clamp,
      long seed) {
    byte[] x = bytes(shapes.a, a, seed);
    byte[] y = bytes(shapes.b, b, seed + 1);
    int[] expected =
        ReferenceLayout.broadcast(
            rule(kind, reference(a), reference(b), reference(out), out.type(), clamp),
            levels(x, a),
            shapes.a,
            levels(y, b),
            shapes.b);
    ElementwiseOperator operator = operator(kind, a, b, out, clamp);
    Broadcast broadcast = Broadcast.of(shapes.a, shapes.b);
    GuardedBytes inA = GuardedBytes.copyOf(x, 1);
    GuardedBytes inB = GuardedBytes.copyOf(y, 2);
    GuardedBytes output = GuardedBytes.of(broadcast.outputSize(), 3);
    operator.run(
        inA.array(),
        inA.offset(),
        inB.array(),
        inB.offset(),
        output.array(),
        output.offset(),
        broadcast,
        Workspace.forOperators(operator));
    assertThat(levels(output.content(), out)).containsExactly(expected);
    output.assertGuardsIntact();
  }

  private static ElementwiseOperator operator(
      Kind kind, QuantParams a, QuantParams b, QuantParams out, ClampRange clamp) {
    return switch (kind) {
      case ADD -> Add.of(a, b, out, clamp);
      case SUB -> Sub.of(a, b, out, clamp);
      case MUL -> Mul.of(a, b, out, clamp);
      case MIN -> Min.of(a, b, out, clamp);
      case MAX -> Max.of(a, b, out, clamp);
    };
  }

  private static IntBinaryOperator rule(
      Kind kind,
      ReferenceQuantParams a,
      ReferenceQuantParams b,
      ReferenceQuantParams out,
      QuantizedType type,
      ClampRange clamp) {
    int low = clamp.min();
    int high = clamp.max();
    return switch (kind) {
      case ADD -> (x, y) -> ReferenceElementwise.add(x, a, y, b, out, low, high);
      case SUB -> (x, y) -> ReferenceElementwise.sub(x, a, y, b, out, low, high);
      case MUL -> (x, y) -> ReferenceElementwise.mul(x, a, y, b, out, low, high);
      case MIN ->
          (x, y) ->
              Math.clamp(
                  Math.min(
                      ReferenceElementwise.rescale(x, a, out, type.min(), type.max()),
                      ReferenceElementwise.rescale(y, b, out, type.min(), type.max())),
                  low,
                  high);
      case MAX ->
          (x, y) ->
              Math.clamp(
                  Math.max(
                      ReferenceElementwise.rescale(x, a, out, type.min(), type.max()),
                      ReferenceElementwise.rescale(y, b, out, type.min(), type.max())),
                  low,
                  high);
    };
  }

  private static byte[] bytes(int[] shape, QuantParams params, long seed) {
    boolean unsigned = params.type() == QuantizedType.U8;
    BytePattern pattern = seed % 2 == 0 ? BytePattern.RANDOM : BytePattern.EXTREMES;
    return pattern.bytes((int) size(shape), unsigned, seed);
  }

  private static int[] levels(byte[] x, QuantParams params) {
    int[] levels = new int[x.length];
    Arrays.setAll(levels, i -> ReferenceByte.value(x[i], params.type() == QuantizedType.U8));
    return levels;
  }

  private static ReferenceQuantParams reference(QuantParams params) {
    return new ReferenceQuantParams(params.scale(), params.zeroPoint());
  }
}
