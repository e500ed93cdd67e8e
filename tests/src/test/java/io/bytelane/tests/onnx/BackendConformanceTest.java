package io.bytelane.tests.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import io.bytelane.models.onnx.BackendTestResult;
import io.bytelane.models.onnx.BackendTestResult.Status;
import io.bytelane.models.onnx.BackendTestRunner;
import io.bytelane.tests.support.ConformanceFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// The backend tests of the ONNX project on the generic operators: core cases pass, others pass or
/// name what is not supported.
class BackendConformanceTest {
  private static final int NAME = 0;
  private static final int CLASS = 3;

  @TestFactory
  Stream<DynamicTest> nodeCases() throws IOException {
    return cases("onnx-node");
  }

  @TestFactory
  Stream<DynamicTest> pytorchCases() throws IOException {
    return cases("onnx-pytorch");
  }

  private static Stream<DynamicTest> cases(String folder) throws IOException {
    Path root = ConformanceFolder.require(folder);
    Map<String, String> classes = classes(root.resolveSibling("INDEX.tsv"));
    BackendTestRunner runner = new BackendTestRunner();
    List<Path> cases = BackendTestRunner.cases(root);
    assertThat(cases).isNotEmpty();
    return cases.stream()
        .map(
            path -> {
              String name = path.getFileName().toString();
              return DynamicTest.dynamicTest(
                  name, () -> check(runner.run(path), classes.getOrDefault(name, "core")));
            });
  }

  private static void check(BackendTestResult result, String suiteClass) {
    if (suiteClass.startsWith("core")) {
      assertThat(result.status()).as("%s %s", result, result.message()).isEqualTo(Status.PASS);
    } else {
      assertThat(result.status()).as("%s", result).isNotEqualTo(Status.FAIL);
    }
    if (result.status() == Status.UNSUPPORTED) {
      assertThat(result.message()).contains(result.detail()).contains("(expected: ");
    }
  }

  private static Map<String, String> classes(Path index) throws IOException {
    Map<String, String> classes = new HashMap<>();
    for (String line : Files.readAllLines(index)) {
      String[] fields = line.split("\t", -1);
      if (fields.length > CLASS) {
        classes.put(fields[NAME], fields[CLASS]);
      }
    }
    return classes;
  }
}
