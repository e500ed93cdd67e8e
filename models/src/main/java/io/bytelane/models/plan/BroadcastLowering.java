package io.bytelane.models.plan;

import io.bytelane.Broadcast;
import io.bytelane.ElementwiseOperator;
import io.bytelane.models.graph.Tensor;
import io.bytelane.quant.QuantParams;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// Arithmetic on levels of different shapes, or with a quantized constant, with the clamp that
/// follows. Images stay channels last where every operand has all pixels, or one.
final class BroadcastLowering implements Lowering {
  @Override
  public boolean accepts(NodeGroup group, PlanFacts facts) {
    return BinaryLowering.hasLevels(group.core())
        && group.bias() == null
        && group.writesLevels()
        && facts.isStored(group.output())
        && Tensor.elementCount(facts.shape(group.output())) > 0
        && group.operands().stream().allMatch(operand -> fits(operand, group, facts));
  }

  private static boolean fits(Operand operand, NodeGroup group, PlanFacts facts) {
    int[] shape = facts.shape(operand.value());
    int[] output = facts.shape(group.output());
    if (operand.params() != null) {
      return shape.length == output.length && shape.length > 0 && shape[0] == output[0];
    }
    // A constant for each batch element would not grow with the batch.
    boolean repeats = shape.length < output.length || (shape.length > 0 && shape[0] == 1);
    return repeats && constantParams(operand, facts) != null;
  }

  /// How a constant is quantized, null where it is not, or not with one 8-bit scale.
  private static QuantParams constantParams(Operand operand, PlanFacts facts) {
    return facts
        .quantizedConstant(operand.value())
        .filter(constant -> constant.isPerTensor() && constant.levels().type().bits() == 8)
        .map(
            constant ->
                new QuantParams(
                    constant.scales()[0],
                    constant.zeroPoints()[0],
                    QuantizedConstant.quantizedType(constant.levels().type())))
        .orElse(null);
  }

  /// An operand where it lies.
  ///
  /// @param value null for a constant
  /// @param constant the levels of a constant
  /// @param shape its sizes as stored
  @SuppressWarnings("ArrayRecordComponent") // not compared, not shared beyond the class
  private record Side(PlannedValue value, byte[] constant, int[] shape, QuantParams params) {
    byte[] array(Frame frame) {
      return value == null ? constant : frame.bytes();
    }

    int at(Frame frame, int unit) {
      return value == null ? 0 : value.at(frame) + unit * value.unitSize();
    }
  }

  @Override
  public void lower(NodeGroup group, PlanContext plan) {
    int[] shape = plan.facts().shape(group.output());
    boolean channelsLast = keepsChannelsLast(group, plan, shape);
    Side a = side(group.operand(0), plan, shape, channelsLast);
    Side b = side(group.operand(1), plan, shape, channelsLast);
    StorageOrder order =
        channelsLast ? StorageOrder.channelsLast(shape[1], pixels(shape)) : StorageOrder.ROW_MAJOR;
    PlannedValue out = plan.define(group.output(), order);
    Broadcast pairs = Broadcast.of(a.shape(), b.shape());
    ElementwiseOperator operator = BinaryLowering.levels(group, a.params(), b.params());
    List<PlannedValue> reads = new ArrayList<>();
    for (Side side : List.of(a, b)) {
      if (side.value() != null) {
        reads.add(side.value());
      }
    }
    int size = out.unitSize();
    plan.step(
        group,
        operator,
        reads,
        out,
        f -> {
          for (int unit = 0; unit < f.batch(); unit++) {
            operator.run(
                a.array(f),
                a.at(f, unit),
                b.array(f),
                b.at(f, unit),
                f.bytes(),
                out.at(f) + unit * size,
                pairs,
                f.workspace());
          }
        });
  }

  /// Whether an operand of full size lies channels last, and all can be read so.
  private static boolean keepsChannelsLast(NodeGroup group, PlanContext plan, int[] output) {
    boolean any = false;
    for (Operand operand : group.operands()) {
      int[] shape = aligned(plan.facts().shape(operand.value()), output.length);
      if (shape.length < 3 || (pixels(shape) != 1 && pixels(shape) != pixels(output))) {
        return false;
      }
      any |= operand.params() != null && !plan.read(operand.value()).order().isRowMajor();
    }
    return any;
  }

  private static Side side(Operand operand, PlanContext plan, int[] output, boolean channelsLast) {
    int[] shape = aligned(plan.facts().shape(operand.value()), output.length);
    StorageOrder order = StorageOrder.ROW_MAJOR;
    int[] stored = shape;
    if (channelsLast) {
      order = StorageOrder.channelsLast(shape[1], pixels(shape));
      stored = new int[] {shape[0], pixels(shape), shape[1]};
    }
    if (operand.params() != null) {
      return new Side(plan.read(operand.value(), order), null, stored, operand.params());
    }
    byte[] levels = plan.facts().quantizedConstant(operand.value()).orElseThrow().levels().bytes();
    byte[] ordered = new byte[levels.length];
    for (int i = 0; i < ordered.length; i++) {
      ordered[i] = levels[order.rowMajorIndex(i)];
    }
    return new Side(null, ordered, stored, constantParams(operand, plan.facts()));
  }

  private static int[] aligned(int[] shape, int rank) {
    int[] aligned = new int[rank];
    Arrays.fill(aligned, 1);
    System.arraycopy(shape, 0, aligned, rank - shape.length, shape.length);
    return aligned;
  }

  private static int pixels(int[] shape) {
    return IntStream.of(shape).skip(2).reduce(1, (a, b) -> a * b);
  }
}
