package io.bytelane.tests.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bytelane.WarmUp;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// What a warm-up does and reports; how long it takes is not asserted.
class WarmUpTest {
  private long calls;

  @Test
  void itReportsTheCallsThatItMade() {
    WarmUp.Result result = WarmUp.run(() -> calls++, Duration.ofSeconds(5));
    assertThat(result.calls()).isEqualTo(calls).isPositive();
    assertThat(result.bestNanos()).isPositive().isLessThanOrEqualTo((double) result.firstNanos());
    assertThat(result.spent()).isPositive();
  }

  @Test
  void theLimitEndsIt() {
    WarmUp.Result result = WarmUp.run(() -> calls++, Duration.ofNanos(1));
    assertThat(result.settled()).isFalse();
    assertThat(result.calls()).isEqualTo(calls).isEqualTo(1);
  }

  @Test
  void whatTheCallThrowsEndsIt() {
    assertThatThrownBy(
            () ->
                WarmUp.run(
                    () -> {
                      throw new IllegalStateException("no data");
                    },
                    Duration.ofSeconds(1)))
        .hasMessage("no data");
  }

  @Test
  void aLimitThatIsNotPositive() {
    assertThatThrownBy(() -> WarmUp.run(() -> calls++, Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("limit: PT0S (expected: > 0)");
    assertThat(calls).isZero();
  }
}
