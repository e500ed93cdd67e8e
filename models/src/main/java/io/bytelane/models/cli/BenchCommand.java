package io.bytelane.models.cli;

import io.bytelane.models.explore.Classifier;
import io.bytelane.models.explore.NetworkClassifiers;
import io.bytelane.models.explore.Progress;
import io.bytelane.models.explore.Throughput;
import io.bytelane.models.ptq.ConfigName;
import io.bytelane.models.report.Decimals;
import io.bytelane.models.report.FullResults;
import io.bytelane.models.report.Json;
import io.bytelane.models.report.LatencyHarness;
import io.bytelane.models.report.LatencyStats;
import io.bytelane.models.report.Percentile;
import io.bytelane.models.report.TextTable;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `bytelane bench`: latency and throughput, fp32 against int8.
@Command(
    name = "bench",
    description = {
      "Measures latency percentiles of fp32 and int8 side by side, and throughput with 1 to n"
          + " threads."
    })
final class BenchCommand implements Callable<Integer> {
  private static final Duration BUDGET = Duration.ofSeconds(20);
  private static final Duration WARMUP_TIME = Duration.ofSeconds(2);
  private static final Duration THROUGHPUT_TIME = Duration.ofMillis(500);
  private static final int THROUGHPUT_ROUNDS = 4;

  /// Any inputs will do for times; the same ones in every run.
  private static final int SEED = 20260101;

  @Parameters(paramLabel = "MODEL", description = "A float ONNX file, or a bundled network.")
  private String model;

  @Mixin private ConfigOption configs;

  @Mixin private CalibrationOptions calibration;

  @Option(
      names = "--batch",
      paramLabel = "N",
      split = ",",
      defaultValue = "1,8,32",
      description = "Batch sizes (default: ${DEFAULT-VALUE}).")
  private List<Integer> batches;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Most threads for throughput (default: the processors of this machine).")
  private Integer threads;

  @Option(
      names = "--warmup",
      paramLabel = "N",
      defaultValue = "10",
      description =
          "Calls before latency is measured, more until times settle (default: ${DEFAULT-VALUE}).")
  private int warmup;

  @Option(
      names = "--iters",
      paramLabel = "N",
      defaultValue = "200",
      description = "Calls that are measured, fewer if they are slow (default: ${DEFAULT-VALUE}).")
  private int iterations;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Merge the latencies into full_results.json of this folder.")
  private Path out;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Spec private CommandSpec spec;

  private BenchCommand() {}

  @Override
  public Integer call() throws IOException {
    int maxThreads = threads == null ? Runtime.getRuntime().availableProcessors() : threads;
    int maxBatch = batches.stream().mapToInt(n -> n).max().orElse(0);
    OptionRule.requireAtLeast(spec, "--threads", maxThreads, 1);
    batches.forEach(n -> OptionRule.requireAtLeast(spec, "--batch", n, 1));
    OptionRule.requireAtLeast(spec, "--warmup", warmup, 0);
    OptionRule.requireAtLeast(spec, "--iters", iterations, 1);
    List<ConfigName> chosen = configs.get();
    ModelSource source = configs.open(model);
    NetworkClassifiers classifiers =
        new NetworkClassifiers(
            source.graph(), source.fileBytes(), calibration.data(source, chosen), maxBatch);
    Map<ConfigName, List<LatencyStats>> latency = latency(classifiers, chosen);
    Map<ConfigName, Map<Integer, Double>> throughput =
        throughput(classifiers, chosen, maxBatch, maxThreads);
    if (out != null) {
      merge(latency);
    }
    print(latency, throughput, maxBatch);
    return 0;
  }

  private Map<ConfigName, List<LatencyStats>> latency(
      NetworkClassifiers classifiers, List<ConfigName> chosen) {
    Map<ConfigName, List<LatencyStats>> latency = new LinkedHashMap<>();
    chosen.forEach(config -> latency.put(config, new ArrayList<>()));
    Map<ConfigName, Classifier> ready = new LinkedHashMap<>();
    chosen.forEach(config -> ready.put(config, classifiers.create(config)));
    LatencyHarness harness =
        new LatencyHarness(new LatencyHarness.Protocol(warmup, WARMUP_TIME, iterations, BUDGET));
    Progress progress = new ProgressBars(spec.commandLine().getErr());
    for (int batch : batches) {
      List<LatencyHarness.Task> tasks = new ArrayList<>();
      ready.forEach(
          (config, classifier) -> {
            float[] samples = samples(classifier, batch);
            float[] scores = new float[batch * classifier.classes()];
            tasks.add(
                new LatencyHarness.Task(
                    config.id(), () -> classifier.classify(samples, batch, scores)));
          });
      try (Progress.Work work = progress.begin("latency, batch " + batch, iterations)) {
        List<LatencyStats> stats = harness.measure(batch, tasks, () -> work.advance(1));
        for (int i = 0; i < stats.size(); i++) {
          latency.get(chosen.get(i)).add(stats.get(i));
        }
      }
    }
    return latency;
  }

