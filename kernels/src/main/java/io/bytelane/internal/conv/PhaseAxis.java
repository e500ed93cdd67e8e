package io.bytelane.internal.conv;

import java.util.ArrayList;
import java.util.List;

/// One axis of one phase of a transposed convolution: the output positions `first`,
/// `first + stride`, ... are those of an ordinary convolution of stride 1 over the same input.
///
/// Output `o` takes input `i` by tap `k` where `i * stride - pad + k * dilation = o`. With
/// `g = gcd(stride, dilation)`, the taps that reach the outputs of one residue modulo `stride` are
/// `stride / g` apart, and neighbouring ones take inputs that are `dilation / g` apart, in the
/// opposite order. Where no tap reaches, one tap stands for none: it sees only padding.
///
/// @param first first output position
/// @param count output positions, at least 1
/// @param lastTap the tap that comes first in the ordinary convolution
/// @param tapStep distance to the next one, which is lower
/// @param taps number of taps
/// @param dilation distance of the inputs of neighbouring taps
/// @param padBegin padding before the input; negative where the convolution starts later
/// @param padEnd padding after the input; negative where it ends earlier
record PhaseAxis(
    int first,
    int count,
    int lastTap,
    int tapStep,
    int taps,
    int dilation,
    int padBegin,
    int padEnd) {

  /// Returns the phases of an axis, at most `stride`.
  static List<PhaseAxis> of(int input, int output, int kernel, int stride, int dilation, int pad) {
    int common = gcd(stride, dilation);
    int tapStep = stride / common;
    int step = dilation / common;
    List<PhaseAxis> phases = new ArrayList<>();
    for (int first = 0; first < Math.min(stride, output); first++) {
      int count = (output - first - 1) / stride + 1;
      int firstTap = 0;
      while (firstTap < kernel && ((long) first + pad - (long) firstTap * dilation) % stride != 0) {
        firstTap++;
      }
      if (firstTap == kernel) {
        phases.add(new PhaseAxis(first, count, 0, 0, 1, 1, count, 0));
        continue;
      }
      int taps = (kernel - 1 - firstTap) / tapStep + 1;
      int source = (int) (((long) first + pad - (long) firstTap * dilation) / stride);
      int reach = (taps - 1) * step;
      phases.add(
          new PhaseAxis(
              first,
              count,
              firstTap + (taps - 1) * tapStep,
              tapStep,
              taps,
              step,
              reach - source,
              count - input + source));
    }
    return phases;
  }

  private static int gcd(int a, int b) {
    return b == 0 ? a : gcd(b, a % b);
  }

  /// Returns the tap of the whole kernel that is tap `u` of the ordinary convolution.
  int tap(int u) {
    return lastTap - u * tapStep;
  }

  /// Returns the positions of the ordinary convolution that come before the first output.
  int skipped() {
    return Math.max(0, -padBegin);
  }
}
