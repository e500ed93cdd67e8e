package io.bytelane.internal.conv;

import io.bytelane.TransposedConv2dGeometry;
import io.bytelane.internal.dispatch.KernelSet;
import io.bytelane.internal.gemm.Route;
import io.bytelane.internal.gemm.StageFactory;
import io.bytelane.internal.pack.LayerData;
import java.util.ArrayList;
import java.util.List;

/// Lowers an int8 transposed convolution to ordinary ones, one for each [Phase].
///
/// The other way, one product of all pixels by all taps whose int32 results are added into the
/// output, forms the same products, but needs an int32 image as scratch, a second pass, and a rule
/// for the zero point of cells that get fewer taps at the border; phases reuse the patches, stages
/// and proofs of the ordinary convolution.
public final class TransposedLowering {
  private TransposedLowering() {}

  /// Prepares a transposed convolution.
  public static <T> Route<byte[], T> lower(
      TransposedConv2dGeometry g, LayerData layer, KernelSet kernels, StageFactory<T> stages) {
    List<Phase> phases = Phase.of(g);
    if (phases.size() == 1 && phases.getFirst().isWhole(g)) {
      Phase phase = phases.getFirst();
      return ConvLowering.lower(phase.geometry(), layerOf(phase, g, layer), kernels, stages);
    }
    // One factor for all phases, so that they have the same panels.
    int nr = kernels.gemm().nr();
    int factor =
        phases.stream()
            .mapToInt(phase -> MergedGroups.factor(phase.geometry(), nr))
            .min()
            .orElse(1);
    List<Route<byte[], T>> routes = new ArrayList<>();
    for (Phase phase : phases) {
      MergedGroups merged =
          ConvLowering.merged(factor, phase.geometry(), layerOf(phase, g, layer), kernels);
      StageFactory<T> phaseStages =
          (accumulator, firstChannel, channels) ->
              new PhaseStage<>(stages.stage(accumulator, firstChannel, channels), phase, g);
      routes.add(
          ConvLowering.matrix("phases_", merged.geometry(), merged.layer(), kernels, phaseStages));
    }
    return new PhaseRoute<>(routes);
  }

  private static LayerData layerOf(Phase phase, TransposedConv2dGeometry g, LayerData layer) {
    byte[] weights = new byte[phase.geometry().weightCount()];
    phase.copyWeights(g, layer.weights(), weights);
    return new LayerData(
        layer.name(), layer.input(), weights, layer.weightParams(), layer.bias(), layer.wrap());
  }
}
