package io.bytelane.models.ptq;

import io.bytelane.models.calibration.WeightCalibration;
import io.bytelane.models.graph.DataType;
import io.bytelane.models.graph.Tensor;
import io.bytelane.quant.ArrayQuantizer;
import io.bytelane.quant.ChannelLayout;
import io.bytelane.quant.PerChannelQuantParams;
import io.bytelane.quant.ScaleChooser;
import io.bytelane.quant.SymmetricConvention;
import java.util.Arrays;

/// Weights as symmetric levels of 2 to 8 bits, such as -127 to 127, one to a byte.
///
/// @param levels the levels, in the layout of the float weights
/// @param scales one per output channel, or a single one
@SuppressWarnings("ArrayRecordComponent") // not compared, not shared beyond the package
record QuantizedWeights(Tensor levels, float[] scales) {
  /// The first opset whose DequantizeLinear takes int4.
  private static final int INT4_SINCE = 21;

  /// Quantizes weights whose layer's input scale is not known.
  static QuantizedWeights of(LinearLayer layer, PtqOptions options) {
    float[] maxima = maxima(layer, options);
    float[] scales = new float[maxima.length];
    for (int c = 0; c < scales.length; c++) {
      scales[c] =
          ScaleChooser.symmetric(maxima[c], options.weightLevels(), SymmetricConvention.NARROW_127);
    }
    return quantize(layer, options, scales);
  }

  /// Quantizes weights with scales large enough for the bias to fit int32 at scale `input *
  /// weight`.
  static QuantizedWeights of(LinearLayer layer, PtqOptions options, float inputScale) {
    if (layer.bias() == null) {
      return of(layer, options);
    }
    float[] maxima = maxima(layer, options);
    float[] scales = new float[maxima.length];
    for (int o = 0; o < layer.channels(); o++) {
      int c = maxima.length == 1 ? 0 : o;
      // A channel without weights and bias asks for no scale; alone it gets 1 below.
      if (maxima[c] != 0 || layer.bias()[o] != 0) {
        float scale =
            ScaleChooser.biasAware(
                maxima[c],
                options.weightLevels(),
                SymmetricConvention.NARROW_127,
                layer.bias()[o],
                inputScale);
        scales[c] = Math.max(scale, scales[c]);
      }
    }
    for (int c = 0; c < scales.length; c++) {
      scales[c] = scales[c] == 0 ? 1f : scales[c];
    }
    return quantize(layer, options, scales);
  }

  private static float[] maxima(LinearLayer layer, PtqOptions options) {
    return WeightCalibration.absMax(
        layer.node().input(1),
        layer.weights().floats(),
        layout(layer, options.perChannel()),
        options.weightCalibrator(),
        options.weightLevels());
  }

  private static ChannelLayout layout(LinearLayer layer, boolean perChannel) {
    int[] shape = layer.weights().shape();
    return perChannel
        ? ChannelLayout.perAxis(layer.channelAxis(), shape)
        : ChannelLayout.perTensor(shape);
  }

  private static QuantizedWeights quantize(LinearLayer layer, PtqOptions options, float[] scales) {
    boolean perChannel = scales.length == layer.channels();
    byte[] levels =
        ArrayQuantizer.of(options.weightLevels())
            .quantize(
                layer.weights().floats(),
                PerChannelQuantParams.symmetric(scales),
                layout(layer, perChannel && layer.channels() > 1));
    return new QuantizedWeights(Tensor.of(DataType.S8, layer.weights().shape(), levels), scales);
  }

  /// The levels as ONNX stores them from opset 21 on where 4 bits are enough: as int4, two to a
  /// byte in a file. Otherwise as they are.
  Tensor stored(PtqOptions options, int opset) {
    boolean narrow = options.weightBits() <= 4 && opset >= INT4_SINCE;
    return narrow ? Tensor.of(DataType.S4, levels.shape(), levels.bytes()) : levels;
  }

  /// The scales as one per output channel.
  float[] channelScales(int channels) {
    if (scales.length == channels) {
      return scales;
    }
    float[] all = new float[channels];
    Arrays.fill(all, scales[0]);
    return all;
  }
}
