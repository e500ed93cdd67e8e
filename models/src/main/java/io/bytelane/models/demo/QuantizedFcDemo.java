package io.bytelane.models.demo;

import io.bytelane.quant.BiasQuantizer;
import io.bytelane.quant.ClampRange;
import io.bytelane.quant.Multipliers;
import io.bytelane.quant.QuantizedBias;
import io.bytelane.quant.Requantizer;
import io.bytelane.quant.ScaleChooser;
import io.bytelane.quant.SymmetricConvention;

/// A fully connected layer of 8 inputs and 8 outputs on a batch of 4, in float and in integers of a
/// few bits: affine input and output, symmetric weights with one scale per output channel, bias and
/// input zero point folded into one integer per channel, requantization in float32.
///
/// @param inputMap map of the input
/// @param outputMap map of the output, made from the range of the float result
/// @param input real input `[4][8]`
/// @param weights real weights `[8][8]`, one row per output channel
/// @param output real output `[4][8]`
/// @param inputLevels quantized input
/// @param weightLevels quantized weights
/// @param weightScales scale of each output channel
/// @param outputLevels output of the integer layer
// Matrices of a few values, made once and only shown: nobody compares or changes them.
@SuppressWarnings("ArrayRecordComponent")
public record QuantizedFcDemo(
    LinearMap inputMap,
    LinearMap outputMap,
    float[][] input,
    float[][] weights,
    float[][] output,
    int[][] inputLevels,
    int[][] weightLevels,
    float[] weightScales,
    int[][] outputLevels) {
  private static final SymmetricConvention NARROW = SymmetricConvention.NARROW_127;

  private static final float[][] INPUT = {
    {0.6118f, 0.7288f, 0.8511f, 0.2849f, 0.8427f, 0.7435f, 0.4014f, 0.2794f},
    {0.3676f, 0.2426f, 0.1612f, 0.7684f, 0.6038f, 0.0400f, 0.2240f, 0.4237f},
    {0.6565f, 0.6878f, 0.4670f, 0.3470f, 0.2281f, 0.8074f, 0.0178f, 0.3999f},
    {0.1863f, 0.3567f, 0.6104f, 0.0497f, 0.0577f, 0.2990f, 0.6687f, 0.8626f},
  };

  private static final float[][] WEIGHTS = {
    {0.12626f, -0.14752f, 0.08191f, 0.24982f, -0.10495f, -0.19227f, -0.1855f, -0.157f},
    {0.27624f, -0.43835f, 0.05101f, -0.1202f, -0.20344f, 0.10202f, -0.20799f, 0.24112f},
    {-0.38216f, -0.28047f, 0.085238f, -0.42504f, -0.20952f, 0.32018f, -0.33619f, 0.20219f},
    {0.089233f, -0.10124f, 0.11467f, 0.20091f, 0.11438f, -0.42427f, 0.10178f, -0.00030941f},
    {-0.018837f, -0.21256f, -0.45285f, 0.20949f, -0.38684f, -0.171f, -0.45331f, -0.20433f},
    {-0.20038f, -0.053757f, 0.18997f, -0.36866f, 0.055484f, 0.15643f, -0.23538f, 0.21103f},
    {-0.26875f, 0.24984f, -0.23514f, 0.25527f, 0.20322f, 0.37675f, 0.061563f, 0.17201f},
    {0.33541f, -0.33555f, -0.43349f, 0.43043f, -0.20498f, -0.18366f, -0.091553f, -0.41168f},
  };

  private static final float[] BIAS = {
    0.1954f, -0.2756f, 0.3113f, 0.1149f, 0.4274f, 0.2429f, -0.1721f, -0.2502f
  };

  /// Computes the demonstration.
  ///
  /// @param bits 2..8
  /// @throws IllegalArgumentException if the bits are not in this range
  public static QuantizedFcDemo run(int bits) {
    float[][] output = floatLayer(INPUT, WEIGHTS, BIAS);
    LinearMap inputMap = LinearMap.of(INPUT, bits);
    LinearMap outputMap = LinearMap.of(output, bits);
    float[] scales = weightScales(bits);
    int[][] inputLevels = inputMap.quantize(INPUT);
    int[][] weightLevels = quantizeRows(WEIGHTS, scales, bits);
    QuantizedBias bias = BiasQuantizer.quantize(BIAS, inputMap.scaleAsFloat(), scales);
    int[][] outputLevels =
        integerLayer(inputMap, outputMap, inputLevels, weightLevels, scales, bias);
    return new QuantizedFcDemo(
        inputMap,
        outputMap,
        INPUT,
        WEIGHTS,
        output,
        inputLevels,
        weightLevels,
        scales,
        outputLevels);
  }

  /// Returns the real values of the quantized weights.
  public float[][] reconstructedWeights() {
    float[][] values = new float[weightLevels.length][];
    for (int o = 0; o < values.length; o++) {
      values[o] =
          new LinearMap(inputMap.bits(), weightScales[o], 0)
              .dequantize(new int[][] {weightLevels[o]})[0];
    }
    return values;
  }

  /// Returns whether the integer layer agrees within one level with the float layer on the
  /// reconstructed input and weights.
  public boolean passed() {
    float[][] expected = floatLayer(inputMap.dequantize(inputLevels), reconstructedWeights(), BIAS);
    int[][] expectedLevels = outputMap.quantize(expected);
    for (int i = 0; i < expectedLevels.length; i++) {
      for (int o = 0; o < expectedLevels[i].length; o++) {
        if (Math.abs(expectedLevels[i][o] - outputLevels[i][o]) > 1) {
          return false;
        }
      }
    }
    return true;
  }

  private static float[][] floatLayer(float[][] input, float[][] weights, float[] bias) {
    float[][] output = new float[input.length][weights.length];
    for (int i = 0; i < input.length; i++) {
      for (int o = 0; o < weights.length; o++) {
        double sum = bias[o];
        for (int k = 0; k < input[i].length; k++) {
          sum += (double) input[i][k] * weights[o][k];
        }
        output[i][o] = (float) sum;
      }
    }
    return output;
  }

  /// Absolute maximum of each row over the highest level: symmetric and narrow.
  private static float[] weightScales(int bits) {
    float[] scales = new float[WEIGHTS.length];
    for (int o = 0; o < scales.length; o++) {
      float max = 0;
      for (float weight : WEIGHTS[o]) {
        max = Math.max(max, Math.abs(weight));
      }
      scales[o] = ScaleChooser.symmetric(max, NARROW.levels(bits), NARROW);
    }
    return scales;
  }

  private static int[][] quantizeRows(float[][] values, float[] scales, int bits) {
    int[][] levels = new int[values.length][];
    for (int o = 0; o < levels.length; o++) {
      levels[o] = new LinearMap(bits, scales[o], 0).quantize(new float[][] {values[o]})[0];
    }
    return levels;
  }

  private static int[][] integerLayer(
      LinearMap inputMap,
      LinearMap outputMap,
      int[][] input,
      int[][] weights,
      float[] weightScales,
      QuantizedBias bias) {
    ClampRange clamp = new ClampRange(outputMap.range().min(), outputMap.range().max());
    int[] folded = bias.withInputZeroPoint(inputMap.zeroPoint(), rowSums(weights));
    int[][] output = new int[input.length][weights.length];
    for (int i = 0; i < input.length; i++) {
      for (int o = 0; o < weights.length; o++) {
        int acc = folded[o];
        for (int k = 0; k < input[i].length; k++) {
          acc += input[i][k] * weights[o][k];
        }
        float multiplier =
            Multipliers.float32(inputMap.scaleAsFloat(), weightScales[o], outputMap.scaleAsFloat());
        output[i][o] = Requantizer.float32(acc, multiplier, outputMap.zeroPoint(), clamp);
      }
    }
    return output;
  }

  private static int[] rowSums(int[][] rows) {
    int[] sums = new int[rows.length];
    for (int i = 0; i < rows.length; i++) {
      for (int level : rows[i]) {
        sums[i] += level;
      }
    }
    return sums;
  }
}
