package io.bytelane.models.cli;

import io.bytelane.models.data.LabeledImages;
import io.bytelane.models.demo.WeightLevels;
import io.bytelane.models.explore.Progress;
import io.bytelane.models.explore.TopOne;
import io.bytelane.models.ptq.CalibrationData;
import io.bytelane.models.ptq.ConfigName;
import io.bytelane.models.ptq.PtqOptions;
import io.bytelane.models.ptq.Sensitivity;
import io.bytelane.models.report.Decimals;
import io.bytelane.models.report.TextTable;
import java.util.List;

/// Which layer costs most accuracy when it alone is quantized.
final class SensitivityTable {
  private SensitivityTable() {}

  /// Measures all layers and returns the table, the most costly layer first.
  static String render(
      ModelSource source,
      ConfigName config,
      CalibrationData data,
      LabeledImages images,
      List<String> classNames,
      Progress progress) {
    Sensitivity sensitivity;
    try (Progress.Work work =
        progress.begin("sensitivity", WeightLevels.of(source.graph()).size() + 1L)) {
      sensitivity =
          Sensitivity.measure(
              source.graph(),
              PtqOptions.of(config),
              data,
              plan -> {
                double top1 = TopOne.of(plan, images, classNames);
                work.advance(1);
                return top1;
              });
    }
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
            config.id(),
            images.count(),
            Decimals.fixed(100 * sensitivity.baseline(), 2),
            table.render());
  }
}
