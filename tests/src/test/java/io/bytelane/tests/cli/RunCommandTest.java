package io.bytelane.tests.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.bytelane.models.bundled.BundledNetwork;
import io.bytelane.models.data.Npy;
import io.bytelane.models.data.NpyArray;
import io.bytelane.models.data.NpyType;
import io.bytelane.models.graph.DataType;
import io.bytelane.models.graph.GraphBuilder;
import io.bytelane.models.graph.Shape;
import io.bytelane.models.graph.Value;
import io.bytelane.models.onnx.OnnxExporter;
import io.bytelane.models.onnx.TensorFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunCommandTest {
  private static final float TOLERANCE = 1e-4f;

  @TempDir private Path folder;

  @Test
  void runsNpyAndAgreesWithTheShippedOutputs() throws IOException {
    Path images = LenetFiles.imagesNpy(folder);
    Path output = folder.resolve("out");

    CommandRun run = CommandRun.of("run", "lenet", "--input", images, "--output", output);

    assertThat(run.err()).isEmpty();
    assertThat(run.status()).isZero();
    assertThat(run.out())
        .isEqualTo(output.resolve("output_0.npy") + ": log_probs, float32 [3, 10]\n");
    NpyArray scores = Npy.read(output.resolve("output_0.npy"));
    assertThat(scores.shape()).containsExactly(3, 10);
    assertClose(scores.floats(), LenetFiles.expectedScores());
  }

  @Test
  void doublesBecomeFloats() throws IOException {
    float[] images = BundledNetwork.LENET.test().images().toFloats(0, 1);
    double[] wide = IntStream.range(0, images.length).mapToDouble(i -> images[i]).toArray();
    int[] shape = {1, 1, 28, 28};
    Path floats = folder.resolve("floats.npy");
    Path doubles = folder.resolve("doubles.npy");
    Npy.write(floats, NpyArray.ofFloats(images, shape));
    Npy.write(doubles, new NpyArray(NpyType.FLOAT64, shape, wide));
    Path output = folder.resolve("out");

    CommandRun.of("run", "lenet", "--input", floats, "--output", output);
    NpyArray expected = Npy.read(output.resolve("output_0.npy"));
    CommandRun run = CommandRun.of("run", "lenet", "--input", doubles, "--output", output);

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(Npy.read(output.resolve("output_0.npy"))).isEqualTo(expected);
  }

  @Test
  void runsAFileOnPbTensorsByName() throws IOException {
    Path model = LenetFiles.model(folder);
    Path input = folder.resolve("images.pb");
    new TensorFile("images", LenetFiles.images()).write(input);

    CommandRun run = CommandRun.of("run", model, "--input", "input=" + input, "--output", folder);

    assertThat(run.status()).isZero();
    TensorFile scores = TensorFile.read(folder.resolve("output_0.pb"));
    assertThat(scores.name()).isEqualTo("log_probs");
    assertClose(scores.tensor().floats(), LenetFiles.expectedScores());
  }

  @Test
  void shapeThatAnInputSaysIsFollowed() throws IOException {
    GraphBuilder builder = new GraphBuilder("reshape").opset("", 13);
    builder.input(new Value("x", DataType.FLOAT, Shape.of(2, 3)));
    builder.input(new Value("shape", DataType.S64, Shape.of(2)));
    builder.add("Reshape", List.of("x", "shape"), List.of("y"), Map.of());
    builder.output(new Value("y", DataType.FLOAT, Shape.UNKNOWN));
    Path model = folder.resolve("reshape.onnx");
    OnnxExporter.write(builder.build(), model);
    Path x = folder.resolve("x.npy");
    Npy.write(x, NpyArray.ofFloats(new float[] {1, 2, 3, 4, 5, 6}, 2, 3));
    Path shape = folder.resolve("shape.npy");
    Npy.write(shape, new NpyArray(NpyType.INT64, new int[] {2}, new long[] {3, 2}));

    CommandRun run = CommandRun.of("run", model, "--input", x, shape, "--output", folder);

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(Npy.read(folder.resolve("output_0.npy")))
        .isEqualTo(NpyArray.ofFloats(new float[] {1, 2, 3, 4, 5, 6}, 3, 2));
  }

  @Test
  void missingModelIsNamed() {
    Path model = folder.resolve("none.onnx");

    CommandRun run = CommandRun.of("run", model, "--input", "x.npy", "--output", folder);

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err())
        .isEqualTo(
            "bytelane run: "
                + model
                + ": no such file, and no bundled network"
                + " (mnist_cnn, lenet, fashion_dsnet, fashion_vgg)\n");
  }

  @Test
  void folderInPlaceOfAModelIsNamed() {
    CommandRun run = CommandRun.of("run", folder, "--input", "x.npy", "--output", folder);

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err())
        .isEqualTo("bytelane run: " + folder + ": a folder (expected: an ONNX file)\n");
  }

  @Test
  void truncatedModelIsOneLineAndWritesNothing() throws IOException {
    Path model = LenetFiles.truncatedModel(folder);
    Path output = folder.resolve("out");

    CommandRun run =
        CommandRun.of("run", model, "--input", LenetFiles.imagesNpy(folder), "--output", output);

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).startsWith("bytelane run: cut.onnx: ");
    assertThat(run.err().lines()).hasSize(1);
    assertThat(output).doesNotExist();
  }

  @Test
  void unknownOperatorIsNamedWithItsNode() throws IOException {
    Path model = LenetFiles.modelWithUnknownOperator(folder);

    CommandRun run =
        CommandRun.of("run", model, "--input", LenetFiles.imagesNpy(folder), "--output", folder);

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).contains("MapPool").contains("node ");
    assertThat(run.err().lines()).hasSize(1);
  }

  @Test
  void truncatedInputIsNamed() throws IOException {
    Path images = LenetFiles.imagesNpy(folder);
    byte[] bytes = Files.readAllBytes(images);
    Files.write(images, Arrays.copyOf(bytes, bytes.length - 1));

    CommandRun run = CommandRun.of("run", "lenet", "--input", images, "--output", folder);

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err())
        .isEqualTo("bytelane run: " + images + ": data bytes: 9407 (expected: 9408; truncated?)\n");
  }

  @Test
  void inputOfAnotherShapeIsNamed() throws IOException {
    Path input = folder.resolve("small.npy");
    Npy.write(input, NpyArray.ofFloats(new float[12], 3, 4));

    CommandRun run = CommandRun.of("run", "lenet", "--input", input, "--output", folder);

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err().lines()).hasSize(1);
    assertThat(run.err()).contains("float32[3,4]").contains("float32[N,1,28,28]");
  }

  @Test
  void unknownSuffixIsNamed() {
    CommandRun run = CommandRun.of("run", "lenet", "--input", "images.txt", "--output", folder);

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err())
        .isEqualTo("bytelane run: images.txt: suffix: none known (expected: .npy or .pb)\n");
  }

  @Test
  void tooManyInputsAreAnError() throws IOException {
    Path images = LenetFiles.imagesNpy(folder);

    CommandRun run = CommandRun.of("run", "lenet", "--input", images, images, "--output", folder);

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err())
        .isEqualTo(
            "bytelane run: --input: 2 files (expected: 1, one per input of lenet)"
                + " (see bytelane run --help)\n");
  }

  @Test
  void inputGivenTwiceIsAnError() throws IOException {
    String images = "input=" + LenetFiles.imagesNpy(folder);

    CommandRun run = CommandRun.of("run", "lenet", "--input", images, images, "--output", folder);

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).startsWith("bytelane run: --input: input input twice (expected: 1, ");
  }

  @Test
  void formatOfOutputsHasTwoNames() {
    CommandRun run =
        CommandRun.of("run", "lenet", "--input", "x.npy", "--output", folder, "--format", "csv");

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err())
        .isEqualTo(
            "bytelane run: --format: csv (expected: one of npy, pb) (see bytelane run --help)\n");
  }

  private static void assertClose(float[] got, float[] expected) {
    assertThat(got).hasSameSizeAs(expected);
    for (int i = 0; i < got.length; i++) {
      assertThat(got[i]).as("score %d", i).isCloseTo(expected[i], within(TOLERANCE));
    }
  }
}
