package io.bytelane.models.onnx;

import io.bytelane.models.graph.DataType;
import io.bytelane.models.graph.Dimension;
import io.bytelane.models.graph.Graph;
import io.bytelane.models.graph.Node;
import io.bytelane.models.graph.UnsupportedModelException;
import io.bytelane.models.graph.Value;
import io.bytelane.models.onnx.proto.GraphProto;
import io.bytelane.models.onnx.proto.ModelProto;
import io.bytelane.models.onnx.proto.NodeProto;
import io.bytelane.models.onnx.proto.OperatorSetIdProto;
import io.bytelane.models.onnx.proto.TensorShapeProto;
import io.bytelane.models.onnx.proto.TypeProto;
import io.bytelane.models.onnx.proto.ValueInfoProto;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/// Writes graphs as ONNX models, constants inside the file.
///
/// What [OnnxImporter] reads back is the same graph: names, opsets, types, shapes, attributes and
/// constants, bit for bit.
public final class OnnxExporter {
  /// Constants of a model file together, in bytes: protobuf messages end at 2 GiB.
  private static final long MAX_BYTES = Integer.MAX_VALUE - (1L << 20);

  private OnnxExporter() {}

  /// Writes a model file.
  ///
  /// @param graph the graph
  /// @param file the file; replaced if it exists
  /// @throws IOException if it cannot be written
  /// @throws UnsupportedModelException if the constants exceed 2 GiB
  public static void write(Graph graph, Path file) throws IOException {
    byte[] bytes = toBytes(graph);
    Files.write(file, bytes);
  }

  /// Encodes a model.
  ///
  /// @param graph the graph
  /// @return the content of a model file
  /// @throws UnsupportedModelException if the constants exceed 2 GiB
  public static byte[] toBytes(Graph graph) {
    if (graph.initializerBytes() > MAX_BYTES) {
      throw new UnsupportedModelException(
          "external_data",
          "initializer bytes: "
              + graph.initializerBytes()
              + " (expected: at most "
              + MAX_BYTES
              + " in one file)");
    }
    ModelProto.Builder model = ModelProto.newBuilder();
    model.setIrVersion(irVersion(graph.opset()));
    model.setProducerName("bytelane");
    graph
        .opsets()
        .forEach(
            (domain, version) ->
                model.addOpsetImport(
                    OperatorSetIdProto.newBuilder().setDomain(domain).setVersion(version)));
    return model.setGraph(graphProto(graph)).build().toByteArray();
  }

  private static GraphProto graphProto(Graph graph) {
    GraphProto.Builder proto = GraphProto.newBuilder().setName(graph.name());
    graph.inputs().forEach(input -> proto.addInput(value(input)));
    graph
        .initializers()
        .forEach((name, tensor) -> proto.addInitializer(TensorWriter.write(name, tensor)));
    graph.nodes().forEach(node -> proto.addNode(node(node)));
    for (Value value : graph.values().values()) {
      if (graph.producer(value.name()).isPresent() && !graph.isOutput(value.name())) {
        proto.addValueInfo(value(value));
      }
    }
    graph.outputs().forEach(output -> proto.addOutput(value(output)));
    return proto.build();
  }

  private static NodeProto node(Node node) {
    NodeProto.Builder proto =
        NodeProto.newBuilder()
            .setName(node.name())
            .setOpType(node.operator())
            .addAllInput(node.inputs())
            .addAllOutput(node.outputs());
    if (!node.domain().isEmpty()) {
      proto.setDomain(node.domain());
    }
    node.attributes().entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(
            entry -> proto.addAttribute(AttributeWriter.write(entry.getKey(), entry.getValue())));
    return proto.build();
  }

  private static ValueInfoProto value(Value value) {
    ValueInfoProto.Builder proto = ValueInfoProto.newBuilder().setName(value.name());
    if (value.type() == DataType.UNDEFINED) {
      return proto.build();
    }
    TypeProto.Tensor.Builder tensor =
        TypeProto.Tensor.newBuilder().setElemType(value.type().code());
    if (value.shape().hasRank()) {
      TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
      for (Dimension dimension : value.shape().dimensions()) {
        shape.addDim(dimension(dimension));
      }
      tensor.setShape(shape);
    }
    return proto.setType(TypeProto.newBuilder().setTensorType(tensor)).build();
  }

  private static TensorShapeProto.Dimension dimension(Dimension dimension) {
    TensorShapeProto.Dimension.Builder proto = TensorShapeProto.Dimension.newBuilder();
    if (dimension.isFixed()) {
      proto.setDimValue(dimension.size());
    } else if (!dimension.symbol().isEmpty()) {
      proto.setDimParam(dimension.symbol());
    }
    return proto.build();
  }

  /// The file format that came with an opset; 4 is the first in which constants need not be inputs.
  private static int irVersion(int opset) {
    if (opset <= 14) {
      return Math.clamp(opset - 5L, 4, 7);
    }
    if (opset <= 22) {
      return opset <= 18 ? 8 : opset <= 20 ? 9 : 10;
    }
    return opset - 12;
  }
}
