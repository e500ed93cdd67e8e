package io.bytelane.models.explore;

import io.bytelane.models.graph.Graph;
import io.bytelane.models.onnx.OnnxExporter;
import io.bytelane.models.plan.ExecutionPlan;
import io.bytelane.models.plan.Planner;
import io.bytelane.models.plan.Session;
import io.bytelane.models.ptq.CalibrationData;
import io.bytelane.models.ptq.ConfigName;
import io.bytelane.models.ptq.PayloadSize;
import io.bytelane.models.ptq.Ptq;
import io.bytelane.models.ptq.StandardDynamicForm;

/// Prepares a float network with one image input in any configuration.
public final class NetworkClassifiers implements ClassifierFactory {
  private final Graph graph;
  private final long fileBytes;
  private final CalibrationData calibration;
  private final int maxBatch;

  /// Takes a network.
  ///
  /// @param graph the float network, with one float input and one float output
  /// @param fileBytes size of its file
  /// @param calibration representative inputs, which are not test data
  /// @param maxBatch the largest batch that is computed at once
  public NetworkClassifiers(
      Graph graph, long fileBytes, CalibrationData calibration, int maxBatch) {
    this.graph = graph;
    this.fileBytes = fileBytes;
    this.calibration = calibration;
    this.maxBatch = maxBatch;
  }

  /// Returns the network in a configuration.
  ///
  /// @param config the configuration
  public Graph graph(ConfigName config) {
    return Ptq.apply(graph, config, calibration);
  }

  @Override
  public Classifier create(ConfigName config) {
    Graph network = graph(config);
    long bytes =
        config == ConfigName.FP32_BASELINE
            ? fileBytes
            : OnnxExporter.toBytes(StandardDynamicForm.of(network)).length;
    return new PlannedClassifier(
        Planner.plan(network).newSession(maxBatch), PayloadSize.of(network), bytes);
  }

  /// A session as a classifier.
  private record PlannedClassifier(Session session, long payloadBytes, long fileBytes)
      implements Classifier {
    private ExecutionPlan plan() {
      return session.plan();
    }

    @Override
    public int inputLength() {
      return plan().inputSize();
    }

    @Override
    public int classes() {
      return plan().outputSize();
    }

    @Override
    public void classify(float[] images, int batch, float[] scores) {
      session.run(images, batch, scores);
    }
  }
}
