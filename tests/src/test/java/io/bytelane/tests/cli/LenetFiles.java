package io.bytelane.tests.cli;

import io.bytelane.models.bundled.BundledNetwork;
import io.bytelane.models.data.Npy;
import io.bytelane.models.data.NpyArray;
import io.bytelane.models.graph.Tensor;
import io.bytelane.models.onnx.TensorFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/// Files around the bundled lenet network, whole and broken.
final class LenetFiles {
  static final int IMAGES = 3;
  static final int CLASSES = 10;

  private LenetFiles() {}

  static Path model(Path folder) throws IOException {
    return Files.write(folder.resolve("model.onnx"), BundledNetwork.LENET.model());
  }

  static Path truncatedModel(Path folder) throws IOException {
    byte[] model = BundledNetwork.LENET.model();
    return Files.write(folder.resolve("cut.onnx"), Arrays.copyOf(model, model.length / 2));
  }

  /// The model with an operator that does not exist: all "MaxPool" read "MapPool".
  static Path modelWithUnknownOperator(Path folder) throws IOException {
    String text =
        new String(BundledNetwork.LENET.model(), StandardCharsets.ISO_8859_1)
            .replace("MaxPool", "MapPool");
    return Files.write(folder.resolve("model.onnx"), text.getBytes(StandardCharsets.ISO_8859_1));
  }

  static Tensor images() throws IOException {
    return Tensor.of(
        new int[] {IMAGES, 1, 28, 28}, BundledNetwork.LENET.test().images().toFloats(0, IMAGES));
  }

  static float[] expectedScores() throws IOException {
    float[] all = BundledNetwork.LENET.expectedLogits().floats();
    return Arrays.copyOf(all, IMAGES * CLASSES);
  }

  static Path imagesNpy(Path folder) throws IOException {
    Path file = folder.resolve("images.npy");
    Npy.write(file, NpyArray.ofFloats(images().floats(), IMAGES, 1, 28, 28));
    return file;
  }

  /// A backend test case whose expected output is off by `error` in one value.
  static Path testCase(Path folder, String name, float error) throws IOException {
    Path testCase = Files.createDirectories(folder.resolve(name));
    model(testCase);
    float[] scores = expectedScores();
    scores[4] += error;
    Path data = Files.createDirectories(testCase.resolve("test_data_set_0"));
    new TensorFile("input", images()).write(data.resolve("input_0.pb"));
    new TensorFile("log_probs", Tensor.of(new int[] {IMAGES, CLASSES}, scores))
        .write(data.resolve("output_0.pb"));
    return testCase;
  }
}
