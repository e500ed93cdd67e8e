package io.bytelane.models.onnx;

import com.google.protobuf.ByteString;
import io.bytelane.models.graph.Attribute;
import io.bytelane.models.onnx.proto.AttributeProto;
import io.bytelane.models.onnx.proto.AttributeProto.AttributeType;

/// Turns a typed attribute into an AttributeProto.
final class AttributeWriter {
  private AttributeWriter() {}

  /// Writes an attribute.
  ///
  /// @param name its name
  /// @param attribute its value
  static AttributeProto write(String name, Attribute attribute) {
    AttributeProto.Builder proto = AttributeProto.newBuilder().setName(name);
    switch (attribute) {
      case Attribute.Int one -> proto.setType(AttributeType.INT).setI(one.value());
      case Attribute.Real one -> proto.setType(AttributeType.FLOAT).setF(one.value());
      case Attribute.Text one ->
          proto.setType(AttributeType.STRING).setS(ByteString.copyFromUtf8(one.value()));
      case Attribute.Constant one ->
          proto.setType(AttributeType.TENSOR).setT(TensorWriter.write("", one.value()));
      case Attribute.Ints list -> proto.setType(AttributeType.INTS).addAllInts(list.values());
      case Attribute.Reals list -> proto.setType(AttributeType.FLOATS).addAllFloats(list.values());
      case Attribute.Texts list -> {
        proto.setType(AttributeType.STRINGS);
        list.values().forEach(text -> proto.addStrings(ByteString.copyFromUtf8(text)));
      }
    }
    return proto.build();
  }
}
