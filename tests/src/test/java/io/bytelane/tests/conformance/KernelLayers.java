package io.bytelane.tests.conformance;

import io.bytelane.Conv2d;
import io.bytelane.Conv2dGeometry;
import io.bytelane.FullyConnected;
import io.bytelane.Int8Dot;
import io.bytelane.QuantizedLayerBuilder;
import io.bytelane.TransposedConv2d;
import io.bytelane.TransposedConv2dGeometry;
import io.bytelane.Workspace;
import io.bytelane.quant.ClampRange;
import io.bytelane.quant.FixedPointMultiplier;
import io.bytelane.quant.LevelRange;
import io.bytelane.quant.Multipliers;
import io.bytelane.quant.PerChannelQuantParams;
import io.bytelane.quant.QuantParams;
import io.bytelane.quant.QuantizationException.Reason;
import io.bytelane.quant.QuantizeRule;
import io.bytelane.quant.QuantizedType;
import io.bytelane.quant.RequantScheme;
import io.bytelane.reference.ReferenceWindow;
import java.util.Arrays;
import java.util.Locale;

/// Describes layers of the kernels from the terms of a case.
final class KernelLayers {
  private KernelLayers() {}

  /// Returns the contract's name of a reason: `INVALID_SCALE` is InvalidScale.
  static String camelCase(Reason reason) {
    StringBuilder name = new StringBuilder();
    for (String word : reason.name().split("_", -1)) {
      name.append(word.charAt(0)).append(word.substring(1).toLowerCase(Locale.ROOT));
    }
    return name.toString();
  }

  /// Returns the type that holds all three; aborts the case if none does.
  static QuantizedType type(Engine engine, int low, int high, int zeroPoint) {
    for (QuantizedType type : QuantizedType.values()) {
      if (type.contains(low) && type.contains(high) && type.contains(zeroPoint)) {
        return type;
      }
    }
    throw engine.missing(
        "levels [" + low + ", " + high + "] with zero point " + zeroPoint + " in 8 bits");
  }

  /// Quantizes by a rule, or to a range, that no operator has: value by value.
  static int[] quantize(
      Engine.QuantizeRule rule, float[] x, float scale, int zeroPoint, LevelRange levels) {
    QuantizeRule same = QuantizeRule.valueOf(rule.name());
    float factor = same.factor(scale, levels);
    int[] q = new int[x.length];
    Arrays.setAll(q, i -> same.level(x[i], factor, zeroPoint, levels));
    return q;
  }

  static byte[] bytes(int[] levels) {
    byte[] q = new byte[levels.length];
    for (int i = 0; i < q.length; i++) {
      q[i] = (byte) levels[i];
    }
    return q;
  }

  /// Returns parameters of scale 1.
  static QuantParams input(boolean unsigned, int zeroPoint) {
    return new QuantParams(1f, zeroPoint, unsigned ? QuantizedType.U8 : QuantizedType.S8);
  }

  /// Returns weight parameters of scale 1, one zero point repeated.
  static PerChannelQuantParams unscaled(boolean unsigned, int[] zeroPoint, int channels) {
    float[] scales = new float[channels];
    Arrays.fill(scales, 1f);
    return weights(scales, unsigned, zeroPoint);
  }

  private static PerChannelQuantParams weights(float[] scales, boolean unsigned, int[] zeroPoint) {
    int[] zeroPoints = new int[scales.length];
    Arrays.setAll(zeroPoints, c -> zeroPoint[zeroPoint.length == 1 ? 0 : c]);
    return PerChannelQuantParams.of(
        scales, zeroPoints, unsigned ? QuantizedType.U8 : QuantizedType.S8);
  }

