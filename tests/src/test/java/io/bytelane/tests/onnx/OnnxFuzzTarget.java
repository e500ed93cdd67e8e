package io.bytelane.tests.onnx;

import io.bytelane.models.graph.Graph;
import io.bytelane.models.graph.ModelException;
import io.bytelane.models.onnx.OnnxImporter;
import io.bytelane.models.operator.GraphInterpreter;
import io.bytelane.models.plan.Planner;
import io.bytelane.quant.QuantizationException;

/// What Jazzer calls with bytes of its own; anything but a typed exception is a finding. Not part
/// of the build, `tests/README.md` says how to run it.
public final class OnnxFuzzTarget {
  private OnnxFuzzTarget() {}

  /// Imports, plans and runs a file.
  ///
  /// @param file any bytes
  public static void fuzzerTestOneInput(byte[] file) {
    try {
      Graph graph = OnnxImporter.read("fuzz", file);
      Planner.plan(graph);
      new GraphInterpreter(graph).run(SampleModel.input());
    } catch (ModelException | QuantizationException e) {
      // The promise: a typed exception.
    }
  }
}
