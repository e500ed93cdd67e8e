package io.bytelane.tests.onnx;

import com.google.protobuf.ByteString;
import io.bytelane.models.onnx.proto.AttributeProto;
import io.bytelane.models.onnx.proto.AttributeProto.AttributeType;
import io.bytelane.models.onnx.proto.GraphProto;
import io.bytelane.models.onnx.proto.ModelProto;
import io.bytelane.models.onnx.proto.NodeProto;
import io.bytelane.models.onnx.proto.TensorProto;
import io.bytelane.models.onnx.proto.TypeProto;
import io.bytelane.models.operator.OperatorRegistry;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;

/// Changes a model where it hurts: the file still parses, but names, types, shapes, attributes and
/// small constants no longer fit.
///
/// @param random the source of all choices
record ModelMutator(SplittableRandom random) {
  private static final long[] SIZES = {
    0,
    1,
    -1,
    2,
    3,
    -2,
    7,
    100,
    1000,
    46341,
    65536,
    1L << 20,
    Integer.MAX_VALUE,
    1L << 31,
    Integer.MIN_VALUE,
    1L << 32,
    1L << 40,
    Long.MAX_VALUE,
    Long.MIN_VALUE
  };
  /// The number of the data type int64.
  private static final int INT64 = 7;

  private static final float[] FLOATS = {
    Float.NaN, Float.POSITIVE_INFINITY, 0, -1, 1e30f, 1e-40f, 0.5f
  };
  private static final String[] KEYS = {
    "axis",
    "axes",
    "pads",
    "strides",
    "group",
    "to",
    "perm",
    "keepdims",
    "dilations",
    "start",
    "kernel_shape",
    "mode",
    "block_size",
    "auto_pad",
    "output_shape",
    "value"
  };

  /// Returns the model with one to three changes.
  byte[] mutate(ModelProto original) {
    ModelProto.Builder model = original.toBuilder();
    int changes = between(1, 3);
    for (int i = 0; i < changes; i++) {
      change(model);
    }
    return model.build().toByteArray();
  }

  private void change(ModelProto.Builder model) {
    GraphProto.Builder graph = model.getGraphBuilder();
    if (graph.getNodeCount() == 0) {
      return;
    }
    NodeProto.Builder node = graph.getNodeBuilder(below(graph.getNodeCount()));
    switch (below(12)) {
      case 0 -> model.getOpsetImportBuilder(0).setVersion(between(5, 26));
      case 1 -> node.setOpType(pick(List.copyOf(OperatorRegistry.names())));
      case 2, 3 -> inputs(graph, node);
      case 4, 5, 6 -> attribute(node);
      case 7 -> hugeConstant(graph, node);
      case 8, 9 -> {
        if (graph.getInitializerCount() > 0) {
          tensor(graph.getInitializerBuilder(below(graph.getInitializerCount())));
        }
      }
      case 10 -> {
        if (graph.getInputCount() > 0) {
          declared(graph.getInputBuilder(below(graph.getInputCount())).getTypeBuilder());
        }
      }
      default -> graph.removeNode(below(graph.getNodeCount()));
    }
  }

  private void inputs(GraphProto.Builder graph, NodeProto.Builder node) {
    List<String> names = new ArrayList<>(List.of("", "nowhere"));
    graph.getInputList().forEach(value -> names.add(value.getName()));
    graph.getInitializerList().forEach(tensor -> names.add(tensor.getName()));
    graph.getNodeList().forEach(other -> names.addAll(other.getOutputList()));
    int count = node.getInputCount();
    if (count == 0 || random.nextInt(4) == 0) {
      node.addInput(pick(names));
    } else if (random.nextInt(4) == 0) {
      List<String> fewer = List.copyOf(node.getInputList().subList(0, count - 1));
      node.clearInput().addAllInput(fewer);
    } else {
      node.setInput(below(count), pick(names));
    }
  }

  private void attribute(NodeProto.Builder node) {
    if (node.getAttributeCount() == 0) {
      node.addAttribute(
          AttributeProto.newBuilder()
              .setName(pick(List.of(KEYS)))
              .setType(AttributeType.INT)
              .setI(size()));
      return;
    }
    AttributeProto.Builder attribute = node.getAttributeBuilder(below(node.getAttributeCount()));
    switch (below(6)) {
      case 0 -> attribute.setType(AttributeType.INT).setI(size());
      case 1 -> attribute.setType(AttributeType.FLOAT).setF(FLOATS[below(FLOATS.length)]);
      case 2 -> attribute.setType(AttributeType.INTS).addInts(size());
      case 3 -> attribute.setType(AttributeType.STRING).setS(ByteString.copyFromUtf8("SAME_UPPER"));
      case 4 -> {
        if (attribute.getIntsCount() > 0) {
          attribute.setInts(below(attribute.getIntsCount()), size());
        } else if (attribute.hasT()) {
          tensor(attribute.getTBuilder());
        }
      }
      default -> node.clearAttribute();
    }
  }

  /// An integer vector of extreme values in place of an input: shapes, repeats, pads, axes.
  private void hugeConstant(GraphProto.Builder graph, NodeProto.Builder node) {
    if (node.getInputCount() == 0) {
      return;
    }
    int length = below(6);
    String name = "huge" + graph.getInitializerCount();
    TensorProto.Builder tensor = TensorProto.newBuilder().setName(name).setDataType(INT64);
    tensor.addDims(length);
    for (int i = 0; i < length; i++) {
      tensor.addInt64Data(size());
    }
    graph.addInitializer(tensor);
    node.setInput(below(node.getInputCount()), name);
  }

  private void tensor(TensorProto.Builder tensor) {
    switch (below(4)) {
      case 0 -> tensor.setDataType(below(27));
      case 1 -> {
        if (tensor.getDimsCount() > 0) {
          tensor.setDims(below(tensor.getDimsCount()), size());
        } else {
          tensor.addDims(1);
        }
      }
      case 2 -> {
        List<Long> dims = new ArrayList<>(tensor.getDimsList());
        Collections.reverse(dims);
        tensor.clearDims().addAllDims(dims);
      }
      default -> content(tensor);
    }
  }

  private void content(TensorProto.Builder tensor) {
    ByteBuffer data =
        ByteBuffer.wrap(tensor.getRawData().toByteArray()).order(ByteOrder.LITTLE_ENDIAN);
    if (tensor.getDataType() == INT64 && data.capacity() >= 8) {
      data.putLong(8 * below(data.capacity() / 8), size());
    } else if (data.capacity() >= 4) {
      data.putFloat(4 * below(data.capacity() / 4), FLOATS[below(FLOATS.length)]);
    }
    tensor.setRawData(ByteString.copyFrom(data.array()));
  }

  private void declared(TypeProto.Builder type) {
    TypeProto.Tensor.Builder tensor = type.getTensorTypeBuilder();
    int rank = tensor.getShape().getDimCount();
    switch (below(4)) {
      case 0 -> tensor.setElemType(below(27));
      case 1 -> tensor.clearShape();
      default -> {
        if (rank > 0) {
          tensor.getShapeBuilder().getDimBuilder(below(rank)).setDimValue(size());
        }
      }
    }
  }

  private long size() {
    return random.nextInt(5) == 0 ? random.nextLong() : SIZES[below(SIZES.length)];
  }

  private int below(int bound) {
    return random.nextInt(bound);
  }

  private int between(int low, int high) {
    return random.nextInt(low, high + 1);
  }

  private <T> T pick(List<T> choices) {
    return choices.get(below(choices.size()));
  }
}
