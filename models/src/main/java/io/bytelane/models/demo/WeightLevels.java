package io.bytelane.models.demo;

import io.bytelane.models.graph.Graph;
import io.bytelane.models.graph.Node;
import io.bytelane.models.graph.Tensor;
import io.bytelane.quant.LevelRange;
import io.bytelane.quant.QuantParams;
import io.bytelane.quant.ScaleChooser;
import io.bytelane.quant.SymmetricConvention;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// One weight tensor of a network, with its levels at a few bits: symmetric, narrow range, one
/// scale per output channel.
public final class WeightLevels {
  /// Operators whose second input holds weights.
  private static final Set<String> LAYERS = Set.of("Conv", "ConvTranspose", "Gemm", "MatMul");

  private static final SymmetricConvention CONVENTION = SymmetricConvention.NARROW_127;

  private final String name;
  private final float[] values;
  private final int channels;

  /// Elements from one output channel to the next.
  private final int channelStride;

  private WeightLevels(String name, float[] values, int channels, int channelStride) {
    this.name = name;
    this.values = values;
    this.channels = channels;
    this.channelStride = channelStride;
  }

  /// Returns the float weight tensors of a network that have more than one dimension, in the order
  /// of its layers.
  ///
  /// @param graph the network
  public static List<WeightLevels> of(Graph graph) {
    Map<String, WeightLevels> found = new LinkedHashMap<>();
    for (Node node : graph.nodes()) {
      if (!LAYERS.contains(node.operator()) || !node.hasInput(1)) {
        continue;
      }
      String name = node.input(1);
      graph
          .constant(name)
          .filter(tensor -> tensor.rank() > 1 && tensor.array() instanceof float[])
          .ifPresent(tensor -> found.putIfAbsent(name, of(node, name, tensor)));
    }
    return new ArrayList<>(found.values());
  }

  private static WeightLevels of(Node node, String name, Tensor tensor) {
    int axis =
        switch (node.operator()) {
          case "Conv" -> 0;
          case "ConvTranspose" -> 1;
          case "Gemm" -> node.intAttribute("transB", 0) == 0 ? 1 : 0;
          default -> tensor.rank() - 1;
        };
    int stride = 1;
    for (int d = axis + 1; d < tensor.rank(); d++) {
      stride *= tensor.dimension(d);
    }
    return new WeightLevels(name, tensor.floats(), tensor.dimension(axis), stride);
  }

  /// Returns the name of the tensor.
  public String name() {
    return name;
  }

  /// Returns the weights; not a copy.
  public float[] values() {
    return values;
  }

  /// Returns the levels of all weights, in their order.
  ///
  /// @param bits 2..8
  /// @throws IllegalArgumentException if the bits are not in this range
  public int[] levels(int bits) {
    LevelRange range = CONVENTION.levels(bits);
    float[] scales = scales(range);
    int[] levels = new int[values.length];
    for (int i = 0; i < levels.length; i++) {
      float scale = scales[i / channelStride % channels];
      levels[i] = QuantParams.quantize(values[i], scale, 0, range.min(), range.max());
    }
    return levels;
  }

  private float[] scales(LevelRange range) {
    float[] absMax = new float[channels];
    for (int i = 0; i < values.length; i++) {
      int channel = i / channelStride % channels;
      absMax[channel] = Math.max(absMax[channel], Math.abs(values[i]));
    }
    float[] scales = new float[channels];
    for (int c = 0; c < channels; c++) {
      scales[c] = ScaleChooser.symmetric(absMax[c], range, CONVENTION);
    }
    return scales;
  }
}
