package io.bytelane.models.explore;

import io.bytelane.models.data.LabeledImages;
import io.bytelane.models.plan.ExecutionPlan;
import io.bytelane.models.plan.Session;
import io.bytelane.models.report.AccuracyCounter;
import java.util.List;

/// The accuracy of a network on labeled images, as one number.
public final class TopOne {
  private static final int BATCH = 32;

  private TopOne() {}

  /// Runs all images.
  ///
  /// @param plan a network with one float input and one float output
  /// @param images the images, with as many values each as the network takes
  /// @param classNames names of the classes, one per score of the network
  /// @return the share of images whose highest score is the true class
  public static double of(ExecutionPlan plan, LabeledImages images, List<String> classNames) {
    Session session = plan.newSession(BATCH);
    AccuracyCounter counter = new AccuracyCounter(classNames);
    float[] scores = new float[BATCH * classNames.size()];
    for (int first = 0; first < images.count(); first += BATCH) {
      int n = Math.min(BATCH, images.count() - first);
      session.run(images.images().toFloats(first, n), n, scores);
      for (int i = 0; i < n; i++) {
        counter.add(scores, i * classNames.size(), images.labels()[first + i]);
      }
    }
    return counter.accuracy().top1();
  }
}