  private Map<ConfigName, Map<Integer, Double>> throughput(
      NetworkClassifiers classifiers, List<ConfigName> chosen, int batch, int maxThreads) {
    Map<ConfigName, Map<Integer, Double>> throughput = new LinkedHashMap<>();
    Map<ConfigName, List<Classifier>> running = new LinkedHashMap<>();
    chosen.forEach(config -> throughput.put(config, new LinkedHashMap<>()));
    chosen.forEach(config -> running.put(config, new ArrayList<>()));
    Progress progress = new ProgressBars(spec.commandLine().getErr());
    try (Progress.Work work =
        progress.begin("throughput", (long) chosen.size() * maxThreads * THROUGHPUT_ROUNDS)) {
      for (int n = 1; n <= maxThreads; n++) {
        chosen.forEach(config -> running.get(config).add(classifiers.create(config)));
        // In turns, so that a noisy neighbour meets all of them alike.
        double[][] rates = new double[chosen.size()][THROUGHPUT_ROUNDS];
        for (int round = 0; round < THROUGHPUT_ROUNDS; round++) {
          for (int c = 0; c < rates.length; c++) {
            List<Classifier> classifier = running.get(chosen.get(c));
            float[] samples = samples(classifier.getFirst(), batch);
            rates[c][round] = Throughput.measure(classifier, samples, batch, THROUGHPUT_TIME);
            work.advance(1);
          }
        }
        for (int c = 0; c < rates.length; c++) {
          throughput.get(chosen.get(c)).put(n, Percentile.of(rates[c], 50));
        }
      }
    }
    return throughput;
  }

  private static float[] samples(Classifier classifier, int batch) {
    Random random = new Random(SEED);
    float[] samples = new float[batch * classifier.inputLength()];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = random.nextFloat();
    }
    return samples;
  }

  private void merge(Map<ConfigName, List<LatencyStats>> latency) throws IOException {
    Map<String, Object> byId = new LinkedHashMap<>();
    latency.forEach(
        (config, stats) -> byId.put(config.id(), Map.of("config", config.id(), "latency", stats)));
    FullResults.merge(out.resolve("full_results.json"), byId);
  }

  private void print(
      Map<ConfigName, List<LatencyStats>> latency,
      Map<ConfigName, Map<Integer, Double>> throughput,
      int maxBatch) {
    PrintWriter writer = spec.commandLine().getOut();
    if (json) {
      Map<String, Object> byId = new LinkedHashMap<>();
      latency.forEach(
          (config, stats) -> {
            Map<String, Object> rates = new LinkedHashMap<>();
            throughput.get(config).forEach((n, rate) -> rates.put("threads_" + n, rate));
            byId.put(config.id(), Map.of("latency", stats, "samples_per_second", rates));
          });
      writer.print(Json.write(Map.of("model", model, "configs", byId)));
    } else {
      writer.print(latencyTable(latency));
      writer.println();
      writer.print(throughputTable(throughput, maxBatch));
    }
    writer.flush();
  }

  private static String latencyTable(Map<ConfigName, List<LatencyStats>> latency) {
    TextTable table =
        new TextTable(
            List.of("latency, ms per call", "batch", "p50", "p95", "p99", "mean", "vs fp32"));
    List<LatencyStats> base = latency.get(ConfigName.FP32_BASELINE);
    for (int b = 0; b < base.size(); b++) {
      for (Map.Entry<ConfigName, List<LatencyStats>> entry : latency.entrySet()) {
        LatencyStats stats = entry.getValue().get(b);
        table.add(
            List.of(
                entry.getKey().id(),
                Integer.toString(stats.batchSize()),
                Decimals.fixed(stats.p50Ms(), 3),
                Decimals.fixed(stats.p95Ms(), 3),
                Decimals.fixed(stats.p99Ms(), 3),
                Decimals.fixed(stats.meanMs(), 3),
                Decimals.withUnit(base.get(b).p50Ms() / stats.p50Ms(), 2, "x")));
      }
    }
    return table.render();
  }

  private static String throughputTable(
      Map<ConfigName, Map<Integer, Double>> throughput, int maxBatch) {
    TextTable table =
        new TextTable(
            List.of("samples per second, batch " + maxBatch, "threads", "rate", "vs fp32"));
    Map<Integer, Double> base = throughput.get(ConfigName.FP32_BASELINE);
    for (int n : base.keySet()) {
      throughput.forEach(
          (config, rates) ->
              table.add(
                  List.of(
                      config.id(),
                      Integer.toString(n),
                      Decimals.fixed(rates.get(n), 0),
                      Decimals.withUnit(rates.get(n) / base.get(n), 2, "x"))));
    }
    return table.render();
  }
}
