package io.bytelane.models.onnx;

import com.google.protobuf.ByteString;
import io.bytelane.models.graph.Attribute;
import io.bytelane.models.graph.InvalidModelException;
import io.bytelane.models.graph.UnsupportedModelException;
import io.bytelane.models.onnx.proto.AttributeProto;
import io.bytelane.models.onnx.proto.AttributeProto.AttributeType;
import io.bytelane.models.onnx.proto.NodeProto;
import java.util.HashMap;
import java.util.Map;

/// Turns the attributes of a NodeProto into typed ones.
final class AttributeReader {
  private final TensorReader tensors;

  /// @param tensors reads the tensors among them
  AttributeReader(TensorReader tensors) {
    this.tensors = tensors;
  }

  /// Reads all attributes of a node.
  ///
  /// @param node the message
  /// @param label how errors call the node
  Map<String, Attribute> read(NodeProto node, String label) {
    Map<String, Attribute> attributes = new HashMap<>();
    for (AttributeProto proto : node.getAttributeList()) {
      String name = proto.getName();
      if (name.isEmpty() || proto.hasRefAttrName()) {
        throw new InvalidModelException(
            label + ": attribute: '" + name + "' (expected: a name and a value)");
      }
      if (attributes.put(name, value(proto, node, label)) != null) {
        throw new InvalidModelException(label + ": attribute: " + name + " (expected: once)");
      }
    }
    return attributes;
  }

  private Attribute value(AttributeProto proto, NodeProto node, String label) {
    return switch (type(proto)) {
      case FLOAT -> Attribute.of(proto.getF());
      case INT -> Attribute.of(proto.getI());
      case STRING -> Attribute.of(proto.getS().toStringUtf8());
      case TENSOR ->
          Attribute.of(tensors.read(proto.getT(), label + ": attribute " + proto.getName()));
      case FLOATS -> new Attribute.Reals(proto.getFloatsList());
      case INTS -> new Attribute.Ints(proto.getIntsList());
      case STRINGS ->
          new Attribute.Texts(
              proto.getStringsList().stream().map(ByteString::toStringUtf8).toList());
      case UNDEFINED ->
          throw new InvalidModelException(
              label + ": attribute: " + proto.getName() + " (expected: a value)");
      default ->
          throw new UnsupportedModelException(
              node.getOpType(),
              label
                  + ": attribute "
                  + proto.getName()
                  + ": "
                  + type(proto)
                  + " (expected: number, text or tensor; subgraphs are not supported)");
    };
  }

  /// Old files leave the type out; then the field that is set tells it.
  private static AttributeType type(AttributeProto proto) {
    if (proto.hasType() && proto.getType() != AttributeType.UNDEFINED) {
      return proto.getType();
    }
    if (proto.hasF()) {
      return AttributeType.FLOAT;
    }
    if (proto.hasI()) {
      return AttributeType.INT;
    }
    if (proto.hasS()) {
      return AttributeType.STRING;
    }
    if (proto.hasT()) {
      return AttributeType.TENSOR;
    }
    if (proto.hasG()) {
      return AttributeType.GRAPH;
    }
    if (proto.getFloatsCount() > 0) {
      return AttributeType.FLOATS;
    }
    if (proto.getIntsCount() > 0) {
      return AttributeType.INTS;
    }
    return proto.getStringsCount() > 0 ? AttributeType.STRINGS : AttributeType.UNDEFINED;
  }
}
