package io.bytelane;

import io.bytelane.OutputBuilder.OutputKind;
import io.bytelane.internal.check.Checks;
import io.bytelane.internal.dispatch.KernelSet;
import io.bytelane.internal.dispatch.Kernels;
import io.bytelane.internal.gemm.Route;
import io.bytelane.internal.gemm.StageFactory;

/// The prepared route of an int8 layer, for the kind of output that it was built for.
final class LayerCore {
  /// Prepares a route for any kind of output.
  interface Lowering {
    <T> Route<byte[], T> lower(KernelSet kernels, StageFactory<T> stages);
  }

  private final String name;
  private final OutputKind outputKind;
  private final Route<byte[], byte[]> int8;
  private final Route<byte[], int[]> int32;
  private final Route<byte[], float[]> float32;
  private final Route<?, ?> route;
  private final WorkspaceSize workspaceSize;

  LayerCore(QuantizedLayerBuilder<?> builder, Lowering lowering) {
    KernelSet kernels = Kernels.active();
    LayerStages stages = new LayerStages(builder, kernels.epilogue());
    name = builder.name;
    outputKind = builder.outputKind;
    int8 = outputKind == OutputKind.INT8 ? lowering.lower(kernels, stages::int8) : null;
    int32 = outputKind == OutputKind.INT32 ? lowering.lower(kernels, stages::int32) : null;
    float32 = outputKind == OutputKind.FLOAT32 ? lowering.lower(kernels, stages::float32) : null;
    route = int8 != null ? int8 : int32 != null ? int32 : float32;
    workspaceSize = WorkspaceSize.of(route);
  }

  long packedBytes() {
    return route.packedBytes();
  }

  String kernelName() {
    return KernelNames.active(route.name());
  }

  WorkspaceSize workspaceSize() {
    return workspaceSize;
  }

  OutputKind outputKind() {
    return outputKind;
  }

  /// Computes `count` units that lie in the workspace, from and to the arrays of their kinds.
  void run(int inputAt, int outputAt, int count, Workspace w) {
    switch (outputKind) {
      case INT8 -> w.run(int8, w.bytes(), inputAt, w.bytes(), outputAt, count);
      case INT32 -> w.run(int32, w.bytes(), inputAt, w.ints(), outputAt, count);
      case FLOAT32 -> w.run(float32, w.bytes(), inputAt, w.floats(), outputAt, count);
    }
  }

  /// Returns the route of a layer with int8 output.
  ///
  /// @throws IllegalStateException if the layer was built for another kind
  Route<byte[], byte[]> int8() {
    return checked(int8, OutputKind.INT8);
  }

  /// Returns the route of a layer with int32 output; otherwise as [#int8].
  Route<byte[], int[]> int32() {
    return checked(int32, OutputKind.INT32);
  }

  /// Returns the route of a layer with float output; otherwise as [#int8].
  Route<byte[], float[]> float32() {
    return checked(float32, OutputKind.FLOAT32);
  }

  private <T> Route<byte[], T> checked(Route<byte[], T> prepared, OutputKind asked) {
    if (prepared == null) {
      throw otherOutput(name, asked, outputKind);
    }
    return prepared;
  }

  /// Returns the refusal of an output array of another kind.
  static IllegalStateException otherOutput(String name, OutputKind asked, OutputKind built) {
    return new IllegalStateException(
        Checks.message(name + ": output array", asked, built + ", as the layer was built"));
  }
}
