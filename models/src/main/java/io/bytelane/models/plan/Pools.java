package io.bytelane.models.plan;

import io.bytelane.Pool2dGeometry;
import io.bytelane.models.graph.Node;
import io.bytelane.models.graph.Tensor;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.LongStream;

/// What maximum and average pools share.
final class Pools {
  private Pools() {}

  /// The geometry of a window, empty where the window is or where one of its positions lies in the
  /// padding alone.
  static Optional<Pool2dGeometry> geometry(Optional<SpatialWindow> window, int[] shape) {
    try {
      return window.map(w -> w.pool(shape[1]));
    } catch (IllegalArgumentException e) {
      // A window without a cell of the image: the generic operator knows what ONNX wants there.
      return Optional.empty();
    }
  }

  /// One window over the whole image, empty where the rank is another one or the image is empty.
  static Optional<Pool2dGeometry> global(int[] shape) {
    if (shape.length < 3 || shape.length > 4 || Tensor.elementCount(shape) == 0) {
      return Optional.empty();
    }
    int height = shape.length == 3 ? 1 : shape[2];
    return Optional.of(Pool2dGeometry.global(height, shape[shape.length - 1], shape[1]));
  }

  /// Whether a node reduces each channel of images to one value: `global`, or `reduction` over all
  /// spatial axes.
  static boolean isGlobal(Node node, String global, String reduction, PlanFacts facts) {
    if (!node.is(reduction)) {
      return node.is(global);
    }
    int rank = facts.shape(node.input(0)).length;
    long[] axes = node.intsAttribute("axes", null);
    if (node.hasInput(1) && facts.isConstant(node.input(1))) {
      Tensor given = facts.constant(node.input(1)).orElseThrow();
      axes = LongStream.range(0, given.size()).map(i -> given.longAt((int) i)).toArray();
    }
    return axes != null
        && rank > 2
        && Arrays.equals(
            Arrays.stream(axes).map(axis -> axis < 0 ? axis + rank : axis).sorted().toArray(),
            LongStream.range(2, rank).toArray());
  }

  static PlannedValue input(NodeGroup group, PlanContext plan, Pool2dGeometry geometry) {
    return plan.read(
        group.operand(0).value(),
        StorageOrder.channelsLast(
            geometry.channels(), geometry.inputHeight() * geometry.inputWidth()));
  }

  static PlannedValue output(NodeGroup group, PlanContext plan, Pool2dGeometry geometry) {
    return plan.define(
        group.output(),
        StorageOrder.channelsLast(
            geometry.channels(), geometry.outputHeight() * geometry.outputWidth()));
  }
}
