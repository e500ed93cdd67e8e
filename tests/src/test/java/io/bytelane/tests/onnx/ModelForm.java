package io.bytelane.tests.onnx;

import com.google.protobuf.ByteString;
import io.bytelane.models.bundled.BundledNetwork;
import io.bytelane.models.graph.Graph;
import io.bytelane.models.onnx.OnnxExporter;
import io.bytelane.models.onnx.OnnxImporter;
import io.bytelane.models.onnx.proto.ModelProto;
import io.bytelane.models.onnx.proto.StringStringEntryProto;
import io.bytelane.models.onnx.proto.TensorProto;
import io.bytelane.models.ptq.CalibrationData;
import io.bytelane.models.ptq.ConfigName;
import io.bytelane.models.ptq.Ptq;
import io.bytelane.models.ptq.QLinearForm;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Model files of every form, to be corrupted.
enum ModelForm {
  MNIST_CNN(BundledNetwork.MNIST_CNN),
  LENET(BundledNetwork.LENET),
  FASHION_DSNET(BundledNetwork.FASHION_DSNET),
  FASHION_VGG(BundledNetwork.FASHION_VGG),
  /// LeNet with QuantizeLinear and DequantizeLinear around its operators.
  QDQ(BundledNetwork.LENET),
  /// LeNet of QLinear operators.
  QLINEAR(BundledNetwork.LENET),
  /// LeNet with its weights in a file beside the model.
  EXTERNAL(BundledNetwork.LENET);

  private static final String DATA_FILE = "weights.bin";

  private final BundledNetwork network;

  ModelForm(BundledNetwork network) {
    this.network = network;
  }

  /// What is read: the model, and the data beside it, empty for most forms.
  static final class Content {
    private final byte[] model;
    private final byte[] data;

    /// @param model the content of the model file
    /// @param data the content of the file beside it
    Content(byte[] model, byte[] data) {
      this.model = model;
      this.data = data;
    }

    byte[] model() {
      return model;
    }

    byte[] data() {
      return data;
    }

    /// Bytes that an import of any file of this size may allocate.
    long allowedBytes() {
      return (16L << 20) + 64L * (model.length + data.length);
    }

    Content withModel(byte[] changed) {
      return new Content(changed, data);
    }

    Content withData(byte[] changed) {
      return new Content(model, changed);
    }

    /// Imports the model, from a folder if it has data there.
    Graph read(Path folder) throws IOException {
      if (folder == null || (data.length == 0 && !Files.exists(folder.resolve(DATA_FILE)))) {
        return OnnxImporter.read("m.onnx", model);
      }
      Path file = folder.resolve("m.onnx");
      Files.write(file, model);
      Files.write(folder.resolve(DATA_FILE), data);
      return OnnxImporter.read(file);
    }
  }

  /// Says whether running it takes milliseconds.
  boolean isSmall() {
    return network == BundledNetwork.LENET;
  }

  Content content() throws IOException {
    byte[] original = network.model();
    return switch (this) {
      case QDQ -> new Content(OnnxExporter.toBytes(quantized()), new byte[0]);
      case QLINEAR -> new Content(OnnxExporter.toBytes(QLinearForm.of(quantized())), new byte[0]);
      case EXTERNAL -> external(original);
      default -> new Content(original, new byte[0]);
    };
  }

  private Graph quantized() throws IOException {
    Graph graph = OnnxImporter.read(network.modelFile(), network.model());
    float[] images = network.calibration().images().toFloats(0, 8);
    String input = graph.inputs().getFirst().name();
    CalibrationData data = CalibrationData.of(input, images, 8, 8, 1, 28, 28);
    return Ptq.apply(graph, ConfigName.STATIC_INT8_PER_CHANNEL, data);
  }

  private static Content external(byte[] original) throws IOException {
    ModelProto.Builder model = ModelProto.parseFrom(original).toBuilder();
    ByteArrayOutputStream data = new ByteArrayOutputStream();
    for (TensorProto.Builder tensor : model.getGraphBuilder().getInitializerBuilderList()) {
      ByteString raw = tensor.getRawData();
      tensor
          .clearRawData()
          .setDataLocation(TensorProto.DataLocation.EXTERNAL)
          .addExternalData(entry("location", DATA_FILE))
          .addExternalData(entry("offset", Integer.toString(data.size())))
          .addExternalData(entry("length", Integer.toString(raw.size())));
      raw.writeTo(data);
    }
    return new Content(model.build().toByteArray(), data.toByteArray());
  }

  private static StringStringEntryProto entry(String key, String value) {
    return StringStringEntryProto.newBuilder().setKey(key).setValue(value).build();
  }
}
