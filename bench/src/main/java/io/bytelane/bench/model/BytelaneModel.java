package io.bytelane.bench.model;

import io.bytelane.bench.Candidate;
import io.bytelane.bench.Contender;
import io.bytelane.bench.LambdaContender;
import io.bytelane.models.graph.Graph;
import io.bytelane.models.plan.Planner;
import io.bytelane.models.plan.Session;
import java.util.List;
import java.util.function.IntFunction;

/// A network on Bytelane, as imported in float or quantized with one scale per output channel.
/// Images go in as floats and outputs come out as floats, so quantization and layout change are
/// part of the time.
public final class BytelaneModel implements Candidate<ModelShape> {
  private final String name;
  private final Kind kind;

  private BytelaneModel(String name, Kind kind) {
    this.name = name;
    this.kind = kind;
  }

  /// Returns both forms.
  public static List<Candidate<ModelShape>> all() {
    return List.of(
        new BytelaneModel("bytelane_int8", Kind.INT8), new BytelaneModel("java_fp32", Kind.FP32));
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Kind kind() {
    return kind;
  }

  @Override
  public boolean comparesBits() {
    return false;
  }

  @Override
  public String output() {
    return "f32 classes";
  }

  @Override
  public Contender prepare(ModelShape shape) {
    ModelNetwork network = ModelNetwork.of(shape.network());
    Graph graph = kind == Kind.INT8 ? network.quantized() : network.graph();
    int batch = shape.batch();
    Session session = Planner.plan(graph).newSession(batch);
    float[][] inputs = new float[Contender.SLOTS][];
    for (int slot = 0; slot < inputs.length; slot++) {
      inputs[slot] = network.images(slot, batch);
    }
    float[] output = new float[batch * network.classes()];
    IntFunction<float[]> run =
        slot -> {
          session.run(inputs[slot], batch, output);
          return output;
        };
    return new LambdaContender(run::apply, () -> network.checkClasses(batch, run));
  }
}
