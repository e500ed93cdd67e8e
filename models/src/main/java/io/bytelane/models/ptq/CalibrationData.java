package io.bytelane.models.ptq;

import io.bytelane.models.graph.Tensor;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
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

  /// Cuts samples into batches.
  ///
  /// @param samples for every input of the network, by name, the samples along the first dimension
  /// @param count how many to take
  /// @param batch samples per batch; the last batch may be smaller
  /// @return the batches in order
  /// @throws IllegalArgumentException if a tensor holds fewer than `count`, or a number is less
  ///     than 1
  public static CalibrationData of(Map<String, Tensor> samples, int count, int batch) {
    samples.forEach(
        (input, tensor) -> {
          if (count < 1 || batch < 1 || tensor.rank() == 0 || tensor.dimension(0) < count) {
            throw new IllegalArgumentException(
                "count, batch: %d, %d (expected: >= 1, and as many samples in %s of input %s)"
                    .formatted(count, batch, tensor, input));
          }
        });
    List<Map<String, Tensor>> batches = new ArrayList<>();
    for (int first = 0; first < count; first += batch) {
      int start = first;
      int part = Math.min(batch, count - first);
      Map<String, Tensor> cut = new LinkedHashMap<>();
      samples.forEach((input, tensor) -> cut.put(input, rows(tensor, start, part)));
      batches.add(cut);
    }
    return new CalibrationData(batches);
  }

  private static Tensor rows(Tensor tensor, int first, int count) {
    int[] shape = tensor.shape();
    int row = tensor.size() / shape[0];
    shape[0] = count;
    Object part = Array.newInstance(tensor.array().getClass().getComponentType(), count * row);
    System.arraycopy(tensor.array(), first * row, part, 0, count * row);
    return Tensor.ofArray(tensor.type(), shape, part);
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
