package io.bytelane.bench.model;

import io.bytelane.bench.Check;
import io.bytelane.bench.Contender;
import io.bytelane.models.bundled.BundledNetwork;
import io.bytelane.models.data.ImageSet;
import io.bytelane.models.graph.Graph;
import io.bytelane.models.graph.Node;
import io.bytelane.models.graph.Tensor;
import io.bytelane.models.onnx.OnnxImporter;
import io.bytelane.models.operator.GraphInterpreter;
import io.bytelane.models.ptq.CalibrationData;
import io.bytelane.models.ptq.ConfigName;
import io.bytelane.models.ptq.Ptq;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

/// A bundled network, its quantized form and its images.
///
/// No oracle computes whole networks in int8; what is compared is the class with the largest
/// output, with that of the float network as PyTorch computed it. A benchmark needs plausible
/// scales, not the best ones, hence few calibration images. Every operator is checked against the
/// oracle in its own suite.
final class ModelNetwork {
  private static final int CALIBRATION_IMAGES = 64;
  private static final Map<BundledNetwork, ModelNetwork> LOADED = new HashMap<>();

  private final Graph graph;
  private final byte[] file;
  private final ImageSet images;
  private final float[] expected;
  private final int classes;
  private final ImageSet calibration;
  private long macsPerImage;

  private ModelNetwork(BundledNetwork network) {
    try {
      this.file = network.model();
      this.graph = OnnxImporter.read(network.modelFile(), file);
      this.images = network.test().images();
      this.calibration = network.calibration().images();
      this.expected = network.expectedLogits().floats();
      this.classes = network.classNames().size();
    } catch (IOException e) {
      throw new UncheckedIOException(network.id(), e);
    }
  }

  static synchronized ModelNetwork of(BundledNetwork network) {
    return LOADED.computeIfAbsent(network, ModelNetwork::new);
  }

  Graph graph() {
    return graph;
  }

  byte[] file() {
    return file;
  }

  String inputName() {
    return graph.inputs().getFirst().name();
  }

  String outputName() {
    return graph.outputs().getFirst().name();
  }

  int classes() {
    return classes;
  }

  /// Returns the products on one image, counted at the first call.
  long macsPerImage() {
    if (macsPerImage == 0) {
      macsPerImage = countMacs();
    }
    return macsPerImage;
  }

  /// Returns the dimensions of a batch.
  long[] inputDims(int batch) {
    return new long[] {batch, images.channels(), images.height(), images.width()};
  }

  /// Returns the images of operand set `slot`, NCHW.
  float[] images(int slot, int batch) {
    return images.toFloats(first(slot, batch), batch);
  }

  /// Returns the network in QDQ form: int8 where an int8 operator exists, one weight scale per
  /// output channel.
  Graph quantized() {
    CalibrationData data =
        CalibrationData.of(
            inputName(),
            calibration.toFloats(0, CALIBRATION_IMAGES),
            CALIBRATION_IMAGES,
            CalibrationData.DEFAULT_BATCH,
            images.channels(),
            images.height(),
            images.width());
    return Ptq.apply(graph, ConfigName.STATIC_INT8_PER_CHANNEL, data);
  }

  /// Compares classes with those of the published outputs. `outputs` runs an operand set and
  /// returns `[batch][classes]`.
  Check checkClasses(int batch, IntFunction<float[]> outputs) {
    long wrong = 0;
    long checked = 0;
    int published = expected.length / classes;
    for (int slot = 0; slot < Contender.SLOTS; slot++) {
      float[] actual = outputs.apply(slot);
      for (int i = 0; i < batch && first(slot, batch) + i < published; i++) {
        checked++;
        if (largest(actual, i) != largest(expected, first(slot, batch) + i)) {
          wrong++;
        }
      }
    }
    return new Check(wrong, checked);
  }

  private static int first(int slot, int batch) {
    return slot * batch;
  }

  private int largest(float[] outputs, int row) {
    int best = 0;
    for (int c = 1; c < classes; c++) {
      if (outputs[row * classes + c] > outputs[row * classes + best]) {
        best = c;
      }
    }
    return best;
  }

  /// Counts the products of convolutions and linear layers on one image.
  private long countMacs() {
    Map<String, Tensor> values = new HashMap<>(graph.initializers());
    int[] shape = {1, images.channels(), images.height(), images.width()};
    values.put(inputName(), Tensor.of(shape, images.toFloats(0, 1)));
    long macs = 0;
    for (Node node : graph.nodes()) {
      List<Tensor> inputs = node.inputs().stream().map(values::get).toList();
      List<Tensor> outputs = GraphInterpreter.evaluate(node, inputs);
      for (int i = 0; i < outputs.size(); i++) {
        values.put(node.output(i), outputs.get(i));
      }
      if (node.is("Conv")) {
        Tensor weights = inputs.get(1);
        macs += (long) outputs.getFirst().size() * (weights.size() / weights.dimension(0));
      } else if (node.is("Gemm") || node.is("MatMul")) {
        macs += inputs.get(1).size();
      }
    }
    return macs;
  }
}
