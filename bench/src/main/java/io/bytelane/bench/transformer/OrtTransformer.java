package io.bytelane.bench.transformer;

import io.bytelane.bench.Candidate;
import io.bytelane.bench.Check;
import io.bytelane.bench.Contender;
import io.bytelane.bench.peer.OrtPeer;
import io.bytelane.bench.peer.OrtPeer.TensorSpec;
import java.util.List;

/// The same file on ONNX Runtime, with and without exact products asked for. Its weights have 7
/// bits, so that products are exact either way.
final class OrtTransformer implements Candidate<TransformerShape> {
  private final String name;
  private final boolean precise;

  private OrtTransformer(String name, boolean precise) {
    this.name = name;
    this.precise = precise;
  }

  static List<Candidate<TransformerShape>> all() {
    return List.of(
        new OrtTransformer("ort_default", false), new OrtTransformer("ort_precise", true));
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Kind kind() {
    return Kind.INT8;
  }

  @Override
  public boolean comparesBits() {
    return false;
  }

  @Override
  public String output() {
    return "f32";
  }

  @Override
  public Contender prepare(TransformerShape shape) {
    return new Prepared(shape.tokens());
  }

  private final class Prepared implements Contender {
    private final int tokens;
    private final OrtPeer peer;

    Prepared(int tokens) {
      this.tokens = tokens;
      TensorSpec output = TensorSpec.f32(1, tokens, MiniLmNetwork.WIDTH);
      peer = new OrtPeer(MiniLmNetwork.file(), precise, "", "last_hidden_state", output);
      for (int slot = 0; slot < SLOTS; slot++) {
        peer.addInputs(MiniLmNetwork.inputs(slot, tokens), 1, tokens);
      }
    }

    @Override
    public Object run(int slot) {
      return peer.run(slot);
    }

    @Override
    public Check check() {
      float[] hidden = new float[tokens * MiniLmNetwork.WIDTH];
      peer.run(0).asFloatBuffer().get(0, hidden);
      return MiniLmNetwork.check(tokens, hidden);
    }

    @Override
    public void close() {
      peer.close();
    }
  }
}
