package io.bytelane.tests.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import io.bytelane.models.bundled.BundledNetwork;
import io.bytelane.models.graph.Graph;
import io.bytelane.models.graph.InvalidModelException;
import io.bytelane.models.graph.ModelException;
import io.bytelane.models.graph.Tensor;
import io.bytelane.models.onnx.OnnxImporter;
import io.bytelane.models.onnx.TensorFile;
import io.bytelane.models.operator.GraphInterpreter;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Files that were cut off or changed at random: a model exception or a working model, nothing
/// else, without using more memory than the file is worth. The time limits only end hangs.
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class CorruptFileTest {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  @Test
  void everyTruncationOfModelIsInvalid() throws IOException {
    byte[] model = BundledNetwork.LENET.model();
    for (int length = 0; length < model.length; length += 1024) {
      byte[] cut = Arrays.copyOf(model, length);
      assertThatThrownBy(() -> OnnxImporter.read("cut.onnx", cut))
          .as("first %d bytes", length)
          .isInstanceOf(InvalidModelException.class)
          .hasMessageStartingWith("cut.onnx: ")
          .hasMessageContaining("(expected: ");
    }
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

  @Test
  void flippedBytesOfNetworkEndInModelExceptionOrResult() throws IOException {
    byte[] model = BundledNetwork.LENET.model();
    Map<String, Tensor> input =
        Map.of("input", Tensor.of(new int[] {1, 1, 28, 28}, new float[784]));
    for (int seed = 0; seed < 500; seed++) {
      survives(flip(model, seed, 1), input);
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
    long before = THREADS.getCurrentThreadAllocatedBytes();
    try {
      Graph graph = OnnxImporter.read("changed.onnx", model);
      long used = THREADS.getCurrentThreadAllocatedBytes() - before;
      assertThat(used).as("bytes allocated by the import").isLessThan(32L << 20);
      new GraphInterpreter(graph).run(input);
      return true;
    } catch (ModelException e) {
      assertThat(e).hasMessageContaining("(expected: ");
      return false;
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
