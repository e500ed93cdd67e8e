package io.bytelane.tests.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import io.bytelane.models.bundled.BundledNetwork;
import io.bytelane.models.graph.Attribute;
import io.bytelane.models.graph.DataType;
import io.bytelane.models.graph.Graph;
import io.bytelane.models.graph.Node;
import io.bytelane.models.graph.Tensor;
import io.bytelane.models.onnx.OnnxExporter;
import io.bytelane.models.onnx.OnnxImporter;
import io.bytelane.models.onnx.TensorFile;
import io.bytelane.models.operator.GraphInterpreter;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What is written reads back as it was.
class RoundTripTest {
  @ParameterizedTest
  @EnumSource(BundledNetwork.class)
  void bundledNetworks(BundledNetwork network) throws IOException {
    Graph first = OnnxImporter.read(network.id(), network.model());
    Graph second = OnnxImporter.read("again", OnnxExporter.toBytes(first));
    same(second, first);
  }

  @Test
  void sampleAndItsResults() {
    Graph first = OnnxImporter.read("once", SampleModel.bytes());
    Graph second = OnnxImporter.read("again", OnnxExporter.toBytes(first));
    same(second, first);
    Map<String, Tensor> expected = new GraphInterpreter(first).run(SampleModel.input());
    Map<String, Tensor> found = new GraphInterpreter(second).run(SampleModel.input());
    sameTensor("y", found.get("y"), expected.get("y"));
  }

  @ParameterizedTest
  @EnumSource(value = DataType.class)
  void tensorsOfEveryType(DataType type) {
    if (type.storage() == DataType.Storage.NONE) {
      return;
    }
    SplittableRandom random = new SplittableRandom(type.code());
    for (int[] shape : new int[][] {{}, {0}, {1}, {7}, {2, 0, 3}, {3, 5}, {2, 1, 3, 3}}) {
      Tensor tensor = random(type, shape, random);
      TensorFile file = TensorFile.parse("t", new TensorFile("name", tensor).toBytes());
      assertThat(file.name()).isEqualTo("name");
      sameTensor(type + Arrays.toString(shape), file.tensor(), tensor);
    }
  }

  private static Tensor random(DataType type, int[] shape, SplittableRandom random) {
    Tensor tensor = Tensor.zeros(type, shape);
    int size = tensor.size();
    switch (tensor.array()) {
      case byte[] data -> {
        for (int i = 0; i < size; i++) {
          boolean codes = type == DataType.BOOL || type.narrowFloat() != null;
          long low = codes ? 0 : type.minValue();
          long high =
              codes ? (1L << (type == DataType.BOOL ? 1 : type.bits())) - 1 : type.maxValue();
          data[i] = (byte) random.nextLong(low, high + 1);
        }
      }
      case short[] data -> {
        for (int i = 0; i < size; i++) {
          data[i] = (short) random.nextInt();
        }
      }
      case int[] data -> Arrays.setAll(data, i -> random.nextInt());
      case long[] data -> Arrays.setAll(data, i -> random.nextLong());
      case float[] data -> {
        for (int i = 0; i < size; i++) {
          data[i] = (float) random.nextDouble(-3, 3);
        }
      }
      case double[] data -> Arrays.setAll(data, i -> random.nextDouble() - 0.5);
      default -> throw new AssertionError(tensor);
    }
    return tensor;
  }

  private static void same(Graph found, Graph expected) {
    assertThat(found.toString()).isEqualTo(expected.toString());
    assertThat(found.opsets()).isEqualTo(expected.opsets());
    assertThat(found.values()).isEqualTo(expected.values());
    expected
        .initializers()
        .forEach((name, tensor) -> sameTensor(name, found.initializers().get(name), tensor));
    for (int i = 0; i < expected.nodes().size(); i++) {
      Node one = found.nodes().get(i);
      Node other = expected.nodes().get(i);
      assertThat(one.attributes().keySet()).isEqualTo(other.attributes().keySet());
      other.attributes().forEach((key, value) -> sameAttribute(one.attributes().get(key), value));
    }
  }

  private static void sameAttribute(Attribute found, Attribute expected) {
    if (expected instanceof Attribute.Constant constant) {
      sameTensor("attribute", ((Attribute.Constant) found).value(), constant.value());
    } else {
      assertThat(found).isEqualTo(expected);
    }
  }

  private static void sameTensor(String name, Tensor found, Tensor expected) {
    assertThat(found).as(name).hasToString(expected.toString());
    assertThat(found.array()).as(name).isEqualTo(expected.array());
  }
}
