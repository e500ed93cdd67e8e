package io.bytelane.bench.conv;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import io.bytelane.bench.Candidate;
import io.bytelane.bench.Check;
import io.bytelane.bench.Contender;
import io.bytelane.bench.peer.Xnnpack;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Optional;

/// XNNPACK's qc8 convolution: the same layout, the same types and one scale per output channel.
public final class XnnpackConvolution implements Candidate<ConvShape> {
  /// Creates the candidate.
  public XnnpackConvolution() {}

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
    return "s8 nhwc";
  }

  @Override
  public Optional<String> skipReason(ConvShape shape) {
    return Xnnpack.unavailableReason();
  }

  @Override
  public Contender prepare(ConvShape shape) {
    return new Prepared(ConvOperands.of(shape));
  }

  private static final class Prepared implements Contender {
    private final ConvOperands operands;
    private final Arena arena = Arena.ofConfined();
    private final MemorySegment[] inputs = new MemorySegment[SLOTS];
    private final MemorySegment output;
    private final MemorySegment operator;

    Prepared(ConvOperands operands) {
      this.operands = operands;
      ConvShape shape = operands.shape();
      for (int slot = 0; slot < SLOTS; slot++) {
        inputs[slot] = Xnnpack.copy(arena, operands.input(slot));
      }
      this.output = arena.allocate((long) shape.outputSize() + Xnnpack.EXTRA_BYTES, 64);
      this.operator =
          Xnnpack.createConvolution(
              arena,
              shape.kernel(),
              shape.stride(),
              shape.pad(),
              shape.groups(),
              shape.inputChannels(),
              shape.outputChannels(),
              Xnnpack.copy(arena, operands.weights()),
              operands.multipliers());
    }

    @Override
    public Object run(int slot) {
      ConvShape shape = operands.shape();
      Xnnpack.runConvolution(operator, shape.height(), shape.width(), inputs[slot], output);
      return output;
    }

    @Override
    public Check check() {
      byte[] bytes = new byte[operands.shape().outputSize()];
      return operands.checkBytes(
          slot -> {
            run(slot);
            MemorySegment.copy(output, JAVA_BYTE, 0, bytes, 0, bytes.length);
            return bytes;
          });
    }

    @Override
    public void close() {
      Xnnpack.delete(operator);
      arena.close();
    }
  }
}
