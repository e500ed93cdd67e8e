package io.bytelane.models.onnx;

import io.bytelane.models.graph.Attribute;
import io.bytelane.models.graph.DataType;
import io.bytelane.models.graph.Dimension;
import io.bytelane.models.graph.Graph;
import io.bytelane.models.graph.GraphBuilder;
import io.bytelane.models.graph.InvalidModelException;
import io.bytelane.models.graph.Node;
import io.bytelane.models.graph.Shape;
import io.bytelane.models.graph.UnsupportedModelException;
import io.bytelane.models.graph.Value;
import io.bytelane.models.onnx.proto.GraphProto;
import io.bytelane.models.onnx.proto.NodeProto;
import io.bytelane.models.onnx.proto.TensorProto;
import io.bytelane.models.onnx.proto.TensorShapeProto;
import io.bytelane.models.onnx.proto.ValueInfoProto;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Turns a GraphProto into a graph.
final class GraphReader {
  private final GraphProto proto;
  private final Map<String, Integer> opsets;
  private final TensorReader tensors;
  private final AttributeReader attributes;
  private final GraphBuilder builder;
  private final Set<String> nodeNames = new HashSet<>();
  private final Map<String, Integer> suffixes = new HashMap<>();

  /// @param proto the message
  /// @param opsets version by domain
  /// @param tensors reads constants
  GraphReader(GraphProto proto, Map<String, Integer> opsets, TensorReader tensors) {
    this.proto = proto;
    this.opsets = opsets;
    this.tensors = tensors;
    this.attributes = new AttributeReader(tensors);
    this.builder = new GraphBuilder(proto.getName());
  }

  /// Reads the whole graph.
  Graph read() {
    if (proto.getSparseInitializerCount() > 0) {
      throw new UnsupportedModelException(
          "sparse_initializer",
          "sparse_initializer: " + proto.getSparseInitializerCount() + " (expected: none)");
    }
    if (proto.getOutputCount() == 0) {
      throw new InvalidModelException("outputs: 0 (expected: >= 1)");
    }
    opsets.forEach(builder::opset);
    tensors.requireModest(proto.getInitializerList());
    for (TensorProto tensor : proto.getInitializerList()) {
      builder.initializer(tensor.getName(), tensors.read(tensor, TensorReader.label(tensor)));
    }
    // Old exports list initializers among the inputs; they stay constants.
    for (ValueInfoProto input : proto.getInputList()) {
      if (builder.constant(input.getName()).isEmpty()) {
        builder.input(value(input, "input"));
      }
    }
    for (NodeProto node : proto.getNodeList()) {
      builder.node(node(node));
    }
    for (ValueInfoProto info : proto.getValueInfoList()) {
      if (builder.producer(info.getName()).isPresent()) {
        builder.value(value(info, "value"));
      }
    }
    for (ValueInfoProto output : proto.getOutputList()) {
      builder.output(value(output, "output"));
    }
    return builder.build();
  }

  private Node node(NodeProto node) {
    String name = uniqueName(node);
    String domain = node.getDomain().equals("ai.onnx") ? "" : node.getDomain();
    Integer opset = opsets.get(domain);
    String label = "node \"" + name + "\" (" + node.getOpType() + ", opset " + opset + ")";
    if (node.getOpType().isEmpty()) {
      throw new InvalidModelException(label + ": op_type: '' (expected: an operator)");
    }
    if (opset == null) {
      throw new InvalidModelException(
          label + ": domain: '" + domain + "' (expected: one of opset_import " + opsets + ")");
    }
    Map<String, Attribute> read = attributes.read(node, label);
    return new Node(
        name, domain, node.getOpType(), opset, node.getInputList(), node.getOutputList(), read);
  }

  /// Names of nodes are optional and need not be unique in files.
  private String uniqueName(NodeProto node) {
    String wanted =
        node.getName().isEmpty() ? node.getOpType() + "_" + nodeNames.size() : node.getName();
    String name = wanted;
    while (!nodeNames.add(name)) {
      // Counted on, so that a file of many equal names does not take quadratic time.
      name = wanted + "_" + suffixes.merge(wanted, 1, Integer::sum);
    }
    return name;
  }

  private static Value value(ValueInfoProto info, String role) {
    String label = role + " \"" + info.getName() + "\"";
    if (!info.hasType()) {
      return Value.unknown(info.getName());
    }
    if (!info.getType().hasTensorType()) {
      throw new UnsupportedModelException(
          role, label + ": type: sequence, map or optional (expected: tensor)");
    }
    DataType type = DataType.ofCode(info.getType().getTensorType().getElemType());
    if (!info.getType().getTensorType().hasShape()) {
      return new Value(info.getName(), type, Shape.UNKNOWN);
    }
    TensorShapeProto shape = info.getType().getTensorType().getShape();
    List<Dimension> dimensions = new ArrayList<>(shape.getDimCount());
    long product = 1;
    for (TensorShapeProto.Dimension dimension : shape.getDimList()) {
      Dimension read = dimension(dimension, label);
      dimensions.add(read);
      product *= Math.max(1, read.size());
      if (product > Integer.MAX_VALUE) {
        throw new InvalidModelException(
            label + ": shape: " + dimensions + " (expected: at most 2147483647 elements)");
      }
    }
    return new Value(info.getName(), type, Shape.of(dimensions));
  }

  private static Dimension dimension(TensorShapeProto.Dimension dimension, String label) {
    if (!dimension.hasDimValue()) {
      return Dimension.symbolic(dimension.getDimParam());
    }
    long size = dimension.getDimValue();
    if (size < -1 || size > Integer.MAX_VALUE) {
      throw new InvalidModelException(
          label + ": dimension: " + size + " (expected: in [0, 2147483647], or -1 for unknown)");
    }
    return size < 0 ? Dimension.UNKNOWN : Dimension.of((int) size);
  }
}
