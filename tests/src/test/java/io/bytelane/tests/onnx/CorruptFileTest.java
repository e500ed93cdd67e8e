package io.bytelane.tests.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import io.bytelane.models.graph.Graph;
import io.bytelane.models.graph.InvalidModelException;
import io.bytelane.models.graph.ModelException;
import io.bytelane.models.graph.Tensor;
import io.bytelane.models.onnx.OnnxImporter;
import io.bytelane.models.onnx.TensorFile;
import io.bytelane.models.operator.GraphInterpreter;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Files of every form that were cut off or changed at random: a model exception or a working
/// model, nothing else, soon, and without using more memory than the file is worth.
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class CorruptFileTest {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final int FLIPS = 500;

  /// A second is promised; a busy machine gets ten.
  private static final long TIME_LIMIT_NANOS = 10_000_000_000L;

  private static final Map<String, Tensor> IMAGE =
      Map.of("input", Tensor.of(new int[] {1, 1, 28, 28}, new float[784]));

  @ParameterizedTest
  @EnumSource(ModelForm.class)
  void everyTruncationIsInvalid(ModelForm form, @TempDir Path folder) throws IOException {
    ModelForm.Content whole = form.content();
    for (int length = 0; length < whole.model().length; length += 1024) {
      refused(whole.withModel(Arrays.copyOf(whole.model(), length)), folder, "model", length);
    }
    for (int length = 0; length < whole.data().length; length += 1024) {
      refused(whole.withData(Arrays.copyOf(whole.data(), length)), folder, "data", length);
    }
  }

  private static void refused(ModelForm.Content cut, Path folder, String what, int length) {
    assertThatThrownBy(() -> imported(cut, folder))
        .as("first %d bytes of the %s", length, what)
        .isInstanceOf(InvalidModelException.class)
        .hasMessageStartingWith("m.onnx: ")
        .hasMessageContaining("(expected: ");
  }

  @Test
  void everyTruncationOfSmallModelIsInvalid() {
    byte[] model = SampleModel.bytes();
    for (int length = 0; length < model.length; length++) {
      byte[] cut = Arrays.copyOf(model, length);
      assertThatThrownBy(() -> OnnxImporter.read("cut.onnx", cut))
          .as("first %d bytes", length)
          .isInstanceOf(InvalidModelException.class);
    }
  }

  @ParameterizedTest
  @EnumSource(ModelForm.class)
  void flippedBytesEndInModelExceptionOrGraph(ModelForm form, @TempDir Path folder)
      throws IOException {
    ModelForm.Content whole = form.content();
    for (int seed = 0; seed < FLIPS; seed++) {
      Graph graph = graphOf(whole.withModel(flip(whole.model(), seed, 1)), folder);
      if (graph != null && form.isSmall()) {
        attempt(() -> new GraphInterpreter(graph).run(IMAGE));
      }
    }
  }

  /// The first KiB of a file is mostly structure.
  @ParameterizedTest
  @EnumSource(ModelForm.class)
  void flippedBytesOfTheHeadEndInModelExceptionOrGraph(ModelForm form, @TempDir Path folder)
      throws IOException {
    ModelForm.Content whole = form.content();
    for (int seed = 0; seed < FLIPS; seed++) {
      byte[] model = whole.model().clone();
      SplittableRandom random = new SplittableRandom(1000 + seed);
      model[random.nextInt(1024)] ^= (byte) random.nextInt(1, 256);
      graphOf(whole.withModel(model), folder);
    }
  }

  @Test
  void flippedBytesOfStructureEndInModelExceptionOrResult() {
    byte[] model = SampleModel.bytes();
    int refused = 0;
    for (int seed = 0; seed < 2000; seed++) {
      refused += survives(flip(model, seed, 1 + seed % 3), SampleModel.input()) ? 0 : 1;
    }
    assertThat(refused).as("changed files that were noticed").isGreaterThan(1000);
  }

  @Test
  void randomBytesAreInvalid() {
    for (int seed = 0; seed < 500; seed++) {
      byte[] noise = new byte[1 + seed * 7];
      new SplittableRandom(seed).nextBytes(noise);
      assertThatThrownBy(() -> OnnxImporter.read("noise", noise))
          .isInstanceOf(InvalidModelException.class);
    }
  }

  @Test
  void flippedTensorFilesEndInModelExceptionOrTensor() {
    byte[] file = new TensorFile("t", Tensor.of(new int[] {2, 3}, new float[6])).toBytes();
    for (int seed = 0; seed < 500; seed++) {
      byte[] changed = flip(file, seed, 1);
      try {
        assertThat(TensorFile.parse("t.pb", changed).tensor()).isNotNull();
      } catch (ModelException e) {
        assertThat(e).hasMessageContaining("(expected: ");
      }
    }
  }

  /// Imports and runs a changed model; false if it was refused.
  private static boolean survives(byte[] model, Map<String, Tensor> input) {
    Graph graph = graphOf(new ModelForm.Content(model, new byte[0]), null);
    return graph != null && attempt(() -> new GraphInterpreter(graph).run(input)) != null;
  }

  /// The graph of a changed model, null where it was refused.
  private static Graph graphOf(ModelForm.Content content, Path folder) {
    return attempt(() -> imported(content, folder));
  }

  /// Imports a model within the bounds that hold for any file.
  private static Graph imported(ModelForm.Content content, Path folder) throws IOException {
    long before = THREADS.getCurrentThreadAllocatedBytes();
    long start = System.nanoTime();
    try {
      return content.read(folder);
    } finally {
      long used = THREADS.getCurrentThreadAllocatedBytes() - before;
      assertThat(used).as("bytes allocated by the import").isLessThan(content.allowedBytes());
      assertThat(System.nanoTime() - start).as("nanoseconds").isLessThan(TIME_LIMIT_NANOS);
    }
  }

  /// The result, null where the attempt ended in a model exception that names a rule.
  private static <T> T attempt(Callable<T> action) {
    try {
      return action.call();
    } catch (ModelException e) {
      assertThat(e).hasMessageContaining("(expected: ");
      return null;
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private static byte[] flip(byte[] model, int seed, int count) {
    SplittableRandom random = new SplittableRandom(seed);
    byte[] changed = model.clone();
    for (int i = 0; i < count; i++) {
      changed[random.nextInt(changed.length)] ^= (byte) random.nextInt(1, 256);
    }
    return changed;
  }
}
