package io.bytelane.models.cli;

import io.bytelane.models.onnx.BackendTestResult;
import io.bytelane.models.onnx.BackendTestResult.Status;
import io.bytelane.models.onnx.BackendTestRunner;
import io.bytelane.models.report.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `bytelane check`: ONNX backend test folders.
@Command(
    name = "check",
    description = {
      "Runs ONNX backend test folders: model.onnx with test_data_set_*/input_*.pb and output_*.pb.",
      "A line per case: PASS, FAIL with the largest difference, or UNSUPPORTED with the operator;"
          + " then the totals. Exit status 0 only if nothing failed."
    })
final class CheckCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "DIR",
      arity = "1..*",
      description = "A test case, or a folder of test cases.")
  private List<Path> folders;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Spec private CommandSpec spec;

  private CheckCommand() {}

  @Override
  public Integer call() throws IOException {
    List<Path> cases = cases();
    PrintWriter out = spec.commandLine().getOut();
    BackendTestRunner runner =
        new BackendTestRunner(graph -> inputs -> PlannedRun.run(graph, inputs));
    List<BackendTestResult> results = new ArrayList<>();
    for (Path folder : cases) {
      BackendTestResult result = run(runner, folder);
      results.add(result);
      if (!json) {
        out.println(result);
        out.flush();
      }
    }
    if (json) {
      out.print(Json.write(asMap(results)));
    } else {
      out.println(totals(results));
    }
    out.flush();
    return count(results, Status.FAIL) == 0 ? 0 : BytelaneCommand.FAILED;
  }

  private List<Path> cases() throws IOException {
    List<Path> cases = new ArrayList<>();
    for (Path folder : folders) {
      if (!Files.isDirectory(folder)) {
        throw new CommandException(folder + ": no such folder");
      }
      List<Path> found = BackendTestRunner.cases(folder);
      if (found.isEmpty()) {
        throw new CommandException(
            folder + ": no test case (expected: model.onnx in it or in a folder of it)");
      }
      cases.addAll(found);
    }
    return cases;
  }

  /// A defect of ours in one case does not end the run.
  private static BackendTestResult run(BackendTestRunner runner, Path folder) {
    try {
      return runner.run(folder);
    } catch (RuntimeException e) {
      String name = String.valueOf(folder.getFileName());
      String message = ErrorText.of(e);
      return new BackendTestResult(name, Status.FAIL, Double.NaN, message, message);
    }
  }

  private static String totals(List<BackendTestResult> results) {
    return "%d cases: %d passed, %d failed, %d unsupported"
        .formatted(
            results.size(),
            count(results, Status.PASS),
            count(results, Status.FAIL),
            count(results, Status.UNSUPPORTED));
  }

  private static long count(List<BackendTestResult> results, Status status) {
    return results.stream().filter(result -> result.status() == status).count();
  }

  private static Map<String, Object> asMap(List<BackendTestResult> results) {
    List<Map<String, Object>> cases = new ArrayList<>();
    for (BackendTestResult result : results) {
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("name", result.name());
      one.put("status", result.status());
      one.put(
          "largest_difference",
          Double.isFinite(result.largestDifference()) ? result.largestDifference() : null);
      one.put("detail", result.detail());
      cases.add(one);
    }
    return Map.of(
        "cases", cases,
        "passed", count(results, Status.PASS),
        "failed", count(results, Status.FAIL),
        "unsupported", count(results, Status.UNSUPPORTED));
  }
}
