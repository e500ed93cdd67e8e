package io.bytelane;

import io.bytelane.internal.gemm.DequantizeStage;
import io.bytelane.internal.gemm.Int32Stage;
import io.bytelane.internal.gemm.OutputStage;
import io.bytelane.internal.gemm.RequantizeStage;
import io.bytelane.internal.kernel.Epilogue;
import io.bytelane.internal.pack.Accumulator;
import io.bytelane.quant.ClampRange;
import io.bytelane.quant.Multipliers;
import java.util.Arrays;

/// The output stages that a builder asks for.
///
/// @param builder the checked description
/// @param epilogue kernels of the chosen path
record LayerStages(QuantizedLayerBuilder<?> builder, Epilogue epilogue) {

  OutputStage<byte[]> int8(Accumulator accumulator, int firstChannel, int channels) {
    float[] multipliers = Multipliers.float32(builder.input, builder.weightParams, builder.output);
    ClampRange clamp = builder.clamp == null ? ClampRange.of(builder.output.type()) : builder.clamp;
    return new RequantizeStage(
        epilogue,
        accumulator.foldedBias(),
        padded(multipliers, accumulator, firstChannel, channels),
        builder.output.zeroPoint(),
        clamp.min(),
        clamp.max());
  }

  @SuppressWarnings("UnusedVariable") // the signature of a stage factory
  OutputStage<int[]> int32(Accumulator accumulator, int firstChannel, int channels) {
    return new Int32Stage(epilogue, accumulator.foldedBias());
  }

  OutputStage<float[]> float32(Accumulator accumulator, int firstChannel, int channels) {
    float[] scales = new float[builder.weightParams.channels()];
    for (int c = 0; c < scales.length; c++) {
      scales[c] = builder.weightParams.scale(c);
    }
    return new DequantizeStage(
        epilogue,
        accumulator.foldedBias(),
        builder.input.scale(),
        padded(scales, accumulator, firstChannel, channels),
        builder.floatMin,
        builder.floatMax);
  }

  private static float[] padded(
      float[] all, Accumulator accumulator, int firstChannel, int channels) {
    return Arrays.copyOf(
        Arrays.copyOfRange(all, firstChannel, firstChannel + channels),
        accumulator.foldedBias().length);
  }
}
