package io.bytelane.tests.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.bytelane.models.report.ParetoFront;
import io.bytelane.models.report.ParetoFront.Status;
import io.bytelane.models.report.ParetoPoint;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/// Properties of the Pareto rule. Axes have few values, so that ties are common.
class ParetoFrontProperties {
  @Property(tries = 300)
  void agreesWithTheDefinition(@ForAll("points") List<ParetoPoint> points) {
    List<Status> statuses = new ParetoFront(points).statuses();
    for (int i = 0; i < points.size(); i++) {
      ParetoPoint p = points.get(i);
      boolean dominated = false;
      for (ParetoPoint q : points) {
        int size = Double.compare(q.fileBytes(), p.fileBytes());
        int time = Double.compare(q.p50Millis(), p.p50Millis());
        int top1 = Double.compare(p.top1(), q.top1());
        dominated |= size <= 0 && time <= 0 && top1 <= 0 && size + time + top1 < 0;
      }
      assertThat(statuses.get(i)).isEqualTo(dominated ? Status.DOMINATED : Status.OPTIMAL);
    }
  }

  @Property(tries = 300)
  void isNeverEmptyAndHoldsUniqueExtremes(@ForAll("points") List<ParetoPoint> points) {
    List<ParetoPoint> optimal = new ParetoFront(points).optimal();

    assertThat(optimal).isNotEmpty();
    assertUniqueMinimumIsOptimal(points, optimal, ParetoPoint::fileBytes);
    assertUniqueMinimumIsOptimal(points, optimal, ParetoPoint::p50Millis);
    assertUniqueMinimumIsOptimal(points, optimal, point -> -point.top1());
  }

  @Property(tries = 300)
  void picksAreTheExtremes(@ForAll("points") List<ParetoPoint> points) {
    ParetoFront front = new ParetoFront(points);

    assertThat(front.smallest().orElseThrow().fileBytes())
        .isEqualTo(points.stream().mapToDouble(ParetoPoint::fileBytes).min().orElseThrow());
    assertThat(front.fastest().orElseThrow().p50Millis())
        .isEqualTo(points.stream().mapToDouble(ParetoPoint::p50Millis).min().orElseThrow());
    assertThat(front.mostAccurate().orElseThrow().top1())
        .isEqualTo(points.stream().mapToDouble(ParetoPoint::top1).max().orElseThrow());
  }

  @Property(tries = 300)
  void dominatedRowsChangeNothing(@ForAll("points") List<ParetoPoint> points) {
    List<ParetoPoint> optimal = new ParetoFront(points).optimal();
    ParetoPoint best = optimal.getFirst();
    List<ParetoPoint> more = new ArrayList<>(points);
    more.add(new ParetoPoint("worse", best.fileBytes() + 1, best.p50Millis(), best.top1()));

    assertThat(new ParetoFront(more).optimal()).isEqualTo(optimal);
    assertThat(new ParetoFront(optimal).optimal()).isEqualTo(optimal);
  }

  @Property(tries = 300)
  void incompleteRowsTakeNoPart(@ForAll("points") List<ParetoPoint> points) {
    List<ParetoPoint> more = new ArrayList<>(points);
    more.add(new ParetoPoint("unmeasured", 0, Double.NaN, 100));
    ParetoFront front = new ParetoFront(more);

    assertThat(front.optimal()).isEqualTo(new ParetoFront(points).optimal());
    assertThat(front.statuses().getLast()).isEqualTo(Status.NOT_AVAILABLE);
  }

  @Provide
  Arbitrary<List<ParetoPoint>> points() {
    Arbitrary<Integer> axis = Arbitraries.integers().between(1, 4);
    return Combinators.combine(axis, axis, axis)
        .as((size, time, top1) -> new ParetoPoint("p", size, time, top1))
        .list()
        .ofMinSize(1)
        .ofMaxSize(8);
  }

  private static void assertUniqueMinimumIsOptimal(
      List<ParetoPoint> points, List<ParetoPoint> optimal, ToDoubleFunction<ParetoPoint> axis) {
    double minimum = points.stream().mapToDouble(axis).min().orElseThrow();
    List<ParetoPoint> best =
        points.stream().filter(point -> axis.applyAsDouble(point) == minimum).toList();
    if (best.size() == 1) {
      assertThat(optimal).contains(best.getFirst());
    }
  }
}
