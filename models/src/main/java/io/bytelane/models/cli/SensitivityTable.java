package io.bytelane.models.cli;

import io.bytelane.models.data.LabeledImages;
import io.bytelane.models.demo.WeightLevels;
import io.bytelane.models.explore.Progress;
import io.bytelane.models.explore.TopOne;
import io.bytelane.models.ptq.CalibrationData;
import io.bytelane.models.ptq.ConfigName;
import io.bytelane.models.ptq.Sensitivity;
import io.bytelane.models.report.Decimals;
import io.bytelane.models.report.TextTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Which layer costs most accuracy when it alone is quantized.
///
/// @param config how layers are quantized
/// @param images how many test images were classified
/// @param sensitivity the measurement
record SensitivityTable(ConfigName config, int images, Sensitivity sensitivity) {

  /// Measures all layers.
  static SensitivityTable measure(
      ModelSource source,
      ConfigName config,
      CalibrationData data,
      LabeledImages images,
      List<String> classNames,
      Progress progress) {
    try (Progress.Work work =
        progress.begin("sensitivity", WeightLevels.of(source.graph()).size() + 1L)) {
      Sensitivity sensitivity =
          Sensitivity.measure(
              source.graph(),
              config,
              data,
              plan -> {
                double top1 = TopOne.of(plan, images, classNames);
                work.advance(1);
                return top1;
              });
      return new SensitivityTable(config, images.count(), sensitivity);
    }
  }

  /// Returns the table, the most costly layer first.
  String render() {
    TextTable table = new TextTable(List.of("layer quantized alone", "operator", "top-1", "loss"));
    for (Sensitivity.Layer layer : sensitivity.layers()) {
      table.add(
          List.of(
              layer.node(),
              layer.operator(),
              Decimals.withUnit(100 * layer.score(), 2, "%"),
              Decimals.withUnit(100 * layer.loss(), 2, "pp")));
    }
    return "%s on %d images, float top-1 %s%%%n%s"
        .formatted(
            config.id(), images, Decimals.fixed(100 * sensitivity.baseline(), 2), table.render());
  }

  /// Returns the facts for JSON, accuracies between 0 and 1.
  Map<String, Object> facts() {
    List<Map<String, Object>> layers = new ArrayList<>();
    for (Sensitivity.Layer layer : sensitivity.layers()) {
      layers.add(
          Map.of(
              "layer", layer.node(),
              "operator", layer.operator(),
              "top1", layer.score(),
              "loss", layer.loss()));
    }
    return Map.of(
        "config",
        config.id(),
        "images",
        images,
        "float_top1",
        sensitivity.baseline(),
        "layers",
        layers);
  }
}
