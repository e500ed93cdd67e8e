package io.bytelane.tests.ptq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.bytelane.models.calibration.CalibrationMethod;
import io.bytelane.models.graph.Graph;
import io.bytelane.models.operator.GraphInterpreter;
import io.bytelane.models.plan.ExecutionPlan;
import io.bytelane.models.plan.PlanStep;
import io.bytelane.models.plan.Planner;
import io.bytelane.models.ptq.Ptq;
import io.bytelane.models.ptq.PtqOptions;
import io.bytelane.quant.QuantizedType;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;

/// Plans of random networks against evaluations that share nothing with them.
class QuantizedPlanProperties {
  @Property(tries = 40)
  void floatPlansAgreeWithTheInterpreter(@ForAll @LongRange(max = 1_000_000) long seed) {
    RandomNetwork.Case network = RandomNetwork.of(seed);
    ExecutionPlan plan = Planner.plan(network.graph());
    float[] expected =
        new GraphInterpreter(network.graph())
            .run(Map.of("x", network.batch()))
            .values()
            .iterator()
            .next()
            .floats();
    float[] actual = new float[expected.length];

    plan.newSession(2).run(network.samples(), network.count(), actual);

    for (int i = 0; i < expected.length; i++) {
      assertThat(actual[i])
          .as("output %d of %s", i, plan)
          .isCloseTo(expected[i], within(1e-5f * (1 + Math.abs(expected[i]))));
    }
  }

  @Property(tries = 40)
  void quantizedPlansComputeTheIntegersOfTheirGraph(
      @ForAll @LongRange(max = 1_000_000) long seed,
      @ForAll boolean perChannel,
      @ForAll QuantizedType type,
      @ForAll CalibrationMethod method) {
    RandomNetwork.Case network = RandomNetwork.of(seed);
    PtqOptions options =
        PtqOptions.DEFAULT
            .withPerChannel(perChannel)
            .withActivationType(type)
            .withMethod(method, 99.9);
    Graph graph = Ptq.quantize(network.graph(), options, network.data());
    ExecutionPlan plan = Planner.plan(graph);
    float[] expected = new QdqOracle(graph).run(network.batch());
    float[] actual = new float[expected.length];

    plan.newSession(2).run(network.samples(), network.count(), actual);

    assertThat(actual).as(plan.toString()).isEqualTo(expected);
    float[] single = new float[expected.length];
    plan.newSession(1).run(network.samples(), network.count(), single);
    assertThat(single).as("one by one").isEqualTo(expected);
    assertThat(plan.steps())
        .extracting(PlanStep::operator)
        .as("all but the ends works on levels")
        .noneMatch(operator -> operator.startsWith("Float") || operator.startsWith("Generic"));
  }
}
