package io.bytelane.models.explore;

import io.bytelane.models.data.LabeledImages;
import io.bytelane.models.ptq.ConfigName;
import io.bytelane.models.report.AccuracyCounter;
import io.bytelane.models.report.ConfigResult;
import io.bytelane.models.report.LatencyHarness;
import io.bytelane.models.report.LatencyStats;
import io.bytelane.models.report.McNemar;
import io.bytelane.models.report.MemoryFigures;
import io.bytelane.models.report.MemorySampler;
import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Compares configurations of one network. First each configuration in turn is prepared and run
/// over all test images, for accuracy and memory; then all of them are timed side by side, together
/// with a second instance of the baseline as a control.
public final class Explorer {
  /// Images per call while accuracy is measured.
  private static final int EVALUATION_BATCH = 32;

  private final ClassifierFactory factory;
  private final LabeledImages test;
  private final List<String> classNames;
  private final Plan plan;
  private final Progress progress;

  /// What to compare and how much to measure.
  ///
  /// @param configurations in the order of the report; the baseline is the first
  /// @param batchSizes batch sizes to time
  /// @param latency how much to measure at each batch size
  public record Plan(
      List<ConfigName> configurations, List<Integer> batchSizes, LatencyHarness.Protocol latency) {
    /// Checks that the baseline comes first.
    ///
    /// @throws IllegalArgumentException if it does not
    public Plan {
      configurations = List.copyOf(configurations);
      batchSizes = List.copyOf(batchSizes);
      if (configurations.isEmpty() || configurations.getFirst() != ConfigName.FP32_BASELINE) {
        throw new IllegalArgumentException(
            "configurations: %s (expected: fp32_baseline first)".formatted(configurations));
      }
    }
  }

  /// What was found.
  ///
  /// @param results one per configuration
  /// @param controlRatios by batch size, the median time of the second baseline over that of the
  ///     first; 0.95..1.05 where the measurement can be trusted
  public record Exploration(List<ConfigResult> results, Map<Integer, Double> controlRatios) {
    /// Takes copies.
    public Exploration {
      results = List.copyOf(results);
      controlRatios = Map.copyOf(controlRatios);
    }
  }

  /// One configuration between the two parts of the work.
  private record Candidate(
      ConfigName configuration,
      Classifier classifier,
      AccuracyCounter counter,
      MemoryFigures memory) {}

  /// Creates an explorer.
  ///
  /// @param factory prepares the network
  /// @param test test images, with as many values each as the network takes
  /// @param classNames names of the classes, in the order of the scores
  /// @param plan what to compare
  /// @param progress is told of the work
  public Explorer(
      ClassifierFactory factory,
      LabeledImages test,
      List<String> classNames,
      Plan plan,
      Progress progress) {
    this.factory = factory;
    this.test = test;
    this.classNames = List.copyOf(classNames);
    this.plan = plan;
    this.progress = progress;
  }

  /// Does the work.
  ///
  /// @throws IOException if a file cannot be read
  /// @throws IllegalArgumentException if images or classes do not fit the network
  public Exploration run() throws IOException {
    List<Candidate> candidates = new ArrayList<>();
    for (ConfigName configuration : plan.configurations()) {
      candidates.add(evaluate(configuration));
    }
    Map<Integer, Double> controlRatios = new TreeMap<>();
    List<List<LatencyStats>> latency = time(candidates, controlRatios);
    BitSet baseline = candidates.getFirst().counter().right();
    List<ConfigResult> results = new ArrayList<>();
    for (int i = 0; i < candidates.size(); i++) {
      Candidate candidate = candidates.get(i);
      results.add(
          new ConfigResult(
              candidate.configuration().id(),
              ConfigResult.Size.of(
                  candidate.classifier().fileBytes(), candidate.classifier().payloadBytes()),
              latency.get(i),
              candidate.memory(),
              candidate.counter().accuracy(),
              i == 0 ? null : McNemar.of(baseline, candidate.counter().right())));
    }
    return new Exploration(results, controlRatios);
  }

  private Candidate evaluate(ConfigName configuration) throws IOException {
    AccuracyCounter counter = new AccuracyCounter(classNames);
    try (MemorySampler sampler = MemorySampler.start();
        Progress.Work work = progress.begin(configuration.id(), test.count())) {
      Classifier classifier = factory.create(configuration);
      requireFit(classifier);
      float[] scores = new float[EVALUATION_BATCH * classifier.classes()];
      for (int first = 0; first < test.count(); first += EVALUATION_BATCH) {
        int n = Math.min(EVALUATION_BATCH, test.count() - first);
        classifier.classify(test.images().toFloats(first, n), n, scores);
        for (int i = 0; i < n; i++) {
          counter.add(scores, i * classifier.classes(), test.labels()[first + i]);
        }
        work.advance(n);
      }
      return new Candidate(configuration, classifier, counter, sampler.figures());
    }
  }

  private void requireFit(Classifier classifier) {
    if (classifier.inputLength() != test.images().imageLength()) {
      throw new IllegalArgumentException(
          "%s: values per image: %d (expected: %d, as the network takes)"
              .formatted(
                  test.images().name(), test.images().imageLength(), classifier.inputLength()));
    }
    if (classifier.classes() != classNames.size()) {
      throw new IllegalArgumentException(
          "class names: %d (expected: %d, one per score of the network)"
              .formatted(classNames.size(), classifier.classes()));
    }
  }

  private List<List<LatencyStats>> time(
      List<Candidate> candidates, Map<Integer, Double> controlRatios) throws IOException {
    List<Classifier> classifiers = new ArrayList<>();
    candidates.forEach(candidate -> classifiers.add(candidate.classifier()));
    classifiers.add(factory.create(ConfigName.FP32_BASELINE));
    List<List<LatencyStats>> byCandidate = new ArrayList<>();
    candidates.forEach(candidate -> byCandidate.add(new ArrayList<>()));
    LatencyHarness harness = new LatencyHarness(plan.latency());
    for (int batch : plan.batchSizes()) {
      List<LatencyStats> stats;
      try (Progress.Work work =
          progress.begin("latency, batch " + batch, plan.latency().measure())) {
        stats = harness.measure(batch, tasks(classifiers, batch), () -> work.advance(1));
      }
      for (int i = 0; i < candidates.size(); i++) {
        byCandidate.get(i).add(stats.get(i));
      }
      controlRatios.put(batch, stats.getLast().p50Ms() / stats.getFirst().p50Ms());
    }
    return byCandidate;
  }

  /// The same images for everybody, from the start of the test set, repeated if it is too short.
  private List<LatencyHarness.Task> tasks(List<Classifier> classifiers, int batch) {
    int length = test.images().imageLength();
    float[] images = new float[batch * length];
    for (int i = 0; i < batch; i++) {
      System.arraycopy(test.images().toFloats(i % test.count(), 1), 0, images, i * length, length);
    }
    List<LatencyHarness.Task> tasks = new ArrayList<>();
    for (Classifier classifier : classifiers) {
      float[] scores = new float[batch * classifier.classes()];
      tasks.add(
          new LatencyHarness.Task(
              "classifier " + tasks.size(), () -> classifier.classify(images, batch, scores)));
    }
    return tasks;
  }
}
