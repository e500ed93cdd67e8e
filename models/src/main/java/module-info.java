/// Networks on top of the kernels: ONNX in and out, graphs, quantization, reports, the command
/// line.
@SuppressWarnings("requires-automatic") // protobuf and XChart ship no module descriptor
module io.bytelane.models {
  requires transitive io.bytelane.kernels;
  requires com.fasterxml.jackson.databind;
  requires com.google.protobuf;
  requires info.picocli;
  requires java.desktop;
  requires java.management;
  requires me.tongfei.progressbar;
  requires xchart;

  exports io.bytelane.models.bundled;
  exports io.bytelane.models.calibration;
  exports io.bytelane.models.data;
  exports io.bytelane.models.explore;
  exports io.bytelane.models.graph;
  exports io.bytelane.models.onnx;
  exports io.bytelane.models.operator;
  exports io.bytelane.models.pass;
  exports io.bytelane.models.plan;
  exports io.bytelane.models.ptq;
  exports io.bytelane.models.report;

  opens io.bytelane.models.cli to
      info.picocli;
  opens io.bytelane.models.report to
      com.fasterxml.jackson.databind;
}
