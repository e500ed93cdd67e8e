package io.bytelane.tests.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckCommandTest {
  @TempDir private Path folder;

  @Test
  void casesThatPassGiveStatusZero() throws IOException {
    LenetFiles.testCase(folder, "test_b", 0);
    LenetFiles.testCase(folder, "test_a", 0);

    CommandRun run = CommandRun.of("check", folder);

    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .isEqualTo("PASS test_a\nPASS test_b\n2 cases: 2 passed, 0 failed, 0 unsupported\n");
    assertThat(run.status()).isZero();
  }

  @Test
  void failureShowsTheLargestDifference() throws IOException {
    LenetFiles.testCase(folder, "test_a", 0.5f);

    CommandRun run = CommandRun.of("check", folder.resolve("test_a"));

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.out())
        .containsPattern("^FAIL test_a: largest difference 0\\.(5|49999|50000)")
        .endsWith("1 cases: 0 passed, 1 failed, 0 unsupported\n");
  }

  @Test
  void unsupportedNamesTheOperatorAndIsNoFailure() throws IOException {
    LenetFiles.modelWithUnknownOperator(LenetFiles.testCase(folder, "test_a", 0));

    CommandRun run = CommandRun.of("check", folder);

    assertThat(run.status()).isZero();
    assertThat(run.out())
        .isEqualTo("UNSUPPORTED test_a: MapPool\n1 cases: 0 passed, 0 failed, 1 unsupported\n");
  }

  @Test
  void brokenCaseFailsAndTheOthersRun() throws IOException {
    Files.write(LenetFiles.testCase(folder, "test_a", 0).resolve("model.onnx"), new byte[] {8});
    LenetFiles.testCase(folder, "test_b", 0);

    CommandRun run = CommandRun.of("check", folder);

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.out())
        .startsWith("FAIL test_a: model.onnx: ")
        .contains("PASS test_b\n2 cases: 1 passed, 1 failed, 0 unsupported\n");
  }

  @Test
  void jsonHoldsTheSame() throws IOException {
    LenetFiles.testCase(folder, "test_a", 0.5f);
    LenetFiles.testCase(folder, "test_b", 0);

    CommandRun run = CommandRun.of("check", "--json", folder);
    JsonNode json = JsonMapper.builder().build().readTree(run.out());

    assertThat(run.status()).isEqualTo(1);
    assertThat(json.get("failed").intValue()).isEqualTo(1);
    assertThat(json.get("passed").intValue()).isEqualTo(1);
    assertThat(json.get("cases").get(0).get("status").textValue()).isEqualTo("FAIL");
    assertThat(json.get("cases").get(0).get("largest_difference").doubleValue())
        .isBetween(0.49, 0.51);
  }

  @Test
  void folderThatIsNotThereIsNamed() {
    CommandRun run = CommandRun.of("check", folder.resolve("x"));

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err())
        .isEqualTo("bytelane check: " + folder.resolve("x") + ": no such folder\n");
  }

  @Test
  void folderWithoutCasesIsNamed() {
    CommandRun run = CommandRun.of("check", folder);

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err())
        .isEqualTo(
            "bytelane check: "
                + folder
                + ": no test case (expected: model.onnx in it or in a folder of it)\n");
  }

  @Test
  void noFolderIsBadUsage() {
    CommandRun run = CommandRun.of("check");

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err())
        .isEqualTo(
            "bytelane check: Missing required parameter: 'DIR' (see bytelane check --help)\n");
  }
}
