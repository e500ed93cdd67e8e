package io.bytelane.tests.contract;

import io.bytelane.quant.PerChannelQuantParams;
import io.bytelane.quant.QuantParams;
import io.bytelane.quant.QuantizedType;
import io.bytelane.quant.RequantScheme;
import io.bytelane.reference.ReferenceMultiplier;
import io.bytelane.reference.ReferenceQuantParams;
import io.bytelane.reference.ReferenceRequantize;
import io.bytelane.reference.ReferenceTensor;
import java.util.Random;
import java.util.concurrent.Executor;

/// What the operator cases have in common: quantization, content, and the oracle's last step.
final class CaseData {
  static final QuantParams INPUT = new QuantParams(0.02f, 3, QuantizedType.S8);
  static final QuantParams OUTPUT = new QuantParams(0.5f, -7, QuantizedType.S8);

  /// Elements of an elementwise case.
  static final int LENGTH = 200;

  /// Runs tasks in the caller's thread and allocates nothing.
  static final Executor DIRECT = Runnable::run;

  private CaseData() {}

  static PerChannelQuantParams scales(int channels) {
    float[] scales = new float[channels];
    for (int c = 0; c < channels; c++) {
      scales[c] = 0.001f * (c + 1);
    }
    return PerChannelQuantParams.symmetric(scales);
  }

  /// Weight parameters with a zero point in each channel.
  static PerChannelQuantParams affine(int channels) {
    int[] zeroPoints = new int[channels];
    for (int c = 0; c < channels; c++) {
      zeroPoints[c] = c % 7 - 3;
    }
    return PerChannelQuantParams.of(scales(channels).scales(), zeroPoints, QuantizedType.S8);
  }

  static byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    // Symmetric weights exclude -128.
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) Math.max(bytes[i], -127);
    }
    return bytes;
  }

  static float[] floats(int length) {
    float[] floats = new float[length];
    Random random = new Random(length);
    for (int i = 0; i < length; i++) {
      floats[i] = random.nextFloat(-2, 2);
    }
    return floats;
  }

  static ReferenceQuantParams reference(QuantParams params) {
    return new ReferenceQuantParams(params.scale(), params.zeroPoint());
  }

  static ReferenceTensor tensor(byte[] data, QuantParams params) {
    return params.type().isSigned()
        ? ReferenceTensor.s8(data, params.zeroPoint())
        : ReferenceTensor.u8(data, params.zeroPoint());
  }

  static ReferenceTensor tensor(byte[] data, PerChannelQuantParams params) {
    return params.type().isSigned()
        ? ReferenceTensor.s8(data, params.zeroPoints())
        : ReferenceTensor.u8(data, params.zeroPoints());
  }

  /// Returns the levels of accumulators whose channels alternate.
  static byte[] levels(
      int[] acc,
      QuantParams input,
      PerChannelQuantParams weights,
      QuantParams output,
      RequantScheme scheme) {
    int low = output.type().min();
    int high = output.type().max();
    int zero = output.zeroPoint();
    byte[] q = new byte[acc.length];
    for (int i = 0; i < q.length; i++) {
      float weightScale = weights.scale(i % weights.channels());
      double real = (double) input.scale() * weightScale / output.scale();
      ReferenceMultiplier m = ReferenceMultiplier.of(real);
      q[i] =
          (byte)
              switch (scheme) {
                case FLOAT32 ->
                    ReferenceRequantize.float32(
                        acc[i],
                        ReferenceRequantize.multiplier(input.scale(), weightScale, output.scale()),
                        zero,
                        low,
                        high);
                case FIXED_DOUBLE ->
                    ReferenceRequantize.fixedDouble(acc[i], m.m0(), m.shift(), zero, low, high);
                case FIXED_SINGLE ->
                    ReferenceRequantize.fixedSingle(acc[i], m.m0(), m.shift(), zero, low, high);
              };
    }
    return q;
  }
}
