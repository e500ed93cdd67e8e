package io.bytelane.models.cli;

import io.bytelane.models.data.ImageSet;
import io.bytelane.models.data.LabeledImages;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// The options that name test images. A bundled network brings its own.
final class ImageOptions {
  @Option(
      names = "--data",
      paramLabel = "IMAGES",
      description = {
        "Test images, an IDX file, plain or gzip; its labels lie beside it, with -labels for"
            + " -images in the name (default: those of the bundled network)."
      })
  private Path data;

  @Option(
      names = "--labels",
      paramLabel = "FILE",
      description = "The labels of --data, if they lie elsewhere.")
  private Path labels;

  @Option(
      names = "--test-subset",
      paramLabel = "N",
      description = "Test images to use, from the first on (default: all).")
  private Integer testSubset;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  private ImageOptions() {}

  /// Refuses these options where they would do nothing.
  void requireAbsent(String rule) {
    OptionRule.require(spec, "--data", data, data == null, rule);
    OptionRule.require(spec, "--labels", labels, labels == null, rule);
    OptionRule.require(spec, "--test-subset", testSubset, testSubset == null, rule);
  }

  /// Returns the test images.
  LabeledImages test(ModelSource source) throws IOException {
    OptionRule.require(spec, "--labels", labels, labels == null || data != null, "with --data");
    LabeledImages all = allTestImages(source);
    if (testSubset == null) {
      return all;
    }
    OptionRule.require(
        spec,
        "--test-subset",
        testSubset,
        testSubset >= 1 && testSubset <= all.count(),
        "in [1, %d]".formatted(all.count()));
    return first(all, testSubset);
  }

  private LabeledImages allTestImages(ModelSource source) throws IOException {
    if (data != null) {
      return labels == null ? LabeledImages.read(data) : LabeledImages.read(data, labels);
    }
    if (source.bundled().isEmpty()) {
      throw new ParameterException(
          spec.commandLine(), "--data: missing (expected: test images for " + source.name() + ")");
    }
    return source.bundled().get().test();
  }

  private static LabeledImages first(LabeledImages set, int n) {
    ImageSet images = set.images();
    byte[] pixels = Arrays.copyOf(images.pixels(), n * images.imageLength());
    return new LabeledImages(
        new ImageSet(images.name(), n, images.channels(), images.height(), images.width(), pixels),
        Arrays.copyOf(set.labels(), n));
  }
}
