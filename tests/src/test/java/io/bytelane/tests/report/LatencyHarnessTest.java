package io.bytelane.tests.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.bytelane.models.report.LatencyHarness;
import io.bytelane.models.report.LatencyHarness.Protocol;
import io.bytelane.models.report.LatencyHarness.Task;
import io.bytelane.models.report.LatencyStats;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongUnaryOperator;
import org.junit.jupiter.api.Test;

/// The harness on a clock that only the tasks advance: no time passes in this test.
class LatencyHarnessTest {
  private static final long MILLI = 1_000_000;

  private final List<String> calls = new ArrayList<>();
  private long now;
  private long compiled;

  @Test
  void callsAreInterleavedAndTheFirstChanges() {
    Protocol protocol = new Protocol(0, Duration.ZERO, 3, Duration.ofDays(1));
    harness(protocol).measure(1, List.of(task("a", i -> 1), task("b", i -> 1)), () -> {});

    assertThat(calls).containsExactly("a", "b", "b", "a", "a", "b");
  }

  @Test
  void figuresAreThoseOfTheMeasuredCalls() {
    Protocol protocol = new Protocol(0, Duration.ZERO, 100, Duration.ofDays(1));
    LatencyStats stats =
        harness(protocol).measure(8, List.of(task("a", i -> (i + 1) * MILLI)), () -> {}).getFirst();

    assertThat(stats.batchSize()).isEqualTo(8);
    assertThat(stats.nWarmup()).isZero();
    assertThat(stats.nMeasure()).isEqualTo(100);
    assertThat(stats.p50Ms()).isCloseTo(50.5, within(1e-9));
    assertThat(stats.p95Ms()).isCloseTo(95.05, within(1e-9));
    assertThat(stats.p99Ms()).isCloseTo(99.01, within(1e-9));
    assertThat(stats.meanMs()).isCloseTo(50.5, within(1e-9));
  }

  @Test
  void warmUpEndsOnlyWhenTimesHaveSettled() {
    // Calls get faster by a quarter each until call 30, so the fifth window is the first that
    // repeats.
    Protocol protocol = new Protocol(10, Duration.ZERO, 5, Duration.ofDays(1));
    LongUnaryOperator duration = i -> (long) (1000 * MILLI * Math.pow(0.75, (int) Math.min(i, 30)));
    LatencyStats stats =
        harness(protocol).measure(1, List.of(task("a", duration)), () -> {}).getFirst();

    assertThat(stats.nWarmup()).isEqualTo(50);
    assertThat(stats.p99Ms()).isCloseTo(1000 * Math.pow(0.75, 30), within(1e-5));
  }

  @Test
  void warmUpWaitsForTheSlowestToSettle() {
    Protocol protocol = new Protocol(10, Duration.ZERO, 5, Duration.ofDays(1));
    Task settled = task("a", i -> 100 * MILLI);
    Task settling = task("b", i -> (long) (1000 * MILLI * Math.pow(0.75, (int) Math.min(i, 30))));

    assertThat(harness(protocol).measure(1, List.of(settled, settling), () -> {}))
        .extracting(LatencyStats::nWarmup)
        .containsExactly(50, 50);
  }

  @Test
  void warmUpEndsAtItsTimeEvenIfNothingSettles() {
    Protocol protocol = new Protocol(10, Duration.ZERO, 5, Duration.ofMillis(1 << 25));
    LatencyStats stats =
        harness(protocol).measure(1, List.of(task("a", i -> MILLI << i)), () -> {}).getFirst();

    assertThat(stats.nWarmup()).isEqualTo(30);
  }

  @Test
  void warmUpLastsItsLeastTime() {
    Protocol protocol = new Protocol(10, Duration.ofMillis(950), 5, Duration.ofDays(1));
    LatencyStats stats =
        harness(protocol).measure(1, List.of(task("a", i -> 10 * MILLI)), () -> {}).getFirst();

    assertThat(stats.nWarmup()).isEqualTo(100);
  }

  @Test
  void warmUpWaitsForTheCompiler() {
    // The compiler is busy until call 200, which is at 2 s; then it must be quiet for 0.3 s.
    Protocol protocol = new Protocol(10, Duration.ZERO, 5, Duration.ofDays(1));
    LongUnaryOperator compiling =
        i -> {
          compiled = Math.min(i, 199);
          return 10 * MILLI;
        };
    LatencyStats stats =
        harness(protocol).measure(1, List.of(task("a", compiling)), () -> {}).getFirst();

    assertThat(stats.nWarmup()).isEqualTo(230);
  }

  @Test
  void warmUpLastsItsLeastRounds() {
    Protocol protocol = new Protocol(35, Duration.ZERO, 5, Duration.ofDays(1));
    LatencyStats stats =
        harness(protocol).measure(1, List.of(task("a", i -> 100 * MILLI)), () -> {}).getFirst();

    assertThat(stats.nWarmup()).isEqualTo(40);
  }

  @Test
  void measurementEndsEarlyWhenItsTimeIsOver() {
    Protocol protocol = new Protocol(0, Duration.ZERO, 100, Duration.ofMillis(10));
    int[] rounds = {0};
    LatencyStats stats =
        harness(protocol).measure(1, List.of(task("a", i -> MILLI)), () -> rounds[0]++).getFirst();

    assertThat(stats.nMeasure()).isEqualTo(50);
    assertThat(rounds[0]).isEqualTo(50);
  }

  @Test
  void sameWorkReadsTheSameEvenWhenTheMachineSlowsDown() {
    // The machine becomes slower with every call. Run one after the other, the second of two equal
    // tasks would look 60 % slower; interleaved, they read the same.
    Protocol protocol = new Protocol(0, Duration.ZERO, 200, Duration.ofDays(1));
    int[] total = {0};
    LongUnaryOperator slowing = i -> MILLI + MILLI * total[0]++ / 200;
    List<LatencyStats> stats =
        harness(protocol).measure(1, List.of(task("a", slowing), task("b", slowing)), () -> {});

    assertThat(stats.get(1).p50Ms() / stats.get(0).p50Ms()).isBetween(0.95, 1.05);
  }

  @Test
  void countsAreChecked() {
    assertThatThrownBy(() -> new Protocol(-1, Duration.ZERO, 1, Duration.ZERO))
        .hasMessage("minWarmup: -1 (expected: >= 0)");
    assertThatThrownBy(() -> new Protocol(0, Duration.ZERO, 0, Duration.ZERO))
        .hasMessage("measure: 0 (expected: >= 1)");
  }

  private LatencyHarness harness(Protocol protocol) {
    return new LatencyHarness(protocol, () -> now, () -> compiled);
  }

  private Task task(String name, LongUnaryOperator durationOfCall) {
    int[] call = {0};
    return new Task(
        name,
        () -> {
          calls.add(name);
          now += durationOfCall.applyAsLong(call[0]++);
        });
  }
}
