package io.bytelane;

import io.bytelane.internal.check.Checks;
import io.bytelane.internal.gemm.BlockSizes;
import io.bytelane.internal.gemm.DequantizeStage;
import io.bytelane.internal.gemm.DynamicStage;
import io.bytelane.internal.gemm.FixedPointStage;
import io.bytelane.internal.gemm.Int32Stage;
import io.bytelane.internal.gemm.OutputStage;
import io.bytelane.internal.gemm.RequantizeStage;
import io.bytelane.internal.gemm.RowRequantizeStage;
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
    ClampRange clamp = clamp();
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

  private ClampRange clamp() {
    return builder.clamp == null ? ClampRange.of(builder.output.type()) : builder.clamp;
  }

  /// The stage of scheme `FLOAT32` for rows whose scales lie in the float scratch.
  OutputStage<byte[]> int8Rows(Accumulator accumulator, int channels, int scalesOffset) {
    ClampRange clamp = clamp();
    return new RowRequantizeStage(
        epilogue,
        accumulator.foldedBias(),
        padded(builder.weightParams.scales(), accumulator, 0, channels),
        builder.output.scale(),
        builder.output.zeroPoint(),
        clamp.min(),
        clamp.max(),
        scalesOffset);
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

  /// The multipliers of a fixed-point scheme, one for all channels or one for each.
  FixedPointMultiplier[] fixedPointMultipliers() {
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
    return new DequantizeStage(
        epilogue,
        accumulator.foldedBias(),
        builder.input.scale(),
        padded(builder.weightParams.scales(), accumulator, firstChannel, channels),
        builder.floatMin,
        builder.floatMax);
  }

  /// The stage for rows whose scales, and zero points of -1, lie in the float scratch.
  OutputStage<float[]> float32Rows(Accumulator accumulator, int channels, int paramsOffset) {
    int[] bias = accumulator.foldedBias();
    return new DynamicStage(
        epilogue,
        bias,
        padded(builder.weightParams.scales(), accumulator, 0, channels),
        new float[bias.length],
        builder.floatMin,
        builder.floatMax,
        paramsOffset,
        BlockSizes.MC);
  }

  private static float[] padded(
      float[] all, Accumulator accumulator, int firstChannel, int channels) {
    return Arrays.copyOf(
        Arrays.copyOfRange(all, firstChannel, firstChannel + channels),
        accumulator.foldedBias().length);
  }
}
