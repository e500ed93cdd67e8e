package io.bytelane.bench.peer;

import com.google.protobuf.ByteString;
import io.bytelane.models.onnx.proto.AttributeProto;
import io.bytelane.models.onnx.proto.GraphProto;
import io.bytelane.models.onnx.proto.ModelProto;
import io.bytelane.models.onnx.proto.NodeProto;
import io.bytelane.models.onnx.proto.OperatorSetIdProto;
import io.bytelane.models.onnx.proto.TensorProto;
import io.bytelane.models.onnx.proto.TensorShapeProto;
import io.bytelane.models.onnx.proto.TypeProto;
import io.bytelane.models.onnx.proto.ValueInfoProto;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/// Builds ONNX models of one or a few nodes in memory, for the peers.
public final class OnnxModelBuilder {
  /// The operators used here have not changed since this version, which every ONNX Runtime knows.
  private static final long OPSET = 13;

  private static final long IR_VERSION = 8;

  private final GraphProto.Builder graph = GraphProto.newBuilder().setName("bench");

  /// Creates an empty model.
  public OnnxModelBuilder() {}

  /// Declares the input of the model.
  public OnnxModelBuilder input(String name, TensorType type, long... dims) {
    graph.addInput(valueInfo(name, type, dims));
    return this;
  }

  /// Declares the output of the model.
  public OnnxModelBuilder output(String name, TensorType type, long... dims) {
    graph.addOutput(valueInfo(name, type, dims));
    return this;
  }

  /// Adds a constant of bytes, signed or unsigned.
  public OnnxModelBuilder constant(String name, TensorType type, byte[] values, long... dims) {
    return constant(name, type, ByteString.copyFrom(values), dims);
  }

  /// Adds a constant of floats.
  public OnnxModelBuilder constant(String name, float[] values, long... dims) {
    ByteBuffer raw = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    raw.asFloatBuffer().put(values);
    return constant(name, TensorType.F32, ByteString.copyFrom(raw), dims);
  }

  /// Adds a node with one output.
  public OnnxModelBuilder node(String operator, List<String> inputs, String output) {
    return node(operator, inputs, output, List.of());
  }

  /// Adds a node with one output and attributes made by [#ints] and [#integer].
  public OnnxModelBuilder node(
      String operator, List<String> inputs, String output, List<AttributeProto> attributes) {
    graph.addNode(
        NodeProto.newBuilder()
            .setOpType(operator)
            .setName(output)
            .addAllInput(inputs)
            .addOutput(output)
            .addAllAttribute(attributes));
    return this;
  }

  /// Returns an attribute that is a list of integers.
  public static AttributeProto ints(String name, long... values) {
    AttributeProto.Builder attribute =
        AttributeProto.newBuilder().setName(name).setType(AttributeProto.AttributeType.INTS);
    for (long value : values) {
      attribute.addInts(value);
    }
    return attribute.build();
  }

  /// Returns an attribute that is an integer.
  public static AttributeProto integer(String name, long value) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.INT)
        .setI(value)
        .build();
  }

  /// Returns the model as the bytes of an ONNX file.
  public byte[] build() {
    return ModelProto.newBuilder()
        .setIrVersion(IR_VERSION)
        .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(OPSET))
        .setGraph(graph)
        .build()
        .toByteArray();
  }

  private OnnxModelBuilder constant(String name, TensorType type, ByteString raw, long... dims) {
    TensorProto.Builder tensor =
        TensorProto.newBuilder().setName(name).setDataType(type.number()).setRawData(raw);
    for (long dim : dims) {
      tensor.addDims(dim);
    }
    graph.addInitializer(tensor);
    return this;
  }

  private static ValueInfoProto valueInfo(String name, TensorType type, long... dims) {
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    for (long dim : dims) {
      shape.addDim(TensorShapeProto.Dimension.newBuilder().setDimValue(dim));
    }
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(
            TypeProto.newBuilder()
                .setTensorType(
                    TypeProto.Tensor.newBuilder().setElemType(type.number()).setShape(shape)))
        .build();
  }
}
