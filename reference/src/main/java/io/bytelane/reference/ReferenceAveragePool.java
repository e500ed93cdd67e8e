package io.bytelane.reference;

/// Average pooling of 8-bit data, NHWC. Only the cells inside the image are summed; the divisor is
/// their number or, with `countIncludePad`, the whole kernel area.
public final class ReferenceAveragePool {
  private ReferenceAveragePool() {}

  /// Equal input and output parameters: `halfEven(sum(q) - n * zeroPoint, d) + zeroPoint`, exact.
  public static byte[] sameParams(
      ReferenceWindow window,
      int batch,
      int channels,
      ReferenceTensor input,
      int zeroPoint,
      boolean countIncludePad) {
    int low = ReferenceByte.min(input.unsigned());
    int high = ReferenceByte.max(input.unsigned());
    Rule rule =
        (sum, inside, area) ->
            ReferenceByte.clamp(
                halfEven(sum - (long) inside * zeroPoint, countIncludePad ? area : inside)
                    + zeroPoint,
                low,
                high);
    return pool(window, batch, channels, input, rule);
  }

  /// Different parameters: scheme A with acc = `sum(q) - n * z_in` and
  /// `m = fl32(inputScale / fl32(outputScale * d))`.
  public static byte[] rescaled(
      ReferenceWindow window,
      int batch,
      int channels,
      ReferenceTensor input,
      ReferenceQuantParams in,
      ReferenceQuantParams out,
      int low,
      int high,
      boolean countIncludePad) {
    Rule rule =
        (sum, inside, area) -> {
          int acc = Math.toIntExact(sum - (long) inside * in.zeroPoint());
          float m = in.scale() / (out.scale() * (countIncludePad ? area : inside));
          return ReferenceRequantize.float32(acc, m, out.zeroPoint(), low, high);
        };
    return pool(window, batch, channels, input, rule);
  }

  /// TFLITE_HALF_AWAY: `(sum of raw q +- floor(n / 2)) / n` truncated, + for a positive sum.
  public static byte[] halfAway(
      ReferenceWindow window, int batch, int channels, ReferenceTensor input, int low, int high) {
    Rule rule =
        (sum, inside, area) ->
            ReferenceByte.clamp(
                (sum > 0 ? sum + inside / 2 : sum - inside / 2) / inside, low, high);
    return pool(window, batch, channels, input, rule);
  }

  /// Returns `r / d` rounded to the nearest integer, ties to even: floor, then one more if the rest
  /// is over half, or half and the floor is odd.
  public static long halfEven(long r, int d) {
    long floor = Math.floorDiv(r, d);
    long twice = 2 * (r - floor * d);
    return twice > d || (twice == d && floor % 2 != 0) ? floor + 1 : floor;
  }

  private interface Rule {
    int level(long sum, int inside, int area);
  }

  private static byte[] pool(
      ReferenceWindow window, int batch, int channels, ReferenceTensor input, Rule rule) {
    byte[] output = new byte[batch * window.outputHeight() * window.outputWidth() * channels];
    int area = window.kernelHeight() * window.kernelWidth();
    int at = 0;
    for (int n = 0; n < batch; n++) {
      for (int oy = 0; oy < window.outputHeight(); oy++) {
        for (int ox = 0; ox < window.outputWidth(); ox++) {
          for (int c = 0; c < channels; c++) {
            long sum = 0;
            int inside = 0;
            for (int ky = 0; ky < window.kernelHeight(); ky++) {
              for (int kx = 0; kx < window.kernelWidth(); kx++) {
                int y = window.row(oy, ky);
                int x = window.column(ox, kx);
                if (window.inside(y, x)) {
                  sum += input.value(window.cell(n, y, x) * channels + c);
                  inside++;
                }
              }
            }
            if (inside == 0) {
              throw new IllegalArgumentException("window: no cell inside the image");
            }
            output[at++] = (byte) rule.level(sum, inside, area);
          }
        }
      }
    }
    return output;
  }
}
