package io.bytelane.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class MeasurementsTest {
  private static final FakeShape SHAPE = new FakeShape("s", 1000, 0, 10);
  private static final FakeCandidate PEAK =
      new FakeCandidate("fp32_peak", Candidate.Kind.ANCHOR, 1);
  private static final FakeCandidate INT8 =
      new FakeCandidate("bytelane_int8", Candidate.Kind.INT8, 1);

  @Test
  void rowHoldsTheMedianForkPerOperation() {
    Measurements measurements = new Measurements();
    double[] nanos = {220, 200, 260};
    for (int round = 0; round < nanos.length; round++) {
      measurements.add("s", PEAK, round, new ForkResult(100, 0));
      measurements.add("s", INT8, round, new ForkResult(nanos[round], 32));
    }
    Row row = measurements.row("fake", SHAPE, INT8, new Check(0, 7));
    assertThat(row.nsPerOp()).isEqualTo(22);
    assertThat(row.macPerNs()).isCloseTo(1000 / 220.0, within(1e-12));
    assertThat(row.spread()).isCloseTo(60 / 220.0, within(1e-12));
    assertThat(row.bytesPerOp()).isEqualTo(3.2);
    assertThat(row.exact()).isTrue();
    assertThat(row.forks()).isEqualTo(3);
    assertThat(row.forksMoved()).isZero();
  }

  @Test
  void aRoundWhoseAnchorMovedDoesNotCount() {
    Measurements measurements = new Measurements();
    measurements.add("s", PEAK, 0, new ForkResult(100, 0));
    measurements.add("s", INT8, 0, new ForkResult(200, 0));
    measurements.add("s", PEAK, 1, new ForkResult(111, 0));
    measurements.add("s", INT8, 1, new ForkResult(900, 0));
    Row row = measurements.row("fake", SHAPE, INT8, new Check(1, 7));
    assertThat(row.nsPerOp()).isEqualTo(20);
    assertThat(row.forks()).isEqualTo(1);
    assertThat(row.forksMoved()).isEqualTo(1);
    assertThat(row.exact()).isFalse();
    assertThat(row.wrong()).isEqualTo(1);
  }

  @Test
  void threadCountsAreApart() {
    FakeCandidate two = new FakeCandidate("bytelane_int8", Candidate.Kind.INT8, 2);
    Measurements measurements = new Measurements();
    measurements.add("s", PEAK, 0, new ForkResult(100, 0));
    measurements.add("s", INT8, 0, new ForkResult(200, 0));
    measurements.add("s", two, 0, new ForkResult(110, 0));
    assertThat(measurements.row("fake", SHAPE, INT8, Check.EMPTY).nsPerOp()).isEqualTo(20);
    Row row = measurements.row("fake", SHAPE, two, Check.EMPTY);
    assertThat(row.nsPerOp()).isEqualTo(11);
    assertThat(row.threads()).isEqualTo(2);
  }

  @Test
  void aContenderWithoutForksHasNoRow() {
    assertThat(new Measurements().row("fake", SHAPE, INT8, Check.EMPTY)).isNull();
  }

  @Test
  void bytesPerNanosecondWhereTheSuiteCountsBytes() {
    FakeShape bytes = new FakeShape("b", 0, 500, 1);
    Measurements measurements = new Measurements();
    measurements.add("b", INT8, 0, new ForkResult(50, 0));
    Row row = measurements.row("fake", bytes, INT8, Check.EMPTY);
    assertThat(row.macPerNs()).isNull();
    assertThat(row.bytesPerNs()).isEqualTo(10);
  }

  record FakeShape(String id, double macs, double bytes, int operationsPerRun)
      implements BenchShape {}

  record FakeCandidate(String name, Candidate.Kind kind, int threads)
      implements Candidate<FakeShape> {
    @Override
    public String output() {
      return "s8";
    }

    @Override
    public Contender prepare(FakeShape shape) {
      throw new UnsupportedOperationException();
    }
  }
}
