package io.bytelane.tests.onnx;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.bytelane.models.graph.InvalidModelException;
import io.bytelane.models.graph.UnsupportedModelException;
import io.bytelane.models.onnx.OnnxImporter;
import io.bytelane.models.onnx.proto.AttributeProto;
import io.bytelane.models.onnx.proto.GraphProto;
import io.bytelane.models.onnx.proto.ModelProto;
import io.bytelane.models.onnx.proto.NodeProto;
import io.bytelane.models.onnx.proto.OperatorSetIdProto;
import io.bytelane.models.onnx.proto.StringStringEntryProto;
import io.bytelane.models.onnx.proto.TensorProto;
import io.bytelane.models.onnx.proto.TensorShapeProto;
import io.bytelane.models.onnx.proto.TypeProto;
import io.bytelane.models.onnx.proto.ValueInfoProto;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Models that parse but break a rule: one exception that names the place and the rule.
class InvalidModelTest {
  @Test
  void missingGraphAndOpset() {
    refused(model -> model.clearGraph(), "m: graph: missing (expected: an ONNX model)");
    refused(model -> model.clearOpsetImport(), "m: opset_import: missing (expected: ");
    refused(model -> model.getGraphBuilder().clearOutput(), "m: outputs: 0 (expected: >= 1)");
  }

