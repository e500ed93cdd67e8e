package io.bytelane.tests.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.UnknownFieldSet;
import com.sun.management.ThreadMXBean;
import io.bytelane.models.graph.Graph;
import io.bytelane.models.graph.InvalidModelException;
import io.bytelane.models.graph.ModelException;
import io.bytelane.models.graph.UnsupportedModelException;
import io.bytelane.models.onnx.OnnxImporter;
import io.bytelane.models.onnx.proto.AttributeProto;
import io.bytelane.models.onnx.proto.AttributeProto.AttributeType;
import io.bytelane.models.onnx.proto.GraphProto;
import io.bytelane.models.onnx.proto.ModelProto;
import io.bytelane.models.onnx.proto.NodeProto;
import io.bytelane.models.onnx.proto.StringStringEntryProto;
import io.bytelane.models.onnx.proto.TensorProto;
import io.bytelane.models.onnx.proto.ValueInfoProto;
import io.bytelane.models.operator.GraphInterpreter;
import io.bytelane.models.plan.Planner;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Models that somebody made to hurt: a typed error or a graph, soon, without much memory. A second
/// is promised for each; a busy machine gets ten.
class HostileModelTest {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final int MANY = 50_000;

  @Test
  void subgraphsInSubgraphs() throws IOException {
    ByteString graph = GraphProto.getDefaultInstance().toByteString();
    for (int level = 0; level < 2000; level++) {
      graph =
          GraphProto.newBuilder()
              .addNode(
                  NodeProto.newBuilder()
                      .setOpType("If")
                      .addAttribute(
                          AttributeProto.newBuilder()
                              .setName("then_branch")
                              .setType(AttributeType.GRAPH)
                              .setG(graph)))
              .build()
              .toByteString();
    }
    byte[] model = sample().setGraph(GraphProto.parseFrom(graph)).build().toByteArray();
    refused(model, ModelException.class);
  }

