package io.bytelane.models.ptq;

import io.bytelane.models.graph.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/// Representative inputs, in batches.
///
/// @param batches each with a tensor for every input of the network, by name
public record CalibrationData(List<Map<String, Tensor>> batches) {
  /// The batch size of the reports' configurations.
  public static final int DEFAULT_BATCH = 32;

  /// Copies the list.
  public CalibrationData {
    batches = List.copyOf(batches);
  }

  /// Cuts samples of one float input into batches.
  ///
  /// @param input the input's name
  /// @param samples the samples, one after the other
  /// @param count how many to take
  /// @param batch samples per batch; the last batch may be smaller
  /// @param sampleShape the shape of one sample, without the batch dimension
  /// @return the batches in order
  /// @throws IllegalArgumentException if `samples` holds fewer than `count`, or a number is less
  ///     than 1
  public static CalibrationData of(
      String input, float[] samples, int count, int batch, int... sampleShape) {
    int size = Tensor.elementCount(sampleShape);
    if (count < 1 || batch < 1 || (long) count * size > samples.length) {
      throw new IllegalArgumentException(
          "count, batch: "
              + count
              + ", "
              + batch
              + " (expected: >= 1, and at most "
              + samples.length / Math.max(size, 1)
              + " samples)");
    }
    List<Map<String, Tensor>> batches = new ArrayList<>();
    for (int first = 0; first < count; first += batch) {
      int part = Math.min(batch, count - first);
      int[] shape = new int[sampleShape.length + 1];
      shape[0] = part;
      System.arraycopy(sampleShape, 0, shape, 1, sampleShape.length);
      float[] values = Arrays.copyOfRange(samples, first * size, (first + part) * size);
      batches.add(Map.of(input, Tensor.of(shape, values)));
    }
    return new CalibrationData(batches);
  }
}
