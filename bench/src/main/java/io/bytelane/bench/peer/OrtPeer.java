package io.bytelane.bench.peer;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// An ONNX Runtime session with one input and one output, called the cheapest way that its Java
/// package offers: input tensors over direct buffers made once, the output pinned to a buffer made
/// once.
public final class OrtPeer implements AutoCloseable {
  /// Name of the model's input.
  public static final String INPUT = "x";

  /// Name of the model's output.
  public static final String OUTPUT = "y";

  /// Where the processor has no exact instruction for u8 x s8, this option makes ONNX Runtime take
  /// an exact detour instead of saturating at 16 bits.
  private static final String PRECISE = "session.x64quantprecision";

  private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
  private final OrtSession session;
  private final String inputName;
  private final List<Map<String, OnnxTensor>> inputs = new ArrayList<>();
  private final ByteBuffer outputBuffer;
  private final OnnxTensor outputTensor;
  private final Map<String, OnnxTensor> outputs;

  /// A tensor's type and dimensions.
  ///
  /// @param type element type
  /// @param elementBytes size of an element
  /// @param dims dimensions
  public record TensorSpec(OnnxJavaType type, int elementBytes, List<Long> dims) {
    /// Copies the dimensions.
    public TensorSpec {
      dims = List.copyOf(dims);
    }

    private static TensorSpec of(OnnxJavaType type, int elementBytes, long... dims) {
      return new TensorSpec(type, elementBytes, Arrays.stream(dims).boxed().toList());
    }

    /// Returns signed bytes.
    public static TensorSpec s8(long... dims) {
      return of(OnnxJavaType.INT8, 1, dims);
    }

    /// Returns unsigned bytes.
    public static TensorSpec u8(long... dims) {
      return of(OnnxJavaType.UINT8, 1, dims);
    }

    /// Returns 32-bit integers.
    public static TensorSpec s32(long... dims) {
      return of(OnnxJavaType.INT32, 4, dims);
    }

    /// Returns floats.
    public static TensorSpec f32(long... dims) {
      return of(OnnxJavaType.FLOAT, 4, dims);
    }

    private int bytes() {
      return Math.toIntExact(elementBytes * dims.stream().reduce(1L, Math::multiplyExact));
    }

    private OnnxTensor over(OrtEnvironment environment, ByteBuffer buffer) throws OrtException {
      long[] shape = dims.stream().mapToLong(Long::longValue).toArray();
      return OnnxTensor.createTensor(environment, buffer, shape, type);
    }
  }

  /// Loads a model with input [#INPUT] and output [#OUTPUT].
  ///
  /// @param model an ONNX file
  /// @param precise whether to ask for exact products
  /// @param output type and dimensions of the output
  public OrtPeer(byte[] model, boolean precise, TensorSpec output) {
    this(model, 1, precise, output);
  }

  /// Loads a model with input [#INPUT] and output [#OUTPUT].
  ///
  /// @param model an ONNX file
  /// @param threads threads of one operator
  /// @param precise whether to ask for exact products
  /// @param output type and dimensions of the output
  public OrtPeer(byte[] model, int threads, boolean precise, TensorSpec output) {
    this(model, threads, precise, INPUT, OUTPUT, output);
  }

  /// Loads a model, for one thread.
  ///
  /// @param model an ONNX file
  /// @param precise whether to ask for exact products
  /// @param inputName name of its input, where it has one
  /// @param outputName name of its one output
  /// @param output type and dimensions of the output
  public OrtPeer(
      byte[] model, boolean precise, String inputName, String outputName, TensorSpec output) {
    this(model, 1, precise, inputName, outputName, output);
  }

  private OrtPeer(
      byte[] model,
      int threads,
      boolean precise,
      String inputName,
      String outputName,
      TensorSpec output) {
    this.inputName = inputName;
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(threads);
      options.setInterOpNumThreads(1);
      options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
      if (precise) {
        options.addConfigEntry(PRECISE, "1");
      }
      this.session = environment.createSession(model, options);
      this.outputBuffer = direct(output.bytes());
      this.outputTensor = output.over(environment, outputBuffer);
    } catch (OrtException e) {
      throw new IllegalStateException("onnxruntime", e);
    }
    this.outputs = Map.of(outputName, outputTensor);
  }

  /// Adds the operand set with the next number, as bytes.
  public void addInput(TensorSpec spec, byte[] values) {
    ByteBuffer buffer = direct(spec.bytes());
    buffer.put(0, values);
    addInput(spec, buffer);
  }

  /// Adds the operand set with the next number, as floats.
  public void addInput(TensorSpec spec, float[] values) {
    ByteBuffer buffer = direct(spec.bytes());
    buffer.asFloatBuffer().put(values);
    addInput(spec, buffer);
  }

  /// Adds the operand set with the next number, for a model with several inputs of 64-bit integers,
  /// all of the same dimensions.
  public void addInputs(Map<String, long[]> values, long... dims) {
    TensorSpec spec = TensorSpec.of(OnnxJavaType.INT64, Long.BYTES, dims);
    Map<String, OnnxTensor> tensors = new HashMap<>();
    try {
      for (Map.Entry<String, long[]> input : values.entrySet()) {
        ByteBuffer buffer = direct(spec.bytes());
        buffer.asLongBuffer().put(input.getValue());
        tensors.put(input.getKey(), spec.over(environment, buffer));
      }
    } catch (OrtException e) {
      throw new IllegalStateException("onnxruntime", e);
    }
    inputs.add(tensors);
  }

  /// Runs the session on an operand set; the output is overwritten by the next run.
  public ByteBuffer run(int slot) {
    try {
      session.run(inputs.get(slot), outputs).close();
      return outputBuffer;
    } catch (OrtException e) {
      throw new IllegalStateException("onnxruntime", e);
    }
  }

  @Override
  public void close() {
    inputs.forEach(map -> map.values().forEach(OnnxTensor::close));
    outputTensor.close();
    try {
      session.close();
    } catch (OrtException e) {
      throw new IllegalStateException("onnxruntime", e);
    }
  }

  private void addInput(TensorSpec spec, ByteBuffer buffer) {
    try {
      inputs.add(Map.of(inputName, spec.over(environment, buffer)));
    } catch (OrtException e) {
      throw new IllegalStateException("onnxruntime", e);
    }
  }

  private static ByteBuffer direct(int bytes) {
    return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
  }
}
