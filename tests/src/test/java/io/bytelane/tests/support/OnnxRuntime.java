package io.bytelane.tests.support;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxTensorLike;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions.OptLevel;
import io.bytelane.models.graph.DataType;
import io.bytelane.models.graph.Tensor;
import java.nio.ByteBuffer;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.nio.ShortBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.FutureTask;

/// A model in ONNX Runtime, one thread, called with tensors of `models`.
public final class OnnxRuntime implements AutoCloseable {
  /// Stack of the thread that makes the environment, in bytes.
  private static final long STACK_BYTES = 256L << 20;

  private static final OrtEnvironment ENVIRONMENT = environment();

  private final OrtSession session;

  /// @param model the content of a model file
  /// @param level what ONNX Runtime may do to the graph
  /// @throws OrtException if it does not load
  public OnnxRuntime(byte[] model, OptLevel level) throws OrtException {
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setOptimizationLevel(level);
      options.setIntraOpNumThreads(1);
      // Without it products of u8 and s8 saturate on processors that lack VNNI.
      options.addConfigEntry("session.x64quantprecision", "1");
      options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR);
      session = ENVIRONMENT.createSession(model, options);
    }
  }

  /// The telemetry of ONNX Runtime 1.29 matches the command line of the process with a regular
  /// expression that takes some 260 bytes of stack for each character: a class path of 4,000
  /// characters overflows the usual megabyte and ends the JVM without a report. A thread with a
  /// large stack makes the environment once; all later calls get the same one.
  private static OrtEnvironment environment() {
    FutureTask<OrtEnvironment> task = new FutureTask<>(OrtEnvironment::getEnvironment);
    new Thread(null, task, "onnxruntime", STACK_BYTES).start();
    try {
      return task.get();
    } catch (Exception e) {
      throw new IllegalStateException("ONNX Runtime does not start", e);
    }
  }

  /// Runs the model.
  ///
  /// @param inputs a tensor for every input, by name
  /// @return the outputs by name, in the order of the graph
  /// @throws OrtException if it fails
  public Map<String, Tensor> run(Map<String, Tensor> inputs) throws OrtException {
    Map<String, OnnxTensorLike> fed = new LinkedHashMap<>();
    try {
      for (Map.Entry<String, Tensor> input : inputs.entrySet()) {
        fed.put(input.getKey(), toRuntime(input.getValue()));
      }
      try (OrtSession.Result results = session.run(fed)) {
        Map<String, Tensor> outputs = new LinkedHashMap<>();
        for (Map.Entry<String, OnnxValue> result : results) {
          outputs.put(result.getKey(), fromRuntime((OnnxTensor) result.getValue()));
        }
        return outputs;
      }
    } finally {
      fed.values().forEach(OnnxTensorLike::close);
    }
  }

  private static OnnxTensor toRuntime(Tensor tensor) throws OrtException {
    long[] shape = Arrays.stream(tensor.shape()).asLongStream().toArray();
    return switch (tensor.array()) {
      case float[] data -> OnnxTensor.createTensor(ENVIRONMENT, FloatBuffer.wrap(data), shape);
      case long[] data -> OnnxTensor.createTensor(ENVIRONMENT, LongBuffer.wrap(data), shape);
      case int[] data -> OnnxTensor.createTensor(ENVIRONMENT, IntBuffer.wrap(data), shape);
      case double[] data -> OnnxTensor.createTensor(ENVIRONMENT, DoubleBuffer.wrap(data), shape);
      case short[] data ->
          OnnxTensor.createTensor(ENVIRONMENT, ShortBuffer.wrap(data), shape, javaType(tensor));
      case byte[] data ->
          OnnxTensor.createTensor(ENVIRONMENT, ByteBuffer.wrap(data), shape, javaType(tensor));
      default -> throw new IllegalArgumentException("tensor: " + tensor);
    };
  }

  private static OnnxJavaType javaType(Tensor tensor) {
    return switch (tensor.type()) {
      case U8 -> OnnxJavaType.UINT8;
      case BOOL -> OnnxJavaType.BOOL;
      case S16 -> OnnxJavaType.INT16;
      case FLOAT16 -> OnnxJavaType.FLOAT16;
      default -> OnnxJavaType.INT8;
    };
  }

  private static Tensor fromRuntime(OnnxTensor value) {
    int[] shape = Arrays.stream(value.getInfo().getShape()).mapToInt(Math::toIntExact).toArray();
    int count = Tensor.elementCount(shape);
    return switch (value.getInfo().type) {
      case FLOAT -> {
        float[] data = new float[count];
        value.getFloatBuffer().get(data);
        yield Tensor.of(shape, data);
      }
      case DOUBLE -> {
        double[] data = new double[count];
        value.getDoubleBuffer().get(data);
        yield Tensor.of(shape, data);
      }
      case INT64 -> {
        long[] data = new long[count];
        value.getLongBuffer().get(data);
        yield Tensor.of(DataType.S64, shape, data);
      }
      case INT32 -> {
        int[] data = new int[count];
        value.getIntBuffer().get(data);
        yield Tensor.of(DataType.S32, shape, data);
      }
      case INT16 -> shorts(value, DataType.S16, shape);
      case FLOAT16 -> shorts(value, DataType.FLOAT16, shape);
      case INT8 -> bytes(value, DataType.S8, shape);
      case UINT8 -> bytes(value, DataType.U8, shape);
      case BOOL -> bytes(value, DataType.BOOL, shape);
      default -> throw new IllegalArgumentException("type: " + value.getInfo());
    };
  }

  private static Tensor shorts(OnnxTensor value, DataType type, int[] shape) {
    short[] data = new short[Tensor.elementCount(shape)];
    value.getShortBuffer().get(data);
    return Tensor.of(type, shape, data);
  }

  private static Tensor bytes(OnnxTensor value, DataType type, int[] shape) {
    byte[] data = new byte[Tensor.elementCount(shape)];
    value.getByteBuffer().get(data);
    return Tensor.of(type, shape, data);
  }

  @Override
  public void close() throws OrtException {
    session.close();
  }
}
