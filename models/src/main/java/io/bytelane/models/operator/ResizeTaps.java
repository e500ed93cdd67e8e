package io.bytelane.models.operator;

import io.bytelane.models.graph.Node;
import io.bytelane.models.graph.Tensor;
import java.util.Arrays;
import java.util.List;

/// Which input places, with which weights, a linear or cubic Resize or Upsample adds up along one
/// axis.
public final class ResizeTaps {
  private final int[][] sources;
  private final float[][] weights;

  private ResizeTaps(int[][] sources, float[][] weights) {
    this.sources = sources;
    this.weights = weights;
  }

  /// Finds the taps of every axis.
  ///
  /// @param node a Resize or Upsample that interpolates and does not crop
  /// @param inputs its inputs; the content of the first one does not matter
  /// @return one for each axis of the input
  /// @throws io.bytelane.models.graph.ModelException if the node cannot be computed
  public static List<ResizeTaps> of(Node node, List<Tensor> inputs) {
    Invocation call = new Invocation(node, inputs);
    Tensor x = call.required(0);
    ResizePlan plan = ResizePlan.of(call, x);
    ResizeTaps[] taps = new ResizeTaps[x.rank()];
    for (int axis = 0; axis < taps.length; axis++) {
      ResizeAxis rule = ResizeAxis.of(call, plan, axis, x.dimension(axis));
      taps[axis] = along(rule, plan.sizes()[axis]);
    }
    return List.of(taps);
  }

  private static ResizeTaps along(ResizeAxis rule, int size) {
    int[][] sources = new int[size][];
    float[][] weights = new float[size][];
    for (int i = 0; i < size; i++) {
      double[] all = rule.isIdentity() ? new double[] {1} : rule.weights(i);
      int first = rule.isIdentity() ? i : rule.firstTap(i, all.length);
      int used = 0;
      sources[i] = new int[all.length];
      weights[i] = new float[all.length];
      for (int tap = 0; tap < all.length; tap++) {
        if ((float) all[tap] != 0) {
          sources[i][used] = Math.clamp((long) first + tap, 0, rule.length() - 1);
          weights[i][used++] = (float) all[tap];
        }
      }
      sources[i] = Arrays.copyOf(sources[i], used);
      weights[i] = Arrays.copyOf(weights[i], used);
    }
    return new ResizeTaps(sources, weights);
  }

  /// Says whether the axis stays as it is.
  ///
  /// @param size the size of the axis
  /// @return whether every place takes the same place of the input alone
  public boolean isIdentity(int size) {
    boolean same = sources.length == size;
    for (int i = 0; same && i < size; i++) {
      same = sources[i].length == 1 && sources[i][0] == i && weights[i][0] == 1;
    }
    return same;
  }

  /// Says whether every place of the output takes at least one of the input.
  ///
  /// @return whether there is a tap everywhere
  public boolean isFull() {
    boolean full = sources.length > 0;
    for (int[] taps : sources) {
      full &= taps.length > 0;
    }
    return full;
  }

  /// Returns the input places of each place of the output, inside the input; those whose weight is
  /// 0 are left out.
  ///
  /// @return a new array
  public int[][] sources() {
    return sources.clone();
  }

  /// Returns the weights of the sources.
  ///
  /// @return a new array
  public float[][] weights() {
    return weights.clone();
  }
}