  @Test
  void opsetOutOfRange() {
    for (int version : new int[] {1, 5, 26, 1000}) {
      unsupported(
          model -> model.getOpsetImportBuilder(0).setVersion(version),
          "m: opset: " + version + " (expected: in [6, 25])");
    }
    refused(model -> model.getOpsetImportBuilder(0).setVersion(0), "opset_import '': 0");
    refused(
        model -> model.addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(13)),
        "each domain once");
  }

  @Test
  void cycle() {
    refused(model -> node(model, "Add").setInput(0, "y"), "no cycle");
  }

  @Test
  void undefinedValues() {
    refused(
        model -> node(model, "Conv").setInput(1, "nowhere"),
        "(Conv, opset 13): input: nowhere (expected: made by a node, an input or an initializer)");
    refused(
        model -> model.getGraphBuilder().getOutputBuilder(0).setName("nowhere"),
        "output: nowhere (expected: made by a node");
  }

  @Test
  void namesUsedTwice() {
    refused(model -> node(model, "Clip").setOutput(0, "c"), "value: c (expected: defined once)");
    refused(
        model -> {
          GraphProto.Builder graph = model.getGraphBuilder();
          graph.addInitializer(graph.getInitializer(0));
        },
        "value: w (expected: defined once)");
    refused(
        model -> {
          NodeProto.Builder conv = node(model, "Conv");
          conv.addAttribute(conv.getAttribute(0));
        },
        "(expected: once)");
  }

  @Test
  void wrongTypes() {
    refused(
        model -> weights(model).setDataType(6),
        "(Conv, opset 13): type of input w: int32 (expected: the other inputs' float32)");
    refused(
        model -> input(model).setElemType(7),
        "(Conv, opset 13): type of input w: float32 (expected: the other inputs' int64)");
    refused(
        model ->
            model
                .getGraphBuilder()
                .getOutputBuilder(0)
                .getTypeBuilder()
                .getTensorTypeBuilder()
                .setElemType(3),
        "(Clip, opset 13): type of output y: int8 (expected: float32)");
  }

  @Test
  void operatorsThatDoNotExist() {
    unsupported(
        model -> node(model, "Add").setOpType("Frobnicate"),
        "(Frobnicate, opset 13): operator: Frobnicate (expected: one of the supported operators)");
    refused(model -> node(model, "Add").clearOpType(), "op_type: '' (expected: an operator)");
    refused(model -> node(model, "Add").setDomain("com.example"), "domain: 'com.example'");
    unsupported(
        model -> {
          model.addOpsetImport(
              OperatorSetIdProto.newBuilder().setDomain("com.example").setVersion(1));
          node(model, "Add").setDomain("com.example");
        },
        "(com.example.Add, opset 1): domain: com.example");
    unsupported(model -> node(model, "Add").setOpType("Gelu"), "opset: 13 (expected: in [20");
  }

  @Test
  void subgraphsAndBrokenAttributes() {
    unsupported(
        model ->
            node(model, "Add")
                .addAttribute(
                    AttributeProto.newBuilder()
                        .setName("then_branch")
                        .setType(AttributeProto.AttributeType.GRAPH)
                        .setG(ByteString.EMPTY)),
        "attribute then_branch: GRAPH");
    refused(
        model -> node(model, "Add").addAttribute(AttributeProto.newBuilder().setName("axis")),
        "attribute: axis (expected: a value)");
    refused(
        model -> node(model, "Add").addAttribute(AttributeProto.newBuilder().setI(1)),
        "attribute: '' (expected: a name and a value)");
  }

  @Test
  void dataThatDoNotFitTheShape() {
    refused(
        model -> weights(model).setRawData(ByteString.copyFrom(new byte[71])),
        "initializer \"w\": raw_data bytes: 71 (expected: 72 for the declared shape)");
    refused(
        model -> weights(model).clearRawData().addFloatData(1),
        "float_data: 1 (expected: 18 for the declared shape)");
    refused(
        model -> weights(model).setDataType(3).clearRawData().addInt32Data(1),
        "int32_data: 1 (expected: 18");
    refused(
        model -> {
          weights(model).clearRawData().clearDims().addDims(1).setDataType(3);
          weights(model).addInt32Data(300);
        },
        "data[0]: 300 (expected: in [-128, 255])");
    refused(model -> weights(model).setDataType(99), "data type: 99 (expected: 0..26)");
    unsupported(model -> weights(model).setDataType(8), "type: string");
    unsupported(model -> weights(model).setDataType(24), "type: float8e8m0");
  }

  @Test
  void hugeClaims() {
    refused(model -> weights(model).setDims(0, 1L << 40), "dims[0]: 1099511627776");
    refused(model -> weights(model).setDims(0, -5), "dims[0]: -5");
    refused(
        model -> weights(model).setDims(0, 1 << 16).setDims(1, 1 << 16),
        "at most 2147483647 elements");
    refused(
        model -> weights(model).setDims(0, 1L << 60).setDims(1, 1L << 60),
        "dims[0]: 1152921504606846976");
    // 2 GiB of float32 claimed by 72 bytes.
    refused(
        model -> weights(model).clearDims().addDims(536870911L),
        "raw_data bytes: 72 (expected: 2147483644");
    refused(
        model -> weights(model).clearDims().addDims(1L << 30),
        "bytes: 4294967296 (expected: at most 2147483647)");
    refused(
        model -> input(model).getShapeBuilder().getDimBuilder(1).setDimValue(1L << 40),
        "dimension: 1099511627776");
    refused(
        model -> {
          TensorShapeProto.Builder shape = input(model).getShapeBuilder();
          shape.getDimBuilder(1).setDimValue(1 << 20);
          shape.getDimBuilder(2).setDimValue(1 << 20);
        },
        "at most 2147483647 elements");
  }

  @Test
  void inputsThatAreNoTensors() {
    unsupported(
        model -> model.getGraphBuilder().getInputBuilder(0).setType(TypeProto.getDefaultInstance()),
        "input \"x\": type: sequence, map or optional");
    refused(model -> input(model).setElemType(77), "data type: 77");
    refused(
        model -> model.getGraphBuilder().addInput(ValueInfoProto.getDefaultInstance()),
        "value name: ''");
  }

  @Test
  void externalDataOutsideTheFolder(@TempDir Path root) throws IOException {
    Path folder = Files.createDirectory(root.resolve("model"));
    Files.write(root.resolve("secret"), new byte[72]);
    Files.write(folder.resolve("short"), new byte[71]);
    Files.createSymbolicLink(folder.resolve("link"), root.resolve("secret"));
    for (String location :
        new String[] {
          "../secret", root.resolve("secret").toString(), "link", "missing", "", ".", "a\0b"
        }) {
      external(folder, location, "external location: " + location + " (expected: a file inside");
    }
    external(folder, "short", "offset: 0 (expected: 72 bytes within the file's 71)");
  }

  @Test
  void externalDataNeedFolder() {
    refused(
        model -> {
          weights(model).clearRawData().setDataLocation(TensorProto.DataLocation.EXTERNAL);
          weights(model).addExternalData(entry("location", "weights"));
        },
        "external location: weights");
  }

  private static void external(Path folder, String location, String message) throws IOException {
    ModelProto.Builder model = sample();
    weights(model).clearRawData().setDataLocation(TensorProto.DataLocation.EXTERNAL);
    weights(model).addExternalData(entry("location", location));
    Path file = folder.resolve("m.onnx");
    Files.write(file, model.build().toByteArray());
    assertThatThrownBy(() -> OnnxImporter.read(file))
        .isInstanceOf(InvalidModelException.class)
        .hasMessageStartingWith("m.onnx: initializer \"w\": ")
        .hasMessageContaining(message);
  }

  private static StringStringEntryProto entry(String key, String value) {
    return StringStringEntryProto.newBuilder().setKey(key).setValue(value).build();
  }

  private static void refused(Consumer<ModelProto.Builder> change, String message) {
    assertThatThrownBy(() -> OnnxImporter.read("m", changed(change)))
        .isInstanceOf(InvalidModelException.class)
        .hasMessageStartingWith("m: ")
        .hasMessageContaining(message);
  }

  private static void unsupported(Consumer<ModelProto.Builder> change, String message) {
    assertThatThrownBy(() -> OnnxImporter.read("m", changed(change)))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageStartingWith("m: ")
        .hasMessageContaining(message);
  }

  private static byte[] changed(Consumer<ModelProto.Builder> change) {
    ModelProto.Builder model = sample();
    change.accept(model);
    return model.build().toByteArray();
  }

  private static ModelProto.Builder sample() {
    try {
      return ModelProto.parseFrom(SampleModel.bytes()).toBuilder();
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }

  private static NodeProto.Builder node(ModelProto.Builder model, String operator) {
    return model.getGraphBuilder().getNodeBuilderList().stream()
        .filter(node -> node.getOpType().equals(operator))
        .findFirst()
        .orElseThrow();
  }

  private static TensorProto.Builder weights(ModelProto.Builder model) {
    return model.getGraphBuilder().getInitializerBuilder(0);
  }

  private static TypeProto.Tensor.Builder input(ModelProto.Builder model) {
    return model.getGraphBuilder().getInputBuilder(0).getTypeBuilder().getTensorTypeBuilder();
  }
}
