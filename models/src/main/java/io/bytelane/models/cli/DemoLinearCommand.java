package io.bytelane.models.cli;

import io.bytelane.models.demo.LinearQuantizeDemo;
import io.bytelane.models.figure.FigureSheet;
import io.bytelane.models.figure.MatrixFigure;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `bytelane demo linear`: one matrix, quantized and reconstructed.
@Command(
    name = "linear",
    description = "Quantizes a 5 x 5 matrix and shows original, levels and reconstruction.")
final class DemoLinearCommand implements Callable<Integer> {
  private static final String FIGURE = "linear_quantize_demo.png";

  @Mixin private DemoOptions options;

  private DemoLinearCommand() {}

  @Override
  public Integer call() throws IOException {
    int bits = options.bits();
    LinearQuantizeDemo demo = LinearQuantizeDemo.run(bits);
    PrintWriter out = options.output();
    out.println("* Test linear_quantize()");
    out.println("    target bitwidth: " + bits + " bits");
    out.println("        scale: " + demo.map().scale());
    out.println("        zero point: " + demo.map().zeroPoint());
    options.report(demo.passed());
    Path figure = options.figure(FIGURE);
    FigureSheet.write(
        figure,
        "Linear quantization of the range -0.25..0.75 to " + bits + " bits",
        3,
        List.of(
            MatrixFigure.panel("original", demo.original()),
            MatrixFigure.panel(bits + "-bit levels", demo.levels()),
            MatrixFigure.panel("reconstructed", demo.reconstructed())));
    options.saved(figure);
    return 0;
  }
}
