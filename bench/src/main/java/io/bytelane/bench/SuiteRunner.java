package io.bytelane.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/// Runs a suite: checks every contender against the oracle, then measures in rounds. Within a round
/// the contenders of a shape follow each other, a fresh JVM each, so that what disturbs the machine
/// for a minute disturbs all of them alike.
final class SuiteRunner {
  private final RunPlan plan;
  private final PrintStream log;
  private final Path jmhLog;

  /// Creates a runner.
  ///
  /// @param log receives a line per fork, and what was skipped or failed
  /// @param jmhLog receives JMH's own output of the fork that runs
  SuiteRunner(RunPlan plan, PrintStream log, Path jmhLog) {
    this.plan = plan;
    this.log = log;
    this.jmhLog = jmhLog;
  }

  <S extends BenchShape> List<Row> run(SuiteDefinition<S> suite) {
    List<S> shapes = plan.shapes(suite);
    Map<Cell<S>, Check> cells = new HashMap<>();
    List<Cell<S>> order = new ArrayList<>();
    for (S shape : shapes) {
      for (Candidate<S> candidate : plan.candidates(suite)) {
        Cell<S> cell = new Cell<>(shape, candidate);
        check(suite, cell)
            .ifPresent(
                check -> {
                  cells.put(cell, check);
                  order.add(cell);
                });
      }
    }
    Measurements measurements = new Measurements();
    for (int round = 0; round < plan.forks(); round++) {
      for (Cell<S> cell : order) {
        log.printf(
            "%s %s: fork %d of %d, %s, threads: %d%n",
            suite.name(),
            cell.shape.id(),
            round + 1,
            plan.forks(),
            cell.candidate.name(),
            cell.candidate.threads());
        Optional<ForkResult> result = measure(suite, cell);
        if (result.isPresent()) {
          measurements.add(cell.shape.id(), cell.candidate, round, result.get());
        }
      }
    }
    List<Row> rows = new ArrayList<>();
    for (Cell<S> cell : order) {
      Row row = measurements.row(suite.name(), cell.shape, cell.candidate, cells.get(cell));
      if (row != null) {
        rows.add(row);
      }
    }
    return rows;
  }

  /// Returns what the oracle says; empty if the contender cannot run here.
  private <S extends BenchShape> Optional<Check> check(SuiteDefinition<S> suite, Cell<S> cell) {
    Optional<String> reason = cell.candidate.skipReason(cell.shape);
    if (reason.isPresent()) {
      log.printf(
          "%s %s: %s skipped: %s%n",
          suite.name(), cell.shape.id(), cell.candidate.name(), reason.get());
      return Optional.empty();
    }
    try (Contender contender = cell.candidate.prepare(cell.shape)) {
      return Optional.of(contender.check());
    }
  }

  private <S extends BenchShape> Optional<ForkResult> measure(
      SuiteDefinition<S> suite, Cell<S> cell) {
    var options =
        new OptionsBuilder()
            .include("^" + ContenderBenchmark.class.getName().replace(".", "\\.") + "\\.run$")
            .param("suite", suite.name())
            .param("shape", cell.shape.id())
            .param("impl", cell.candidate.name())
            .param("threads", Integer.toString(cell.candidate.threads()))
            .forks(1)
            .measurementIterations(plan.measurementIterations())
            .measurementTime(TimeValue.milliseconds(plan.measurementMillis()))
            .addProfiler(GCProfiler.class)
            .output(jmhLog.toString())
            .shouldFailOnError(true)
            .build();
    try {
      RunResult result = new Runner(options).runSingle();
      return Optional.of(ForkResult.of(result));
    } catch (RunnerException e) {
      log.printf(
          "%s %s: %s failed: %s; JMH's last lines:%n",
          suite.name(), cell.shape.id(), cell.candidate.name(), e.getMessage());
      lastLines(jmhLog).forEach(line -> log.println("  " + line));
      return Optional.empty();
    }
  }

  private static List<String> lastLines(Path file) {
    try {
      List<String> lines = Files.readAllLines(file);
      return lines.subList(Math.max(0, lines.size() - 20), lines.size());
    } catch (IOException e) {
      return List.of(e.toString());
    }
  }

  private record Cell<S extends BenchShape>(S shape, Candidate<S> candidate) {}
}
