package io.bytelane.models.cli;

import io.bytelane.KernelPath;
import io.bytelane.models.data.LabeledImages;
import io.bytelane.models.explore.ExplorationTable;
import io.bytelane.models.explore.Explorer;
import io.bytelane.models.explore.LayerProfile;
import io.bytelane.models.explore.NetworkClassifiers;
import io.bytelane.models.figure.ExploreCharts;
import io.bytelane.models.figure.LayerFigures;
import io.bytelane.models.ptq.ConfigName;
import io.bytelane.models.report.ConfigResult;
import io.bytelane.models.report.FullResults;
import io.bytelane.models.report.Json;
import io.bytelane.models.report.LatencyHarness;
import io.bytelane.models.report.ParetoMarkdown;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `bytelane explore`: what int8 costs and brings for one network.
@Command(
    name = "explore",
    description = {
      "Quantizes a network in several ways and compares them with the float original: accuracy,"
          + " size, latency, memory.",
      "Prints tables; writes full_results.json, pareto.md, run.json and figures."
    })
final class ExploreCommand implements Callable<Integer> {
  private static final List<Integer> BATCHES = List.of(1, 8, 32);

  /// Time for the calls of one batch size, before a slow machine measures fewer.
  private static final Duration BUDGET = Duration.ofSeconds(20);

  /// Time to warm up at each batch size: the JVM compiles in the background.
  private static final Duration WARMUP_TIME = Duration.ofSeconds(2);

  private static final Duration PROFILE_WARMUP = Duration.ofSeconds(5);
  private static final int PROFILE_RUNS = 100;

  @Parameters(
      paramLabel = "MODEL",
      arity = "0..1",
      defaultValue = "mnist_cnn",
      description = {
        "A float ONNX file, or a bundled network: mnist_cnn, lenet, fashion_dsnet, fashion_vgg"
            + " (default: ${DEFAULT-VALUE})."
      })
  private String model;

  @Mixin private ConfigOption configs;

  @Mixin private ImageOptions images;

  @Mixin private CalibrationOptions calibration;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      defaultValue = "bytelane-out",
      description = "Folder of reports and figures (default: ${DEFAULT-VALUE}).")
  private Path out;

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

  @Option(names = "--json", description = "Print full_results.json instead of tables.")
  private boolean json;

  @Spec private CommandSpec spec;

  private ExploreCommand() {}

  @Override
  public Integer call() throws IOException {
    OptionRule.requireAtLeast(spec, "--warmup", warmup, 0);
    OptionRule.requireAtLeast(spec, "--iters", iterations, 1);
    List<ConfigName> chosen = configs.get();
    Explorer.Plan plan =
        new Explorer.Plan(
            chosen, BATCHES, new LatencyHarness.Protocol(warmup, WARMUP_TIME, iterations, BUDGET));
    ModelSource source = configs.open(model);
    LabeledImages test = images.test(source);
    NetworkClassifiers classifiers =
        new NetworkClassifiers(
            source.graph(),
            source.fileBytes(),
            calibration.data(source, chosen),
            BATCHES.getLast());
    // Before the work of minutes, not after it.
    Files.createDirectories(out);
    long start = System.nanoTime();
    Explorer.Exploration exploration =
        new Explorer(
                classifiers,
                test,
                source.classNames(),
                plan,
                new ProgressBars(spec.commandLine().getErr()))
            .run();
    Duration elapsed = Duration.ofNanos(System.nanoTime() - start);
    write(source, exploration);
    writeLayers(source, classifiers, test);
    Files.writeString(
        out.resolve("run.json"), Json.write(conditions(source, test, exploration, elapsed)));
    print(source, test, exploration, elapsed);
    return 0;
  }

  private void write(ModelSource source, Explorer.Exploration exploration) throws IOException {
    List<ConfigResult> results = exploration.results();
    FullResults.write(out.resolve("full_results.json"), results);
    Files.writeString(
        out.resolve("pareto.md"), ParetoMarkdown.render(results, ConfigName.FP32_BASELINE.id()));
    ExploreCharts.pareto(out.resolve("pareto.png"), source.name(), results);
    ExploreCharts.latency(out.resolve("latency.png"), source.name(), results);
    ExploreCharts.perClass(out.resolve("per_class.png"), source.name(), results);
  }

  /// Layer by layer: the baseline and the last configuration, which is the most quantized one.
  private void writeLayers(ModelSource source, NetworkClassifiers classifiers, LabeledImages test)
      throws IOException {
    float[] sample = test.images().toFloats(0, 1);
    Map<String, Map<String, Double>> times = new LinkedHashMap<>();
    List<ConfigName> chosen = configs.get();
    for (ConfigName config : List.of(chosen.getFirst(), chosen.getLast())) {
      LayerProfile profile = new LayerProfile(classifiers.graph(config));
      times.put(config.id(), profile.micros(sample, PROFILE_WARMUP, PROFILE_RUNS));
      Map<String, double[]> ranges = profile.ranges();
      if (!ranges.isEmpty()) {
        LayerFigures.ranges(
            out.resolve("activation_ranges.png"), source.name(), config.id(), ranges);
      }
    }
    LayerFigures.times(out.resolve("layer_times.png"), source.name(), times);
  }

  /// What one needs to know to repeat the run.
  private Map<String, Object> conditions(
      ModelSource source, LabeledImages test, Explorer.Exploration exploration, Duration elapsed) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("model", model);
    facts.put("test_images", test.count());
    facts.put("test_file", test.images().name());
    facts.put("calibration", calibration.describe(source));
    facts.put("kernels", KernelPath.active().name());
    facts.put("kernels_reason", KernelPath.reason());
    facts.put("jdk", Runtime.version().toString());
    facts.put("processors", Runtime.getRuntime().availableProcessors());
    facts.put("seconds", elapsed.toMillis() / 1000.0);
    Map<String, Object> control = new LinkedHashMap<>();
    exploration.controlRatios().forEach((batch, ratio) -> control.put("batch_" + batch, ratio));
    facts.put("fp32_against_fp32", control);
    return facts;
  }

  private void print(
      ModelSource source, LabeledImages test, Explorer.Exploration exploration, Duration elapsed) {
    PrintWriter writer = spec.commandLine().getOut();
    if (json) {
      writer.print(FullResults.render(exploration.results()));
    } else {
      writer.printf(
          "%s: %d test images of %s; calibration: %s%n",
          source.name(), test.count(), test.images().name(), calibration.describe(source));
      writer.printf(
          "kernels %s, JDK %s, one thread; %d s%n%n",
          KernelPath.active(), Runtime.version(), elapsed.toSeconds());
      writer.print(ExplorationTable.render(exploration));
      writer.printf(
          "%nWritten to %s: full_results.json, pareto.md, run.json and figures (*.png)%n", out);
    }
    writer.flush();
  }
}
