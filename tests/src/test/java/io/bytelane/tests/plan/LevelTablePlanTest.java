package io.bytelane.tests.plan;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession.SessionOptions.OptLevel;
import io.bytelane.models.graph.DataType;
import io.bytelane.models.graph.Graph;
import io.bytelane.models.graph.Tensor;
import io.bytelane.models.onnx.OnnxExporter;
import io.bytelane.models.plan.ExecutionPlan;
import io.bytelane.models.plan.PlanStep;
import io.bytelane.models.plan.Planner;
import io.bytelane.reference.ReferenceFunction;
import io.bytelane.reference.ReferenceLookup;
import io.bytelane.reference.ReferenceQuantParams;
import io.bytelane.tests.support.OnnxRuntime;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Functions of levels in quantized plans: every level through every function, as one table.
class LevelTablePlanTest {
  private static final ReferenceQuantParams IN = new ReferenceQuantParams(0.037f, -3);
  private static final ReferenceQuantParams OUT = new ReferenceQuantParams(0.0213f, 5);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Abs",
        "Neg",
        "Sign",
        "Floor",
        "Ceil",
        "Round",
        "Log",
        "Exp",
        "Sin",
        "Cos",
        "Sigmoid",
        "Tanh",
        "Erf",
        "Softplus",
        "Softsign",
        "Mish",
        "Elu",
        "Celu",
        "Selu",
        "LeakyRelu",
        "ThresholdedRelu",
        "HardSigmoid",
        "HardSwish",
        "Gelu"
      })
  void functionsAreTabledInDouble(String operator) {
    int[] expected = ReferenceLookup.table(exact(operator), IN, false, OUT, -128, 127);
    for (boolean clamps : new boolean[] {false, true}) {
      TestGraph graph = quantized(20).node(operator, "xd", "f");
      Graph whole = finish(clamps ? graph.node("Relu", "f", "r") : graph, clamps ? "r" : "f");
      byte[] levels = run(Planner.plan(whole));
      for (int i = 0; i < 256; i++) {
        // Relu ends at the zero point.
        int level = clamps ? Math.max(expected[i], OUT.zeroPoint()) : expected[i];
        assertThat(levels[i]).as("%s of level %d", operator, i - 128).isEqualTo((byte) level);
      }
    }
  }

  private static DoubleUnaryOperator exact(String operator) {
    return switch (operator) {
      case "Abs" -> x -> x < 0 ? -x : x;
      case "Neg" -> x -> 0 - x;
      case "Sign" -> x -> x > 0 ? 1 : x < 0 ? -1 : 0;
      case "Floor" -> StrictMath::floor;
      case "Ceil" -> StrictMath::ceil;
      case "Round" -> StrictMath::rint;
      // A logarithm that is not defined is quantized as NaN is: to the zero point.
      case "Log" -> x -> x < 0 ? 0 : StrictMath.log(x);
      case "Exp" -> ReferenceFunction::exp;
      case "Sin" -> StrictMath::sin;
      case "Cos" -> StrictMath::cos;
      case "Sigmoid" -> ReferenceFunction::sigmoid;
      case "Tanh" -> ReferenceFunction::tanh;
      case "Erf" -> ReferenceFunction::erf;
      case "Softplus" -> LevelTablePlanTest::softplus;
      case "Softsign" -> x -> x < 0 ? x / (1 - x) : x / (1 + x);
      case "Mish" -> x -> x * StrictMath.tanh(softplus(x));
      case "Elu", "Celu" -> ReferenceFunction.elu(1f);
      case "Selu" -> x -> (double) 1.050701f * ReferenceFunction.elu(1.6732632f).applyAsDouble(x);
      case "LeakyRelu" -> ReferenceFunction.leakyRelu(0.01f);
      case "ThresholdedRelu" -> x -> x <= 1 ? 0 : x;
      case "HardSigmoid" -> ReferenceFunction.hardSigmoid(0.2f, 0.5f);
      case "HardSwish" -> ReferenceFunction::hardSwish;
      case "Gelu" -> ReferenceFunction::gelu;
      default -> throw new IllegalArgumentException(operator);
    };
  }

  private static double softplus(double x) {
    return x > 0 ? x + StrictMath.log1p(StrictMath.exp(-x)) : StrictMath.log1p(StrictMath.exp(x));
  }

  /// What meets a float number is computed in float32, as ONNX Runtime does.
  @ParameterizedTest
  @CsvSource({
    "Add, 0.7351",
    "Sub, -1.31",
    "Mul, 0.517",
    "Div, 1.37",
    "Pow, 2",
    "Pow, 3",
    "Min, 0.61",
    "Max, -0.44",
    "PRelu, 0.27"
  })
  void arithmeticWithANumber(String operator, float number) throws OrtException {
    boolean ordered = operator.equals("Pow") || operator.equals("PRelu");
    for (String inputs : ordered ? new String[] {"xd,c"} : new String[] {"xd,c", "c,xd"}) {
      for (boolean clamps : new boolean[] {false, true}) {
        TestGraph graph =
            quantized(16).floats("c", new int[] {1}, number).node(operator, inputs, "f");
        assertAgreesWithOnnxRuntime(
            finish(clamps ? graph.node("Relu", "f", "r") : graph, clamps ? "r" : "f"));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"Sqrt", "Reciprocal"})
  void rootAndReciprocalAreThoseOfFloats(String operator) throws OrtException {
    // Not quantized alike everywhere: NaN, which the root of a negative number is.
    TestGraph graph = quantized(16).node("Relu", "xd", "p");
    graph.node("QuantizeLinear", "p,s,z", "pq").node("DequantizeLinear", "pq,s,z", "pd");
    assertAgreesWithOnnxRuntime(finish(graph.node(operator, "pd", "f"), "f"));
  }

  private static void assertAgreesWithOnnxRuntime(Graph graph) throws OrtException {
    byte[] expected;
    try (OnnxRuntime runtime = new OnnxRuntime(OnnxExporter.toBytes(graph), OptLevel.NO_OPT)) {
      expected = runtime.run(Map.of("x", input())).get("y").bytes();
    }
    assertThat(run(Planner.plan(graph))).containsExactly(expected);
  }

  private static TestGraph quantized(int opset) {
    return new TestGraph(opset)
        .batchInput("x", 4, 8, 8)
        .constant("s", Tensor.scalar(IN.scale()))
        .constant("t", Tensor.scalar(OUT.scale()))
        .constant("z", level(IN.zeroPoint()))
        .constant("w", level(OUT.zeroPoint()))
        .node("QuantizeLinear", "x,s,z", "xq")
        .node("DequantizeLinear", "xq,s,z", "xd");
  }

  private static Tensor level(int value) {
    return Tensor.of(DataType.S8, new int[0], new byte[] {(byte) value});
  }

  private static Graph finish(TestGraph graph, String value) {
    return graph.node("QuantizeLinear", value + ",t,w", "y").outputs("y");
  }

  /// A value for every level.
  private static Tensor input() {
    float[] values = new float[256];
    for (int i = 0; i < 256; i++) {
      values[i] = (i - 128 - IN.zeroPoint()) * IN.scale();
    }
    return Tensor.of(new int[] {1, 4, 8, 8}, values);
  }

  private static byte[] run(ExecutionPlan plan) {
    assertThat(plan.steps())
        .extracting(PlanStep::operator)
        .allMatch(name -> name.equals("Quantize") || name.equals("LookupTable"));
    return plan.newSession(1).run(Map.of("x", input())).get("y").bytes();
  }
}