  /// Groups, which no ONNX file holds, are the only messages that the parser follows inwards.
  @Test
  void unknownGroupsInGroups() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write(SampleModel.bytes());
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    for (int level = 0; level < 200_000; level++) {
      out.writeTag(100, 3);
    }
    out.flush();
    refused(bytes.toByteArray(), InvalidModelException.class);
  }

  @Test
  void unknownFieldsAreIgnored() {
    UnknownFieldSet.Builder fields = UnknownFieldSet.newBuilder();
    for (int i = 0; i < MANY; i++) {
      fields.mergeVarintField(1000 + i, i);
    }
    assertThat(imported(sample().setUnknownFields(fields.build()))).isNotNull();
  }

  /// Quadratic work shows: the promise is linear time.
  @Test
  void manyEqualNames() {
    Graph graph =
        imported(
            changed(
                model -> {
                  for (int i = 0; i < MANY; i++) {
                    graph(model)
                        .addNode(
                            NodeProto.newBuilder()
                                .setName("a")
                                .setOpType("Relu")
                                .addInput("y")
                                .addOutput("r" + i));
                  }
                }));
    assertThat(graph.nodes()).hasSizeGreaterThan(MANY);
  }

  @Test
  void manyOutputs() {
    Graph graph =
        imported(
            changed(
                model -> {
                  for (int i = 0; i < MANY; i++) {
                    String name = "r" + i;
                    graph(model)
                        .addNode(
                            NodeProto.newBuilder().setOpType("Relu").addInput("y").addOutput(name));
                    graph(model).addOutput(ValueInfoProto.newBuilder().setName(name));
                  }
                }));
    assertThat(graph.outputs()).hasSize(MANY + 1);
  }

  @Test
  void longChainInWrongOrder() {
    Graph graph =
        imported(
            changed(
                model -> {
                  for (int i = MANY; i > 0; i--) {
                    graph(model)
                        .addNode(
                            NodeProto.newBuilder()
                                .setOpType("Relu")
                                .addInput(i == 1 ? "y" : "r" + (i - 1))
                                .addOutput("r" + i));
                  }
                }));
    assertThat(graph.nodes().getLast().output(0)).isEqualTo("r" + MANY);
  }

  @Test
  void cycleOfManyNodes() {
    refused(
        changed(
                model -> {
                  for (int i = 0; i < MANY; i++) {
                    graph(model)
                        .addNode(
                            NodeProto.newBuilder()
                                .setOpType("Relu")
                                .addInput("r" + (i + 1) % MANY)
                                .addOutput("r" + i));
                  }
                })
            .build()
            .toByteArray(),
        InvalidModelException.class);
  }

  @Test
  void outputsListedTwice() {
    refused(
        changed(model -> graph(model).addOutput(graph(model).getOutput(0))).build().toByteArray(),
        InvalidModelException.class);
  }

  /// A length of nearly 2 GiB in front of a few bytes.
  @Test
  void lengthBeyondTheFile() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    out.writeTag(7, 2);
    out.writeUInt32NoTag(Integer.MAX_VALUE - 16);
    out.writeRawBytes(new byte[32]);
    out.flush();
    refused(bytes.toByteArray(), InvalidModelException.class);
  }

  @Test
  void externalDataOfTwoGibibytes(@TempDir Path folder) throws IOException {
    sparse(folder.resolve("huge"), 1L << 31);
    Path file = external(folder, model -> external(initializer(model), (1 << 29) - 1, "huge"));
    assertThatThrownBy(() -> bounded(() -> OnnxImporter.read(file), 32L << 20))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContaining("initializer \"w\": bytes: 2147483644 (expected: at most ");
  }

  /// Each tensor is allowed, all together are not: many read the same hole of a sparse file.
  @Test
  void externalDataReadManyTimes(@TempDir Path folder) throws IOException {
    int bytes = 1 << 26;
    sparse(folder.resolve("huge"), bytes);
    int count = (int) (Runtime.getRuntime().maxMemory() / 2 / bytes) + 2;
    Path file =
        external(
            folder,
            model -> {
              external(initializer(model), bytes / 4, "huge");
              for (int i = 0; i < count; i++) {
                TensorProto.Builder copy = graph(model).addInitializerBuilder();
                external(copy.setName("copy" + i).setDataType(1), bytes / 4, "huge");
              }
            });
    assertThatThrownBy(() -> bounded(() -> OnnxImporter.read(file), 32L << 20))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContaining("bytes of all constants: ")
        .hasMessageContaining("(expected: at most half the heap, ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"group", "strides", "pads", "dilations", "kernel_shape"})
  void textWhereNumbersBelong(String attribute) {
    byte[] model =
        changed(
                changed -> {
                  NodeProto.Builder conv = graph(changed).getNodeBuilder(0);
                  for (int i = conv.getAttributeCount() - 1; i >= 0; i--) {
                    if (conv.getAttribute(i).getName().equals(attribute)) {
                      conv.removeAttribute(i);
                    }
                  }
                  conv.addAttribute(
                      AttributeProto.newBuilder()
                          .setName(attribute)
                          .setType(AttributeType.STRING)
                          .setS(ByteString.copyFromUtf8("many")));
                })
            .build()
            .toByteArray();
    refusedSomewhere(model, attribute);
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, -7, Long.MIN_VALUE, Long.MAX_VALUE, 1L << 31, 0})
  void numbersOutOfRange(long number) {
    byte[] model =
        changed(
                changed ->
                    graph(changed)
                        .getNodeBuilder(0)
                        .getAttributeBuilderList()
                        .forEach(
                            attribute -> {
                              if (attribute.getName().equals("strides")) {
                                attribute.setInts(0, number);
                              }
                            }))
            .build()
            .toByteArray();
    refusedSomewhere(model, "strides");
  }

  /// A model that imports may still be refused by the planner and the interpreter, and then is by
  /// both.
  private static void refusedSomewhere(byte[] model, String what) {
    Graph graph;
    try {
      graph = bounded(() -> OnnxImporter.read("m", model), 32L << 20);
    } catch (ModelException e) {
      assertThat(e).hasMessageContaining(what).hasMessageContaining("(expected: ");
      return;
    }
    assertThatThrownBy(() -> Planner.plan(graph).newSession(1).run(SampleModel.input()))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining(what)
        .hasMessageContaining("(expected: ");
    assertThatThrownBy(() -> new GraphInterpreter(graph).run(SampleModel.input()))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining(what)
        .hasMessageContaining("(expected: ");
  }

  private static void refused(byte[] model, Class<? extends ModelException> type) {
    assertThatThrownBy(
            () -> bounded(() -> OnnxImporter.read("m", model), (16L << 20) + 64L * model.length))
        .isInstanceOf(type)
        .hasMessageStartingWith("m: ")
        .hasMessageContaining("(expected: ");
  }

  private static Graph imported(ModelProto.Builder builder) {
    byte[] model = builder.build().toByteArray();
    return bounded(() -> OnnxImporter.read("m", model), (16L << 20) + 200L * model.length);
  }

  /// Something that can fail with a typed error.
  private interface Import {
    Graph run() throws IOException;
  }

  /// Runs an import on a thread that is given up after the time limit.
  private static Graph bounded(Import action, long bytes) {
    return Assertions.assertTimeoutPreemptively(
        LIMIT,
        () -> {
          long before = THREADS.getCurrentThreadAllocatedBytes();
          try {
            return action.run();
          } finally {
            assertThat(THREADS.getCurrentThreadAllocatedBytes() - before)
                .as("bytes allocated")
                .isLessThan(bytes);
          }
        });
  }

  private static void sparse(Path file, long bytes) throws IOException {
    try (RandomAccessFile hole = new RandomAccessFile(file.toFile(), "rw")) {
      hole.setLength(bytes);
    }
  }

  private static Path external(Path folder, Consumer<ModelProto.Builder> change)
      throws IOException {
    return Files.write(folder.resolve("m.onnx"), changed(change).build().toByteArray());
  }

  private static void external(TensorProto.Builder tensor, long floats, String location) {
    tensor
        .clearRawData()
        .clearDims()
        .addDims(floats)
        .setDataLocation(TensorProto.DataLocation.EXTERNAL)
        .addExternalData(StringStringEntryProto.newBuilder().setKey("location").setValue(location));
  }

  private static ModelProto.Builder changed(Consumer<ModelProto.Builder> change) {
    ModelProto.Builder model = sample();
    change.accept(model);
    return model;
  }

  private static ModelProto.Builder sample() {
    try {
      return ModelProto.parseFrom(SampleModel.bytes()).toBuilder();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static GraphProto.Builder graph(ModelProto.Builder model) {
    return model.getGraphBuilder();
  }

  private static TensorProto.Builder initializer(ModelProto.Builder model) {
    return graph(model).getInitializerBuilder(0);
  }
}
