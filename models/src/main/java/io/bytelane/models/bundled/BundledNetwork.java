package io.bytelane.models.bundled;

import io.bytelane.models.data.Idx;
import io.bytelane.models.data.ImageSet;
import io.bytelane.models.data.LabeledImages;
import io.bytelane.models.data.Npy;
import io.bytelane.models.data.NpyArray;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// The bundled float networks. Each takes float32 `[N,1,28,28]` with values `pixel / 255` and gives
/// `[N,10]`.
public enum BundledNetwork {
  /// Two 3x3 convolutions, max pooling, two linear layers; 1,625,866 parameters; MNIST.
  MNIST_CNN("mnist_cnn", DataSet.MNIST),
  /// Two 5x5 convolutions, two linear layers, LogSoftmax; 21,840 parameters; MNIST.
  LENET("lenet", DataSet.MNIST),
  /// Depthwise, pointwise, grouped and dilated convolutions, a residual block; 78,794 parameters;
  /// Fashion-MNIST.
  FASHION_DSNET("fashion_dsnet", DataSet.FASHION),
  /// Six 3x3 convolutions with batch normalization; 283,386 parameters; Fashion-MNIST.
  FASHION_VGG("fashion_vgg", DataSet.FASHION);

  /// The data a network was trained on, with the names of the ten classes.
  private enum DataSet {
    MNIST("mnist", "0,1,2,3,4,5,6,7,8,9"),
    FASHION("fashion", "t-shirt,trouser,pullover,dress,coat,sandal,shirt,sneaker,bag,ankle boot");

    private final String prefix;
    private final String classes;

    DataSet(String prefix, String classes) {
      this.prefix = prefix;
      this.classes = classes;
    }
  }

  private final String id;
  private final DataSet dataSet;

  BundledNetwork(String id, DataSet dataSet) {
    this.id = id;
    this.dataSet = dataSet;
  }

  /// Returns the network with this id, or nothing.
  ///
  /// @param id for example `mnist_cnn`
  public static Optional<BundledNetwork> find(String id) {
    return Arrays.stream(values()).filter(network -> network.id.equals(id)).findFirst();
  }

  /// Returns the ids of all networks, separated by commas, for messages.
  public static String ids() {
    return Arrays.stream(values()).map(BundledNetwork::id).collect(Collectors.joining(", "));
  }

  /// Returns the name by which the command line knows the network, for example `mnist_cnn`.
  public String id() {
    return id;
  }

  /// Returns the file name of the model, for messages and reports.
  public String modelFile() {
    return id + ".onnx";
  }

  /// Returns the names of the classes, in the order of the network's outputs.
  public List<String> classNames() {
    return List.of(dataSet.classes.split(",", -1));
  }

  /// Returns the bytes of the ONNX file.
  ///
  /// @throws IOException if the file cannot be read
  public byte[] model() throws IOException {
    try (InputStream in = open(modelFile())) {
      return in.readAllBytes();
    }
  }

  /// Returns the calibration images: the first 512 training images and their labels.
  ///
  /// @throws IOException if a file cannot be read
  public LabeledImages calibration() throws IOException {
    return images("calibration");
  }

  /// Returns the test images and their labels: 10,000 for MNIST, 2,000 for Fashion-MNIST.
  ///
  /// @throws IOException if a file cannot be read
  public LabeledImages test() throws IOException {
    return images("test");
  }

  /// Returns the outputs that PyTorch computed with the float network for the first 64 test images:
  /// float32 `[64,10]`.
  ///
  /// @throws IOException if the file cannot be read
  public NpyArray expectedLogits() throws IOException {
    String file = id + ".logits.npy";
    try (InputStream in = open(file)) {
      return Npy.read(in, file);
    }
  }

  private LabeledImages images(String part) throws IOException {
    String imageFile = dataSet.prefix + "-" + part + "-images.idx3.gz";
    String labelFile = dataSet.prefix + "-" + part + "-labels.idx1.gz";
    try (InputStream images = open(imageFile);
        InputStream labels = open(labelFile)) {
      ImageSet set = Idx.readImages(images, imageFile);
      return LabeledImages.of(set, Idx.readLabels(labels, labelFile), labelFile);
    }
  }

  private static InputStream open(String file) throws IOException {
    InputStream in = BundledNetwork.class.getResourceAsStream(file);
    if (in == null) {
      throw new IOException(file + ": not on the class path (expected: part of bytelane-models)");
    }
    return in;
  }
}
