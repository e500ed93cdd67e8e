package io.bytelane.bench.model;

import io.bytelane.bench.Candidate;
import io.bytelane.bench.Check;
import io.bytelane.bench.Contender;
import io.bytelane.bench.peer.OrtPeer;
import io.bytelane.bench.peer.OrtPeer.TensorSpec;
import io.bytelane.models.onnx.OnnxExporter;
import java.util.List;

/// A network on ONNX Runtime: the float file, or the quantized network as Bytelane exports it in
/// QDQ form, with and without exact products asked for.
public final class OrtModel implements Candidate<ModelShape> {
  private final String name;
  private final Kind kind;
  private final boolean precise;

  private OrtModel(String name, Kind kind, boolean precise) {
    this.name = name;
    this.kind = kind;
    this.precise = precise;
  }

  /// Returns all forms.
  public static List<Candidate<ModelShape>> all() {
    return List.of(
        new OrtModel("ort_qdq_precise", Kind.INT8, true),
        new OrtModel("ort_qdq_default", Kind.INT8, false),
        new OrtModel("ort_fp32", Kind.FP32, false));
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
    return new Prepared(ModelNetwork.of(shape.network()), shape.batch());
  }

  private final class Prepared implements Contender {
    private final ModelNetwork network;
    private final int batch;
    private final OrtPeer peer;

    Prepared(ModelNetwork network, int batch) {
      this.network = network;
      this.batch = batch;
      byte[] model = kind == Kind.INT8 ? OnnxExporter.toBytes(network.quantized()) : network.file();
      this.peer =
          new OrtPeer(
              model,
              precise,
              network.inputName(),
              network.outputName(),
              TensorSpec.f32(batch, network.classes()));
      for (int slot = 0; slot < SLOTS; slot++) {
        peer.addInput(TensorSpec.f32(network.inputDims(batch)), network.images(slot, batch));
      }
    }

    @Override
    public Object run(int slot) {
      return peer.run(slot);
    }

    @Override
    public Check check() {
      float[] outputs = new float[batch * network.classes()];
      return network.checkClasses(
          batch,
          slot -> {
            peer.run(slot).asFloatBuffer().get(0, outputs);
            return outputs;
          });
    }

    @Override
    public void close() {
      peer.close();
    }
  }
}
