package io.bytelane.tests.conv;

import static org.assertj.core.api.Assertions.assertThat;

import io.bytelane.Conv2dGeometry;
import io.bytelane.FloatConv2d;
import io.bytelane.Workspace;
import io.bytelane.reference.ReferenceFloat;
import io.bytelane.tests.gemm.FloatFill;
import io.bytelane.tests.support.GuardedFloats;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/// The float32 convolution against sums in double.
class FloatConv2dProperties {

  @Provide
  Arbitrary<ConvCase> shapes() {
    return ConvCase.any();
  }

  private static float[] reference(ConvCase shape, float[] input, float[] weights, float[] bias) {
    return ReferenceFloat.conv2d(
        shape.window(),
        shape.batch(),
        shape.inputChannels(),
        shape.outputChannels(),
        shape.groups(),
        input,
        weights,
        bias);
  }

  @Property
  void isWithinTheRoundingOfItsSums(@ForAll("shapes") ConvCase shape, @ForAll long seed) {
    Conv2dGeometry geometry = shape.geometry();
    float[] input = FloatFill.gaussian(shape.batch() * geometry.inputSize(), seed);
    float[] weights = FloatFill.gaussian(geometry.weightCount(), seed + 1);
    float[] bias = FloatFill.gaussian(shape.outputChannels(), seed + 2);
    FloatConv2d conv = FloatConv2d.builder(geometry).weights(weights).bias(bias).build();
    GuardedFloats output = GuardedFloats.of(shape.batch() * geometry.outputSize());
    conv.run(
        input, 0, output.array(), output.offset(), shape.batch(), Workspace.forOperators(conv));
    output.assertGuardsIntact();
    float[] expected = reference(shape, input, weights, bias);
    float[] bound =
        reference(
            shape,
            FloatFill.absolute(input),
            FloatFill.absolute(weights),
            FloatFill.absolute(bias));
    float[] content = output.content();
    for (int i = 0; i < expected.length; i++) {
      double tolerance = FloatFill.tolerance(geometry.depth(), bound[i]);
      assertThat((double) content[i])
          .as("output %d", i)
          .isBetween(expected[i] - tolerance, expected[i] + tolerance);
    }
  }
}
