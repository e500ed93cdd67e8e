package io.bytelane.tests.conformance;

import io.bytelane.models.calibration.FoldedBatchNorm;
import io.bytelane.quant.AmaxQuantizer;
import io.bytelane.quant.BiasQuantizer;
import io.bytelane.quant.ChannelLayout;
import io.bytelane.quant.ClampRange;
import io.bytelane.quant.FixedPointMultiplier;
import io.bytelane.quant.LevelRange;
import io.bytelane.quant.QuantParams;
import io.bytelane.quant.QuantizeRule;
import io.bytelane.quant.Requantizer;
import io.bytelane.quant.ScaleChooser;
import io.bytelane.quant.ScaleFloor;
import io.bytelane.quant.StepQuantizer;
import io.bytelane.quant.SymmetricConvention;
import java.util.Arrays;

/// What cases ask of the library beside its operators: choosing parameters, biases, folding, and
/// single values wider than a byte.
final class LibraryNumbers {
  private LibraryNumbers() {}

  static int[] quantizeAmax(
      float[] x, float amax, int bits, boolean unsigned, boolean narrow, boolean floor) {
    LevelRange signed = narrow ? LevelRange.narrow(bits) : LevelRange.signed(bits);
    LevelRange levels = unsigned ? LevelRange.unsigned(bits) : signed;
    byte[] q =
        AmaxQuantizer.builder(levels, amax)
            .rule(QuantizeRule.AMAX_MULTIPLY)
            .floor(floor ? ScaleFloor.NVIDIA_2_POW_MINUS_24 : ScaleFloor.DEFAULT)
            .build()
            .quantize(x, ChannelLayout.perTensor(x.length));
    return Layouts.levels(q, unsigned);
  }

  static Affine params(Engine.ParamsRule rule, float min, float max, int low, int high) {
    LevelRange levels = new LevelRange(low, high);
    QuantParams p =
        switch (rule) {
          case BYTELANE -> ScaleChooser.affine(min, max, levels);
          case PYTORCH_AFFINE -> ScaleChooser.affine(min, max, levels, ScaleFloor.PYTORCH_EPS);
          case FBGEMM -> ScaleChooser.affine(min, max, levels, ScaleFloor.FBGEMM);
          case PYTORCH_SYMMETRIC ->
              ScaleChooser.symmetricParams(
                  Math.max(Math.abs(min), Math.abs(max)),
                  levels,
                  SymmetricConvention.FULL_127_5,
                  ScaleFloor.PYTORCH_EPS);
        };
    return new Affine(p.scale(), p.zeroPoint());
  }

  static float symmetricScale(float absMax, float divisor) {
    return ScaleChooser.symmetric(absMax, levels(divisor), convention(divisor));
  }

  static float biasAwareScale(float absMax, float divisor, float bias, float inputScale) {
    return ScaleChooser.biasAware(absMax, levels(divisor), convention(divisor), bias, inputScale);
  }

  /// Half a number of steps is the divisor of the full range, a whole number that of the narrow
  /// one.
  private static LevelRange levels(float divisor) {
    int max = (int) divisor;
    return new LevelRange(
        convention(divisor) == SymmetricConvention.FULL_127_5 ? -max - 1 : -max, max);
  }

  private static SymmetricConvention convention(float divisor) {
    return divisor == Math.rint(divisor)
        ? SymmetricConvention.NARROW_127
        : SymmetricConvention.FULL_127_5;
  }

  static int quantizeBias(float bias, float biasScale) {
    return BiasQuantizer.quantize(new float[] {bias}, biasScale, new float[] {1}).levels()[0];
  }

  static boolean biasSaturates(float bias, float biasScale) {
    return BiasQuantizer.quantize(new float[] {bias}, biasScale, new float[] {1})
            .saturatedChannels()
            .length
        > 0;
  }

  static float[] foldBatchNorm(
      float[] w, float bias, float gamma, float beta, float mean, float variance, float epsilon) {
    FoldedBatchNorm fold =
        FoldedBatchNorm.of(
            new float[] {gamma},
            new float[] {beta},
            new float[] {mean},
            new float[] {variance},
            epsilon);
    float[] folded =
        Arrays.copyOf(fold.weights(w, ChannelLayout.perAxis(0, 1, w.length)), w.length + 1);
    folded[w.length] = fold.bias(new float[] {bias})[0];
    return folded;
  }

  /// Quantizes to levels that no byte holds, zero point 0. The library multiplies by a reciprocal
  /// only for bytes, so the sign chooses a byte whose ends the values do not reach.
  static int[] quantizeWide(Engine.QuantizeRule rule, float[] x, float scale, int low, int high) {
    StepQuantizer step = new StepQuantizer(scale, low, high, rule == Engine.QuantizeRule.HALF_AWAY);
    int[] q = new int[x.length];
    for (int i = 0; i < q.length; i++) {
      LevelRange levels = x[i] < 0 ? LevelRange.signed(8) : LevelRange.unsigned(8);
      q[i] =
          rule == Engine.QuantizeRule.RECIPROCAL
              ? KernelLayers.quantize(rule, new float[] {x[i]}, scale, 0, levels)[0]
              : step.level(x[i]);
    }
    return q;
  }

  /// Requantizes to a range that no byte holds.
  static int[] requantizeWide(int[] acc, int channels, OutputStage s) {
    ClampRange clamp = new ClampRange(s.low(), s.high());
    int[] q = new int[acc.length];
    for (int i = 0; i < q.length; i++) {
      int c = i % channels;
      q[i] =
          switch (s.scheme()) {
            case FLOAT32 ->
                Requantizer.float32(
                    acc[i], s.multiplier()[c % s.multiplier().length], s.zeroPoint(), clamp);
            case FIXED_DOUBLE ->
                Requantizer.fixedDouble(acc[i], multiplier(s, c), s.zeroPoint(), clamp);
            case FIXED_SINGLE ->
                Requantizer.fixedSingle(acc[i], multiplier(s, c), s.zeroPoint(), clamp);
            case ZERO_POINT_FIRST -> throw new AssertionError("not a scheme of the library");
          };
    }
    return q;
  }

  private static FixedPointMultiplier multiplier(OutputStage s, int channel) {
    return new FixedPointMultiplier(
        s.m0()[channel % s.m0().length], s.shift()[channel % s.shift().length]);
  }
}
