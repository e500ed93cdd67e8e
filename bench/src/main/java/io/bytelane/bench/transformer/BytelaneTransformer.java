package io.bytelane.bench.transformer;

import io.bytelane.bench.Candidate;
import io.bytelane.bench.Contender;
import io.bytelane.bench.LambdaContender;
import io.bytelane.models.graph.Tensor;
import io.bytelane.models.plan.ShapePlans;
import io.bytelane.models.plan.ShapeSession;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The network on Bytelane, from word pieces to the last hidden state.
final class BytelaneTransformer implements Candidate<TransformerShape> {
  @Override
  public String name() {
    return "bytelane_int8";
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
    ShapeSession session = ShapePlans.of(MiniLmNetwork.graph(), 1).newSession();
    List<Map<String, Tensor>> inputs = new ArrayList<>();
    for (int slot = 0; slot < Contender.SLOTS; slot++) {
      inputs.add(MiniLmNetwork.tensors(slot, shape.tokens()));
    }
    float[] hidden = new float[shape.tokens() * MiniLmNetwork.WIDTH];
    return new LambdaContender(
        slot -> {
          session.run(inputs.get(slot), hidden, 0);
          return hidden;
        },
        () -> {
          session.run(inputs.getFirst(), hidden, 0);
          return MiniLmNetwork.check(shape.tokens(), hidden);
        });
  }
}
