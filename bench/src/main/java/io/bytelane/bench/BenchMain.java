package io.bytelane.bench;

import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.Callable;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// What `bench/run` starts: measures suites and prints their tables.
@Command(
    name = "bench/run",
    description = "Measures Bytelane's kernels beside their fp32 twins and native peers.",
    mixinStandardHelpOptions = true,
    version = "Bytelane benchmarks, 0.1.0-SNAPSHOT")
public final class BenchMain implements Callable<Integer> {
  @Option(
      names = "--suite",
      split = ",",
      paramLabel = "SUITE",
      description =
          "dot, gemv, gemm, conv, transposed, pool, elementwise, model or transformer; all of them"
              + " if not given.")
  private List<String> suites = new ArrayList<>();

  @Option(names = "--quick", description = "A few shapes, one short fork: a look, not a figure.")
  private boolean quick;

  @Option(
      names = "--forks",
      paramLabel = "N",
      description = "Fresh JVMs per contender and shape (default: 3, --quick: 1).")
  private Integer forks;

  @Option(
      names = "--shape",
      split = ",",
      paramLabel = "ID",
      description = "These shapes instead of the suite's list.")
  private List<String> shapes = new ArrayList<>();

  @Option(
      names = "--source",
      paramLabel = "TEXT",
      description =
          "Of the list, the shapes whose source contains TEXT: ResNet-50, MobileNet, depthwise...")
  private String source = "";

  @Option(
      names = "--impl",
      split = ",",
      paramLabel = "NAME",
      description = "These contenders alone, and the anchor.")
  private List<String> impls = new ArrayList<>();

  @Option(
      names = "--threads",
      split = ",",
      paramLabel = "N",
      description =
          "Threads of one operation (default: 1); several numbers give a row for each. Contenders"
              + " that have one thread alone run where 1 is among them.")
  private List<Integer> threads = new ArrayList<>();

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description = "Writes the rows as JSON, and the facts about the machine to FILE.env.txt.")
  private Path json;

  /// Peers announce themselves at INFO. Held here, because loggers are held weakly.
  private static final List<Logger> PEER_LOGGERS =
      List.of(Logger.getLogger("org.apache.lucene"), Logger.getLogger("dev.ludovic.netlib"));

  @Spec private CommandSpec spec;

  /// Creates the command.
  public BenchMain() {}

  /// Runs the command line and exits: 0, 1 when the work failed, 2 on bad usage.
  public static void main(String[] arguments) {
    CommandLine commandLine = new CommandLine(new BenchMain());
    commandLine.setExecutionExceptionHandler(
        (e, command, result) -> {
          command.getErr().println("bench: " + e);
          return CommandLine.ExitCode.SOFTWARE;
        });
    PEER_LOGGERS.forEach(logger -> logger.setLevel(Level.WARNING));
    System.exit(commandLine.execute(arguments));
  }

  @Override
  public Integer call() throws IOException {
    List<SuiteDefinition<?>> definitions = new ArrayList<>();
    RunPlan plan;
    try {
      for (String name : suites.isEmpty() ? Suites.names() : suites) {
        definitions.add(Suites.get(name));
      }
      plan =
          new RunPlan(
              quick, forks != null ? forks : defaultForks(), shapes, source, impls, threads);
      for (SuiteDefinition<?> suite : definitions) {
        plan.shapes(suite);
        plan.candidates(suite);
      }
      if (definitions.stream().allMatch(suite -> plan.shapes(suite).isEmpty())) {
        throw new IllegalArgumentException(
            "source: " + source + " (expected: part of a source in the suite's list of shapes)");
      }
    } catch (NoSuchElementException | IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
    PrintWriter out = spec.commandLine().getOut();
    List<String> environment = Environment.lines();
    environment.forEach(out::println);
    out.flush();
    SuiteRunner runner =
        new SuiteRunner(plan, System.err, Files.createTempFile("bytelane-bench-", ".log"));
    List<Row> rows = new ArrayList<>();
    for (SuiteDefinition<?> suite : definitions) {
      List<Row> suiteRows = runner.run(suite);
      rows.addAll(suiteRows);
      out.printf("%nsuite %s, %d fork(s)%s%n", suite.name(), plan.forks(), quick ? ", quick" : "");
      out.print(new TableReport(suiteRows).text());
      out.flush();
      if (json != null) {
        // After each suite: a long run that is cut short keeps what it has.
        writeJson(json, rows);
        Files.write(Path.of(json + ".env.txt"), environment);
      }
    }
    return rows.isEmpty() ? CommandLine.ExitCode.SOFTWARE : CommandLine.ExitCode.OK;
  }

  private int defaultForks() {
    return quick ? 1 : RunPlan.DEFAULT_FORKS;
  }

  /// Writes the rows as a JSON array.
  static void writeJson(Path file, List<Row> rows) throws IOException {
    JsonMapper.builder()
        .enable(SerializationFeature.INDENT_OUTPUT)
        .build()
        .writeValue(file.toFile(), rows);
  }
}
