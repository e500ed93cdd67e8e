package io.bytelane.models.plan;

import io.bytelane.LookupTable;
import io.bytelane.Quantize;
import io.bytelane.Transpose;
import io.bytelane.models.graph.Node;
import io.bytelane.models.graph.Tensor;
import io.bytelane.quant.QuantParams;
import java.util.List;
import java.util.stream.IntStream;

/// Operators that move elements and compute nothing: padding, nearest-neighbour resizing, slices,
/// splits, transpositions, repetition. Images stay in the order in which they lie where that keeps
/// runs long. Levels with other parameters than the output's pass through a table on their way.
final class MoveLowering implements Lowering {
  @Override
  public boolean accepts(NodeGroup group, PlanFacts facts) {
    if (group.bias() != null
        || group.activation() != null
        || group.readsLevels() != group.writesLevels()
        || !facts.isStored(group.operand(0).value())
        || !MovePattern.fits(group.core(), facts)) {
      return false;
    }
    return moved(group).stream()
        .allMatch(
            output ->
                facts.isStored(output) && MovePattern.sources(group.core(), output, facts) != null);
  }

  /// The outputs of the core that the group computes: all, or the one that is quantized.
  private static List<String> moved(NodeGroup group) {
    return group.writesLevels()
        ? List.of(group.nodes().get(1).input(0))
        : group.core().outputs().stream().filter(output -> !output.isEmpty()).toList();
  }

  @Override
  public void lower(NodeGroup group, PlanContext plan) {
    PlannedValue in = plan.read(group.operand(0).value());
    for (String output : moved(group)) {
      int[] sources = MovePattern.sources(group.core(), output, plan.facts());
      StorageOrder order = imageOrder(plan.facts().shape(output));
      ElementMoves moves = moves(sources, in, order);
      ElementMoves plain = moves(sources, in, StorageOrder.ROW_MAJOR);
      if (plain.runs() < moves.runs()) {
        moves = plain;
        order = StorageOrder.ROW_MAJOR;
      }
      PlannedValue out = plan.define(group.writesLevels() ? group.output() : output, order);
      Transpose transpose = transpose(group.core(), in, out, moves);
      StepAction action =
          MovePattern.isFloat(in)
              ? floats(constant(group, plan), in, out, moves, transpose)
              : levels(group, plan, in, out, moves, transpose);
      plan.step(
          group.core().operator(), PlanContext.nodeNames(group), List.of(in), List.of(out), action);
    }
  }

  private static ElementMoves moves(int[] sources, PlannedValue in, StorageOrder order) {
    return ElementMoves.of(MovePattern.stored(sources, in.order(), in.unitSize(), order));
  }

  private static StorageOrder imageOrder(int[] shape) {
    return shape.length < 3
        ? StorageOrder.ROW_MAJOR
        : StorageOrder.channelsLast(
            shape[1], IntStream.of(shape).skip(2).reduce(1, (a, b) -> a * b));
  }

  /// The kernel for transpositions that leave no run, null for other moves.
  private static Transpose transpose(
      Node node, PlannedValue in, PlannedValue out, ElementMoves moves) {
    if (!node.is("Transpose")
        || moves.hasLongRuns()
        || !in.order().isRowMajor()
        || !out.order().isRowMajor()) {
      return null;
    }
    int rank = in.shape().length;
    long[] reversed = IntStream.range(0, rank).mapToLong(d -> rank - 1L - d).toArray();
    long[] permutation = node.intsAttribute("perm", reversed);
    return Transpose.of(
        in.shape(), IntStream.range(0, rank).map(d -> (int) permutation[d]).toArray());
  }

  private static Tensor constant(NodeGroup group, PlanContext plan) {
    return MovePattern.constant(group.core(), plan.facts());
  }

  private static StepAction floats(
      Tensor constant, PlannedValue in, PlannedValue out, ElementMoves moves, Transpose transpose) {
    if (transpose != null) {
      return f -> transpose.run(f.floats(), in.at(f), f.floats(), out.at(f), f.batch());
    }
    float fill = constant == null ? 0f : constant.floats()[0];
    int inSize = in.unitSize();
    int outSize = out.unitSize();
    return f -> {
      for (int unit = 0; unit < f.batch(); unit++) {
        moves.run(
            f.floats(), in.at(f) + unit * inSize, f.floats(), out.at(f) + unit * outSize, fill);
      }
    };
  }

  private static StepAction levels(
      NodeGroup group,
      PlanContext plan,
      PlannedValue in,
      PlannedValue out,
      ElementMoves moves,
      Transpose transpose) {
    QuantParams from = group.operand(0).params();
    QuantParams to = group.outputParams();
    LookupTable table = from == null || from.equals(to) ? null : LookupTable.requantize(from, to);
    int inSize = in.unitSize();
    int outSize = out.unitSize();
    if (transpose != null) {
      return f -> {
        transpose.run(f.bytes(), in.at(f), f.bytes(), out.at(f), f.batch());
        if (table != null) {
          table.run(f.bytes(), out.at(f), f.bytes(), out.at(f), outSize * f.batch());
        }
      };
    }
    byte fill = level(constant(group, plan), to);
    return f -> {
      for (int unit = 0; unit < f.batch(); unit++) {
        int source = in.at(f) + unit * inSize;
        moves.run(f.bytes(), source, f.bytes(), out.at(f) + unit * outSize, fill, table);
      }
    };
  }

  /// The stored bits of a constant: quantized as the output is, or a level as it stands.
  private static byte level(Tensor constant, QuantParams params) {
    if (params == null) {
      return constant == null ? 0 : (byte) constant.longAt(0);
    }
    byte[] level = new byte[1];
    float[] real = constant == null ? new float[1] : constant.floats();
    Quantize.of(params).run(real, 0, level, 0, 1);
    return level[0];
  }
}
