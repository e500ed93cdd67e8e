package io.bytelane.models.plan;

/// Copies weights from the layouts of ONNX into those of the kernels.
final class ChannelsLast {
  private ChannelsLast() {}

  /// Convolution weights `[O][I][taps]` as `[O][taps][I]`.
  static float[] weights(float[] source, int[] shape) {
    float[] target = new float[source.length];
    int inputs = shape[1];
    int taps = source.length / (shape[0] * inputs);
    for (int i = 0; i < target.length; i++) {
      target[i] = source[convolutionIndex(i, inputs, taps)];
    }
    return target;
  }

  /// Convolution weights `[O][I][taps]` as `[O][taps][I]`.
  static byte[] weights(byte[] source, int[] shape) {
    byte[] target = new byte[source.length];
    int inputs = shape[1];
    int taps = source.length / (shape[0] * inputs);
    for (int i = 0; i < target.length; i++) {
      target[i] = source[convolutionIndex(i, inputs, taps)];
    }
    return target;
  }

  private static int convolutionIndex(int index, int inputs, int taps) {
    int within = index % (inputs * taps);
    return index - within + within % inputs * taps + within / inputs;
  }

  /// Matrix weights as `[N][K]`, with the columns in the order in which the input is stored.
  ///
  /// @param transposed whether the source is `[N][K]` already, otherwise it is `[K][N]`
  static float[] matrix(float[] source, int n, int k, boolean transposed, StorageOrder order) {
    float[] target = new float[source.length];
    for (int o = 0; o < n; o++) {
      for (int i = 0; i < k; i++) {
        int row = order.rowMajorIndex(i);
        target[o * k + i] = source[transposed ? o * k + row : row * n + o];
      }
    }
    return target;
  }

  /// Matrix weights as `[N][K]`, with the columns in the order in which the input is stored.
  ///
  /// @param transposed whether the source is `[N][K]` already, otherwise it is `[K][N]`
  static byte[] matrix(byte[] source, int n, int k, boolean transposed, StorageOrder order) {
    byte[] target = new byte[source.length];
    for (int o = 0; o < n; o++) {
      for (int i = 0; i < k; i++) {
        int row = order.rowMajorIndex(i);
        target[o * k + i] = source[transposed ? o * k + row : row * n + o];
      }
    }
    return target;
  }
}
