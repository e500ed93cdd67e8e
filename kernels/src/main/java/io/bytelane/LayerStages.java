package io.bytelane;

import io.bytelane.internal.check.Checks;
import io.bytelane.internal.gemm.DequantizeStage;
import io.bytelane.internal.gemm.FixedPointStage;
import io.bytelane.internal.gemm.Int32Stage;
import io.bytelane.internal.gemm.OutputStage;
import io.bytelane.internal.gemm.RequantizeStage;
import io.bytelane.internal.kernel.Epilogue;
import io.bytelane.internal.pack.Accumulator;
import io.bytelane.quant.ClampRange;
import io.bytelane.quant.FixedPointMultiplier;
import io.bytelane.quant.Multipliers;
import io.bytelane.quant.QuantizationException;
import io.bytelane.quant.QuantizationException.Reason;
import io.bytelane.quant.RequantScheme;
import java.util.Arrays;

/// The output stages that a builder asks for.
///
/// @param builder the checked description
/// @param epilogue kernels of the chosen path
record LayerStages(OutputBuilder<?> builder, Epilogue epilogue) {

  OutputStage<byte[]> int8(Accumulator accumulator, int firstChannel, int channels) {
    ClampRange clamp = builder.clamp == null ? ClampRange.of(builder.output.type()) : builder.clamp;
    if (builder.scheme != RequantScheme.FLOAT32) {
      return fixedPoint(accumulator, firstChannel, channels, clamp);
    }
    float[] multipliers = Multipliers.float32(builder.input, builder.weightParams, builder.output);
    return new RequantizeStage(
        epilogue,
        accumulator.foldedBias(),
        accumulator.floatBias(),
        padded(multipliers, accumulator, firstChannel, channels),
        builder.output.zeroPoint(),
        clamp.min(),
        clamp.max());
  }

  private OutputStage<byte[]> fixedPoint(
      Accumulator accumulator, int firstChannel, int channels, ClampRange clamp) {
    FixedPointMultiplier[] all = fixedPointMultipliers();
    int padded = accumulator.foldedBias().length;
    int[] multipliers = new int[padded];
    int[] shifts = new int[padded];
    for (int c = 0; c < channels; c++) {
      int channel = firstChannel + c;
      FixedPointMultiplier m = all[all.length == 1 ? 0 : channel];
      boolean fits =
          builder.scheme != RequantScheme.FIXED_DOUBLE
              || m.leftShiftFits(accumulator.least(c), accumulator.greatest(c));
      if (!fits) {
        throw new QuantizationException(
            Reason.ACCUMULATOR_OVERFLOW,
            Checks.message(
                builder.name + ": channel " + channel + ": shift",
                m.shift(),
                "keeps the accumulator within int32"));
      }
      multipliers[c] = m.multiplier();
      shifts[c] = m.shift();
    }
    return new FixedPointStage(
        epilogue,
        builder.scheme,
        accumulator.foldedBias(),
        multipliers,
        shifts,
        builder.output.zeroPoint(),
        clamp.min(),
        clamp.max());
  }

  private FixedPointMultiplier[] fixedPointMultipliers() {
    return builder.fixedPoint != null
        ? builder.fixedPoint
        : Multipliers.fixedPoint(
            builder.scheme, builder.input, builder.weightParams, builder.output);
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
