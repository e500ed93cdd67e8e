package io.bytelane.models.onnx;

import com.google.protobuf.InvalidProtocolBufferException;
import io.bytelane.models.graph.Graph;
import io.bytelane.models.graph.InvalidModelException;
import io.bytelane.models.graph.ModelException;
import io.bytelane.models.graph.Node;
import io.bytelane.models.graph.UnsupportedModelException;
import io.bytelane.models.onnx.proto.ModelProto;
import io.bytelane.models.onnx.proto.OperatorSetIdProto;
import io.bytelane.models.operator.MemoryBudget;
import io.bytelane.models.operator.OperatorRegistry;
import io.bytelane.models.operator.TypeInference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/// Reads ONNX models.
///
/// Whatever the bytes are, the result is a valid [Graph] of supported operators, or one
/// [ModelException] whose message names the file, the node or value, what was found and the rule.
/// No size that a file claims is believed before it has been compared with the bytes that are
/// there.
public final class OnnxImporter {
  /// The oldest version of the default operator domain that is read.
  public static final int OLDEST_OPSET = 6;

  /// The newest version of the default operator domain that is read.
  public static final int NEWEST_OPSET = 25;

  private OnnxImporter() {}

  /// Reads a model file; tensors in files beside it are read too, if they lie in its folder.
  ///
  /// @param file the model
  /// @return the graph
  /// @throws IOException if the file cannot be read
  /// @throws ModelException if the model is broken or uses what is not supported
  public static Graph read(Path file) throws IOException {
    String label = String.valueOf(file.getFileName());
    long size = Files.size(file);
    if (size > MemoryBudget.MAX_FILE_BYTES) {
      throw new InvalidModelException(
          label
              + ": file bytes: "
              + size
              + " (expected: at most 2 GiB and a third of the heap, "
              + MemoryBudget.MAX_FILE_BYTES
              + ")");
    }
    Path folder = file.toAbsolutePath().getParent();
    return read(label, Files.readAllBytes(file), new ExternalData(folder));
  }

  /// Reads a model from memory; tensors outside of it are refused.
  ///
  /// @param label how errors call the model, for example its file name
  /// @param bytes the content of a model file
  /// @return the graph
  /// @throws ModelException if the model is broken or uses what is not supported
  public static Graph read(String label, byte[] bytes) {
    return read(label, bytes, ExternalData.NONE);
  }

  private static Graph read(String label, byte[] bytes, ExternalData external) {
    try {
      ModelProto model = ModelProto.parseFrom(bytes);
      if (!model.hasGraph()) {
        throw new InvalidModelException("graph: missing (expected: an ONNX model)");
      }
      Map<String, Integer> opsets = opsets(model);
      Graph graph = new GraphReader(model.getGraph(), opsets, new TensorReader(external)).read();
      for (Node node : graph.nodes()) {
        OperatorRegistry.find(node);
      }
      return TypeInference.complete(graph);
    } catch (InvalidProtocolBufferException e) {
      throw new InvalidModelException(
          label + ": content: " + e.getMessage() + " (expected: a whole ONNX model)", e);
    } catch (UnsupportedModelException e) {
      throw new UnsupportedModelException(e.operator(), label + ": " + e.getMessage());
    } catch (InvalidModelException e) {
      throw new InvalidModelException(label + ": " + e.getMessage(), e);
    }
  }

  private static Map<String, Integer> opsets(ModelProto model) {
    Map<String, Integer> opsets = new TreeMap<>();
    for (OperatorSetIdProto opset : model.getOpsetImportList()) {
      String domain = opset.getDomain().equals("ai.onnx") ? "" : opset.getDomain();
      long version = opset.getVersion();
      if (version < 1 || version > Integer.MAX_VALUE || opsets.containsKey(domain)) {
        throw new InvalidModelException(
            "opset_import '" + domain + "': " + version + " (expected: >= 1, each domain once)");
      }
      opsets.put(domain, (int) version);
    }
    if (opsets.isEmpty()) {
      throw new InvalidModelException("opset_import: missing (expected: at least one domain)");
    }
    int main = opsets.getOrDefault("", OLDEST_OPSET);
    if (main < OLDEST_OPSET || main > NEWEST_OPSET) {
      throw new UnsupportedModelException(
          "opset " + main,
          "opset: " + main + " (expected: in [" + OLDEST_OPSET + ", " + NEWEST_OPSET + "])");
    }
    return opsets;
  }
}
