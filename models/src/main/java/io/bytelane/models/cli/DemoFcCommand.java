package io.bytelane.models.cli;

import io.bytelane.models.demo.QuantizedFcDemo;
import io.bytelane.models.figure.FigureSheet;
import io.bytelane.models.figure.MatrixFigure;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `bytelane demo fc`: a fully connected layer in integers.
@Command(
    name = "fc",
    description = "Runs a fully connected layer in integers and shows weights, input and output.")
final class DemoFcCommand implements Callable<Integer> {
  private static final String FIGURE = "quantized_fc_demo.png";

  @Mixin private DemoOptions options;

  private DemoFcCommand() {}

  @Override
  public Integer call() throws IOException {
    int bits = options.bits();
    QuantizedFcDemo demo = QuantizedFcDemo.run(bits);
    PrintWriter out = options.output();
    out.println("* Test quantized_fc()");
    out.println("    target bitwidth: " + bits + " bits");
    out.println("      batch size: " + demo.input().length);
    out.println("      input channels: " + demo.weights()[0].length);
    out.println("      output channels: " + demo.weights().length);
    options.report(demo.passed());
    Path figure = options.figure(FIGURE);
    String levels = bits + "-bit ";
    FigureSheet.write(
        figure,
        "Fully connected layer in " + bits + "-bit integers",
        3,
        List.of(
            MatrixFigure.panel("original weights", demo.weights()),
            MatrixFigure.panel(levels + "weights", demo.weightLevels()),
            MatrixFigure.panel("reconstructed weights", demo.reconstructedWeights()),
            MatrixFigure.panel("original input", demo.input()),
            MatrixFigure.panel(levels + "input", demo.inputLevels()),
            MatrixFigure.panel(
                "reconstructed input", demo.inputMap().dequantize(demo.inputLevels())),
            MatrixFigure.panel("original output", demo.output()),
            MatrixFigure.panel(levels + "output", demo.outputLevels()),
            MatrixFigure.panel(
                "reconstructed output", demo.outputMap().dequantize(demo.outputLevels()))));
    options.saved(figure);
    return 0;
  }
}
