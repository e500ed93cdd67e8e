package io.bytelane.tests.plan;

import io.bytelane.models.bundled.BundledNetwork;
import io.bytelane.models.data.ImageSet;
import io.bytelane.models.data.LabeledImages;
import io.bytelane.models.graph.Graph;
import io.bytelane.models.onnx.OnnxImporter;
import io.bytelane.models.plan.ExecutionPlan;
import io.bytelane.models.ptq.CalibrationData;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;

/// The bundled networks and their images as tests want them.
public final class Bundled {
  /// The number of calibration images of the reports.
  public static final int CALIBRATION_IMAGES = 256;

  private static final int CLASSES = 10;

  private Bundled() {}

  /// Imports a network.
  public static Graph graph(BundledNetwork network) {
    try {
      return OnnxImporter.read(network.modelFile(), network.model());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Returns the first test images as floats.
  public static float[] testImages(BundledNetwork network, int count) {
    return test(network).images().toFloats(0, count);
  }

  /// Returns the test images with their labels.
  public static LabeledImages test(BundledNetwork network) {
    try {
      return network.test();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Returns the first images of a set.
  public static LabeledImages first(LabeledImages all, int count) {
    ImageSet set = all.images();
    byte[] pixels = Arrays.copyOf(set.pixels(), count * set.imageLength());
    return new LabeledImages(
        new ImageSet(set.name(), count, set.channels(), set.height(), set.width(), pixels),
        Arrays.copyOf(all.labels(), count));
  }

  /// Returns the calibration data of the reports.
  public static CalibrationData calibration(BundledNetwork network) {
    try {
      return CalibrationData.of(
          "input",
          network.calibration().images().toFloats(0, CALIBRATION_IMAGES),
          CALIBRATION_IMAGES,
          CalibrationData.DEFAULT_BATCH,
          1,
          28,
          28);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Returns the share of test images whose largest output is that of the label, in percent.
  public static double top1(ExecutionPlan plan, LabeledImages images) {
    int count = images.count();
    float[] outputs = new float[count * CLASSES];
    plan.newSession(CalibrationData.DEFAULT_BATCH)
        .run(images.images().toFloats(0, count), count, outputs);
    int correct = 0;
    for (int i = 0; i < count; i++) {
      int best = 0;
      for (int c = 1; c < CLASSES; c++) {
        best = outputs[i * CLASSES + c] > outputs[i * CLASSES + best] ? c : best;
      }
      correct += best == images.labels()[i] ? 1 : 0;
    }
    return 100.0 * correct / count;
  }
}