  /// Returns whether a dot product fits int32 as it is.
  static boolean dotFits(byte[] a, boolean au, byte[] b, boolean bu) {
    long sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (au ? a[i] & 0xFF : a[i]) * (long) (bu ? b[i] & 0xFF : b[i]);
    }
    return sum == (int) sum;
  }

  /// Describes a product whose weights lie as the case has them.
  static FullyConnected.Builder accumulators(GemmProblem p) {
    return FullyConnected.builder(p.k(), p.n())
        .weightsDepthMajor()
        .input(input(p.aUnsigned(), p.aZeroPoint()))
        .weights(p.b(), unscaled(p.bUnsigned(), p.bZeroPoint(), p.n()))
        .bias(p.bias())
        .outputInt32();
  }

  static int[] product(GemmProblem p, FullyConnected.Builder layer) {
    FullyConnected operator = layer.build();
    int[] acc = new int[p.m() * p.n()];
    operator.run(p.a(), 0, acc, 0, p.m(), Workspace.forOperators(operator));
    return acc;
  }

  /// Computes a product of depth 0, which layers refuse and dot products do not.
  static int[] emptyProduct(GemmProblem p) {
    int[] acc = new int[p.m() * p.n()];
    Int8Dot dot = Int8Dot.of(input(p.aUnsigned(), 0).type(), input(p.bUnsigned(), 0).type(), 0);
    for (int i = 0; i < acc.length; i++) {
      acc[i] = dot.dot(p.a(), 0, p.b(), 0) + (p.bias() == null ? 0 : p.bias()[i % p.n()]);
    }
    return acc;
  }

  /// Describes a convolution but for weights and output.
  static Conv2d.Builder convolution(ConvProblem p) {
    ReferenceWindow w = p.window();
    Conv2dGeometry geometry =
        Conv2dGeometry.builder(
                w.inputHeight(), w.inputWidth(), p.inputChannels(), p.outputChannels())
            .kernel(w.kernelHeight(), w.kernelWidth())
            .stride(w.strideHeight(), w.strideWidth())
            .dilation(w.dilationHeight(), w.dilationWidth())
            .pads(w.padTop(), w.padLeft(), w.padBottom(), w.padRight())
            .groups(p.groups())
            .build();
    return Conv2d.builder(geometry)
        .input(input(p.inputUnsigned(), p.inputZeroPoint()))
        .bias(p.bias());
  }

  /// Describes a transposed convolution but for weights and output. The window is that of the
  /// convolution whose transpose it is: the image there is the output here.
  static TransposedConv2d.Builder transposed(ConvProblem p) {
    ReferenceWindow w = p.window();
    int height = w.outputHeight();
    int width = w.outputWidth();
    int fullHeight = (height - 1) * w.strideHeight() + w.row(0, w.kernelHeight() - 1) + 1;
    int fullWidth = (width - 1) * w.strideWidth() + w.column(0, w.kernelWidth() - 1) + 1;
    TransposedConv2dGeometry geometry =
        TransposedConv2dGeometry.builder(height, width, p.inputChannels(), p.outputChannels())
            .kernel(w.kernelHeight(), w.kernelWidth())
            .stride(w.strideHeight(), w.strideWidth())
            .dilation(w.dilationHeight(), w.dilationWidth())
            .pads(
                w.padTop(),
                w.padLeft(),
                Math.max(0, fullHeight - w.inputHeight()),
                Math.max(0, fullWidth - w.inputWidth()))
            .outputPadding(
                Math.max(0, w.inputHeight() - fullHeight), Math.max(0, w.inputWidth() - fullWidth))
            .groups(p.groups())
            .build();
    return TransposedConv2d.builder(geometry)
        .input(input(p.inputUnsigned(), p.inputZeroPoint()))
        .bias(p.bias());
  }

  /// Sets weights and int8 output of a layer with input scale 1 so that the multipliers are those
  /// of `stage`. Scheme A gets them through scales: 1 * 2m / 2 is m to the bit, and 2^-149 / 2 is
  /// 0.
  static void requantize(
      Engine engine,
      QuantizedLayerBuilder<?> layer,
      byte[] weights,
      boolean unsigned,
      int[] weightZeroPoint,
      int channels,
      OutputStage stage) {
    QuantizedType type = type(engine, stage.low(), stage.high(), stage.zeroPoint());
    float[] scales = new float[channels];
    Arrays.fill(scales, 1f);
    switch (stage.scheme()) {
      case FLOAT32 -> {
        float[] all = stage.multiplier();
        for (int c = 0; c < channels; c++) {
          float m = Multipliers.requireValid("multiplier", all[c % all.length]);
          scales[c] = m == 0 ? Float.MIN_VALUE : 2 * m;
        }
      }
      case FIXED_DOUBLE ->
          layer.fixedPointMultipliers(RequantScheme.FIXED_DOUBLE, fixed(stage, channels));
      case FIXED_SINGLE ->
          layer.fixedPointMultipliers(RequantScheme.FIXED_SINGLE, fixed(stage, channels));
      case ZERO_POINT_FIRST -> throw engine.missing("the zero point before rounding");
    }
    layer
        .weights(weights, weights(scales, unsigned, weightZeroPoint))
        .output(new QuantParams(2f, stage.zeroPoint(), type))
        .clamp(new ClampRange(stage.low(), stage.high()));
  }

  private static FixedPointMultiplier[] fixed(OutputStage stage, int channels) {
    int[] m0 = stage.m0();
    int[] shift = stage.shift();
    FixedPointMultiplier[] multipliers = new FixedPointMultiplier[m0.length == 1 ? 1 : channels];
    Arrays.setAll(
        multipliers, c -> new FixedPointMultiplier(m0[c % m0.length], shift[c % shift.length]));
    return multipliers;
  }

  static int[] levels(Engine engine, byte[] q, OutputStage stage) {
    boolean signed = type(engine, stage.low(), stage.high(), stage.zeroPoint()).isSigned();
    return Layouts.levels(q, !signed);
  }
}
