package io.bytelane.bench.matmul;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import io.bytelane.bench.Candidate;
import io.bytelane.bench.Check;
import io.bytelane.bench.Contender;
import io.bytelane.bench.Operands;
import io.bytelane.bench.peer.Xnnpack;
import io.bytelane.reference.ReferenceRequantize;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Optional;

/// XNNPACK's qs8 fully connected operator: prepacked weights, one scale for all channels, int8 out
/// requantized in float with ties to even. One run is the set-up call that names input and output,
/// and the run call, as an embedding program makes them.
public final class XnnpackFullyConnected implements Candidate<MatMulShape> {
  /// Creates the candidate.
  public XnnpackFullyConnected() {}

  @Override
  public String name() {
    return "xnnpack_qs8";
  }

  @Override
  public Kind kind() {
    return Kind.INT8;
  }

  @Override
  public String output() {
    return "s8 per tensor";
  }

  @Override
  public Optional<String> skipReason(MatMulShape shape) {
    return Xnnpack.unavailableReason();
  }

  @Override
  public Contender prepare(MatMulShape shape) {
    return new Prepared(new MatMulOperands(shape, Operands.Range.FULL));
  }

  private static final class Prepared implements Contender {
    private final MatMulOperands operands;
    private final Arena arena = Arena.ofConfined();
    private final MemorySegment[] inputs = new MemorySegment[SLOTS];
    private final MemorySegment output;
    private final MemorySegment operator;

    Prepared(MatMulOperands operands) {
      this.operands = operands;
      MatMulShape shape = operands.shape();
      for (int slot = 0; slot < SLOTS; slot++) {
        inputs[slot] = Xnnpack.copy(arena, operands.activations(slot));
      }
      this.output = arena.allocate((long) shape.m() * shape.n() + Xnnpack.EXTRA_BYTES, 64);
      MemorySegment kernel = Xnnpack.copy(arena, operands.weights());
      this.operator =
          Xnnpack.createFullyConnected(arena, shape.k(), shape.n(), kernel, operands.multiplier());
    }

    @Override
    public Object run(int slot) {
      Xnnpack.runFullyConnected(operator, operands.shape().m(), inputs[slot], output);
      return output;
    }

    @Override
    public Check check() {
      byte[] bytes = new byte[operands.shape().m() * operands.shape().n()];
      float multiplier = operands.multiplier();
      return operands.checkBytes(
          slot -> {
            run(slot);
            MemorySegment.copy(output, JAVA_BYTE, 0, bytes, 0, bytes.length);
            return bytes;
          },
          (sum, channel) -> (byte) ReferenceRequantize.float32(sum, multiplier, 0, -128, 127));
    }

    @Override
    public void close() {
      Xnnpack.delete(operator);
      arena.close();
    }
  }
}
