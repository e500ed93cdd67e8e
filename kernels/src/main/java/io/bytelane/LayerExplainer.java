package io.bytelane;

import io.bytelane.quant.ClampRange;
import io.bytelane.quant.FixedPointMultiplier;
import io.bytelane.quant.Multipliers;
import io.bytelane.quant.PerChannelQuantParams;
import io.bytelane.quant.QuantParams;
import io.bytelane.quant.RequantScheme;

/// Explains one output of a layer with weights: the products are fed in one by one, then the sums
/// are put together and taken through the output stage of the layer.
final class LayerExplainer {
  private final ExplanationSteps steps;
  private long products;
  private long inputs;
  private long weights;
  private int depth;

  LayerExplainer(ExplanationSteps steps) {
    this.steps = steps;
  }

  /// Adds the product of an input level and a weight level.
  void add(int x, int w) {
    products += (long) x * w;
    inputs += x;
    weights += w;
    depth++;
  }

  /// Explains the accumulator, modulo 2^32.
  ///
  /// @param allProducts number of products where none falls outside the input
  int accumulator(int zx, int zw, int bias, int allProducts) {
    String over = depth < allProducts ? " of " + allProducts + ", the rest outside the image" : "";
    steps.add("products", "sum of x * w over " + depth + " products" + over, products);
    long input =
        steps.add(
            "input zero point", "-(" + zx + ") * (sum of w = " + weights + ")", -zx * weights);
    long weight =
        steps.add("weight zero point", "-(" + zw + ") * (sum of x = " + inputs + ")", -zw * inputs);
    long both =
        steps.add("both zero points", depth + " * " + zx + " * " + zw, (long) depth * zx * zw);
    steps.add("bias", "given, at scale input * weight", bias);
    long sum = products + input + weight + both + bias;
    boolean wraps = sum != (int) sum;
    return steps.add(
        "accumulator",
        "sum of the above" + (wraps ? " = " + sum + ", modulo 2^32" : ""),
        (int) sum);
  }

  /// Explains an output of an operator whose products have been added.
  Explanation explain(OutputBuilder<?> b, int channel, int allProducts) {
    QuantParams input = b.input;
    int bias = b.bias == null ? 0 : b.bias[channel];
    int acc = accumulator(input.zeroPoint(), b.weightParams.zeroPoint(channel), bias, allProducts);
    switch (b.outputKind) {
      case INT8 -> level(b, channel, acc);
      case FLOAT32 -> {
        float product = product(acc, input.scale(), b.weightParams, channel);
        output(product, b.floatMin, b.floatMax);
      }
      case INT32 -> {} // The accumulator is the output.
    }
    return steps.done();
  }

  /// Adds the scale of a sum and its product.
  float product(int acc, float inputScale, PerChannelQuantParams params, int channel) {
    float weightScale = params.scale(channel);
    float scale =
        steps.add(
            "scale", "fl32(" + inputScale + " * " + weightScale + ")", inputScale * weightScale);
    return steps.add("product", "fl32(float(" + acc + ") * " + scale + ")", acc * scale);
  }

  /// Adds the clamp of a real output.
  void output(float value, float min, float max) {
    steps.add(
        "output", "clamped to [" + min + ", " + max + "]", Math.min(Math.max(value, min), max));
  }

  private void level(OutputBuilder<?> b, int channel, int acc) {
    ClampRange clamp = b.clamp == null ? ClampRange.of(b.output.type()) : b.clamp;
    float in = b.input.scale();
    float weight = b.weightParams.scale(channel);
    float out = b.output.scale();
    if (b.scheme == RequantScheme.FLOAT32) {
      float m =
          steps.add(
              "multiplier",
              "fl32(fl32(" + in + " * " + weight + ") / " + out + ")",
              Multipliers.float32(in, weight, out));
      float product = steps.add("product", "fl32(float(" + acc + ") * " + m + ")", acc * m);
      steps.level(product, b.output, clamp);
      return;
    }
    boolean given = b.fixedPoint != null;
    FixedPointMultiplier m =
        given
            ? b.fixedPoint[b.fixedPoint.length == 1 ? 0 : channel]
            : Multipliers.fixedPoint(b.scheme, in, weight, out);
    String source = given ? "given" : "of " + in + " * " + weight + " / " + out;
    steps.add(
        "multiplier", source + ", times 2^31 and rounded half away from zero", m.multiplier());
    steps.add("shift", source, m.shift());
    steps.level(steps.fixedPoint("rounded", b.scheme, acc, m), b.output, clamp);
  }
}
