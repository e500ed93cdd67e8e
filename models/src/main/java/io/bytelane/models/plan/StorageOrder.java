package io.bytelane.models.plan;

/// How a value lies in memory relative to its shape.
///
/// Per index of the leading dimension, the elements in row-major order form a matrix `channels` x
/// `pixels`. Channels-last storage holds the transposed matrix: an image `[N, C, H, W]` lies as
/// `N x (H * W) x C`. A value keeps its order when it is reshaped behind the leading dimension, so
/// that the flatten before a fully connected layer costs nothing: the layer's weights are permuted
/// instead.
///
/// @param channels rows of the row-major matrix
/// @param pixels columns of the row-major matrix
record StorageOrder(int channels, int pixels) {
  /// As ONNX has it. Also the order of any matrix with a single row or column.
  static final StorageOrder ROW_MAJOR = new StorageOrder(1, 1);

  static StorageOrder channelsLast(int channels, int pixels) {
    return channels == 1 || pixels == 1 ? ROW_MAJOR : new StorageOrder(channels, pixels);
  }

  boolean isRowMajor() {
    return channels == 1 && pixels == 1;
  }

  /// The place, in row-major order, of the element that is stored at `index`.
  int rowMajorIndex(int index) {
    int block = channels * pixels;
    int within = index % block;
    return index - within + within % channels * pixels + within / channels;
  }
}
