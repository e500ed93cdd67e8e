package io.bytelane.bench.conv;

import io.bytelane.bench.peer.OnnxModelBuilder;
import io.bytelane.models.onnx.proto.AttributeProto;
import java.util.List;

/// What an ONNX convolution wants: weights OIHW, and its geometry as attributes.
final class ConvLayouts {
  private ConvLayouts() {}

  /// Returns OHWI weights as OIHW.
  static byte[] oihw(byte[] weights, ConvShape shape) {
    int taps = shape.kernel() * shape.kernel();
    int depth = shape.inputChannels() / shape.groups();
    byte[] result = new byte[weights.length];
    int at = 0;
    for (int o = 0; o < shape.outputChannels(); o++) {
      for (int i = 0; i < depth; i++) {
        for (int tap = 0; tap < taps; tap++) {
          result[at++] = weights[(o * taps + tap) * depth + i];
        }
      }
    }
    return result;
  }

  /// Returns an NHWC image as NCHW.
  static byte[] nchw(byte[] image, int pixels, int channels) {
    byte[] result = new byte[image.length];
    for (int p = 0; p < pixels; p++) {
      for (int c = 0; c < channels; c++) {
        result[c * pixels + p] = image[p * channels + c];
      }
    }
    return result;
  }

  /// Returns an NCHW image as NHWC.
  static float[] nhwc(float[] image, int pixels, int channels) {
    float[] result = new float[image.length];
    for (int p = 0; p < pixels; p++) {
      for (int c = 0; c < channels; c++) {
        result[p * channels + c] = image[c * pixels + p];
      }
    }
    return result;
  }

  /// Returns the dimensions of OIHW weights.
  static long[] weightDims(ConvShape shape) {
    return new long[] {
      shape.outputChannels(), shape.inputChannels() / shape.groups(), shape.kernel(), shape.kernel()
    };
  }

  /// Returns the attributes of Conv and QLinearConv.
  static List<AttributeProto> attributes(ConvShape shape) {
    return List.of(
        OnnxModelBuilder.ints("kernel_shape", shape.kernel(), shape.kernel()),
        OnnxModelBuilder.ints("strides", shape.stride(), shape.stride()),
        OnnxModelBuilder.ints("pads", shape.pad(), shape.pad(), shape.pad(), shape.pad()),
        OnnxModelBuilder.integer("group", shape.groups()));
  }
}
