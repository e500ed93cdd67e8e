package io.bytelane.models.plan;

import io.bytelane.Workspace;
import io.bytelane.models.graph.DataType;
import io.bytelane.models.graph.InvalidModelException;
import io.bytelane.models.graph.Tensor;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// Runs a plan in memory of its own. For one thread at a time.
///
/// `run` on arrays allocates nothing, unless the plan holds generic steps.
public final class Session {
  private final ExecutionPlan plan;
  private final int maxBatch;
  private final Frame frame;
  private final List<StepAction> actions;
  private StepListener listener;

  Session(ExecutionPlan plan, int maxBatch) {
    this.plan = plan;
    this.maxBatch = maxBatch;
    this.actions = plan.actions();
    ExecutionPlan.Memory memory = plan.memory();
    this.frame =
        new Frame(
            memory.floats() * maxBatch,
            memory.bytes() * maxBatch,
            memory.tensors(),
            Workspace.of(memory.workspace()));
  }

  /// Returns the plan.
  ///
  /// @return the plan
  public ExecutionPlan plan() {
    return plan;
  }

  /// Returns the largest batch that is computed at once.
  ///
  /// @return at least 1
  public int maxBatch() {
    return maxBatch;
  }

  /// Sets who is told of every step from now on; a listener slows a run down.
  ///
  /// @param watcher the listener, null for none
  public void setListener(StepListener watcher) {
    listener = watcher;
  }

  /// Runs a network with one float input and one float output.
  ///
  /// @param input `batch` elements of [ExecutionPlan#inputSize()] floats, in the graph's layout
  /// @param batch number of elements, at least 0; more than [#maxBatch()] are computed in parts
  /// @param output takes `batch` elements of [ExecutionPlan#outputSize()] floats
  /// @throws IndexOutOfBoundsException if an array is too short
  /// @throws IllegalArgumentException if the network has other inputs or outputs, or its results
  ///     depend on the whole batch and `batch` exceeds [#maxBatch()]
  public void run(float[] input, int batch, float[] output) {
    run(input, 0, batch, output, 0);
  }

  /// Runs a network with one float input and one float output on parts of arrays.
  ///
  /// @param input array that holds the batch
  /// @param inputOffset first element
  /// @param batch number of batch elements, at least 0
  /// @param output array for the results
  /// @param outputOffset first element to write
  /// @throws IndexOutOfBoundsException if a range lies outside its array
  /// @throws IllegalArgumentException as for the short form
  public void run(float[] input, int inputOffset, int batch, float[] output, int outputOffset) {
    PlannedValue in = single("inputs", plan.inputs());
    PlannedValue out = single("outputs", plan.outputs());
    requireBatch(batch);
    int inputSize = in.unitSize();
    int outputSize = out.unitSize();
    Objects.checkFromIndexSize(inputOffset, Math.multiplyExact(batch, inputSize), input.length);
    Objects.checkFromIndexSize(outputOffset, Math.multiplyExact(batch, outputSize), output.length);
    for (int done = 0; done < batch; done += maxBatch) {
      int part = Math.min(maxBatch, batch - done);
      frame.setBatch(part);
      System.arraycopy(
          input, inputOffset + done * inputSize, frame.floats(), in.at(frame), part * inputSize);
      runSteps();
      System.arraycopy(
          frame.floats(),
          out.at(frame),
          output,
          outputOffset + done * outputSize,
          part * outputSize);
    }
  }

  private void requireBatch(int batch) {
    boolean splits = plan.takesBatches() && !plan.mixesBatch();
    if (batch < 0 || (batch > maxBatch && !splits)) {
      throw new IllegalArgumentException(
          "batch: " + batch + " (expected: in [0, " + (splits ? "2147483647" : maxBatch) + "])");
    }
  }

  private static PlannedValue single(String name, List<PlannedValue> values) {
    if (values.size() != 1 || values.getFirst().region().kind() != Region.Kind.FLOATS) {
      throw new IllegalArgumentException(
          name + ": " + values.size() + " (expected: one of type float32; use run(Map))");
    }
    return values.getFirst();
  }

  /// Runs any network on tensors.
  ///
  /// @param inputs a tensor for every input of the graph, by name; all with the same batch size, at
  ///     most [#maxBatch()]
  /// @return the outputs by name, in the order of the graph
  /// @throws InvalidModelException if an input is missing or has another type or shape
  public Map<String, Tensor> run(Map<String, Tensor> inputs) {
    frame.setBatch(batchOf(inputs));
    for (PlannedValue input : plan.inputs()) {
      store(input, inputs.get(input.name()));
    }
    runSteps();
    Map<String, Tensor> outputs = new LinkedHashMap<>();
    for (PlannedValue output : plan.outputs()) {
      outputs.put(output.name(), load(output));
    }
    return outputs;
  }

  /// Runs a network with one float output on tensors and writes the output to an array.
  ///
  /// @param inputs a tensor for every input of the graph, by name; all with the same batch size, at
  ///     most [#maxBatch()]
  /// @param output takes the elements of the output
  /// @param outputOffset the first element to write
  /// @throws InvalidModelException if an input is missing or has another type or shape
  /// @throws IndexOutOfBoundsException if the array is too short; nothing is written then
  /// @throws IllegalArgumentException if the network has other outputs
  public void run(Map<String, Tensor> inputs, float[] output, int outputOffset) {
    PlannedValue out = single("outputs", plan.outputs());
    int batch = batchOf(inputs);
    Objects.checkFromIndexSize(
        outputOffset, Math.multiplyExact(batch, out.unitSize()), output.length);
    frame.setBatch(batch);
    for (int i = 0; i < plan.inputs().size(); i++) {
      PlannedValue input = plan.inputs().get(i);
      store(input, inputs.get(input.name()));
    }
    runSteps();
    System.arraycopy(frame.floats(), out.at(frame), output, outputOffset, batch * out.unitSize());
  }

  /// Whether inputs have the types and shapes of the plan, at batch size 1.
  boolean fits(Map<String, Tensor> inputs) {
    for (int i = 0; i < plan.inputs().size(); i++) {
      PlannedValue input = plan.inputs().get(i);
      Tensor tensor = inputs.get(input.name());
      if (tensor == null
          || tensor.type() != input.type()
          || tensor.rank() != input.shape().length) {
        return false;
      }
      for (int axis = 0; axis < input.shape().length; axis++) {
        if (tensor.dimension(axis) != input.shape()[axis]) {
          return false;
        }
      }
    }
    return true;
  }

  private int batchOf(Map<String, Tensor> inputs) {
    int batch = -1;
    for (int i = 0; i < plan.inputs().size(); i++) {
      PlannedValue input = plan.inputs().get(i);
      Tensor tensor = inputs.get(input.name());
      int found = tensor == null ? -1 : batchOf(input, tensor);
      if (found < 0 || (batch >= 0 && batch != found) || found > maxBatch) {
        throw new InvalidModelException(
            "input "
                + input.name()
                + ": "
                + tensor
                + " (expected: "
                + input.type()
                + Arrays.toString(input.shape())
                + (plan.takesBatches() ? ", with 1.." + maxBatch + " batch elements)" : ")"));
      }
      batch = found;
    }
    return Math.max(batch, 1);
  }

  /// The number of batch elements in a tensor, -1 where it is no batch of the input.
  private int batchOf(PlannedValue input, Tensor tensor) {
    int[] unit = input.shape();
    if (tensor.type() != input.type() || tensor.rank() != unit.length) {
      return -1;
    }
    int batch = plan.takesBatches() ? tensor.dimension(0) / unit[0] : 1;
    for (int axis = 0; axis < unit.length; axis++) {
      int expected = axis == 0 ? unit[axis] * batch : unit[axis];
      if (tensor.dimension(axis) != expected) {
        return -1;
      }
    }
    return batch > 0 ? batch : -1;
  }

  private void store(PlannedValue input, Tensor tensor) {
    switch (input.region().kind()) {
      case FLOATS ->
          System.arraycopy(tensor.floats(), 0, frame.floats(), input.at(frame), tensor.size());
      case BYTES ->
          System.arraycopy(tensor.bytes(), 0, frame.bytes(), input.at(frame), tensor.size());
      case TENSOR -> frame.tensors()[input.region().offset()] = tensor;
    }
  }

  private Tensor load(PlannedValue output) {
    int from = output.at(frame);
    int to = from + output.region().unitSize() * frame.batch();
    int[] shape = output.shapeAt(frame);
    return switch (output.region().kind()) {
      case FLOATS -> Tensor.of(shape, Arrays.copyOfRange(frame.floats(), from, to));
      case BYTES -> Tensor.of(output.type(), shape, Arrays.copyOfRange(frame.bytes(), from, to));
      case TENSOR -> frame.tensors()[output.region().offset()];
    };
  }

  private void runSteps() {
    if (listener != null) {
      runStepsWatched(listener);
      return;
    }
    for (int i = 0; i < actions.size(); i++) {
      actions.get(i).run(frame);
    }
  }

  private void runStepsWatched(StepListener watcher) {
    for (PlannedValue input : plan.inputs()) {
      report(watcher, -1, input.name(), 0, input);
    }
    for (int i = 0; i < actions.size(); i++) {
      long start = System.nanoTime();
      actions.get(i).run(frame);
      long nanos = System.nanoTime() - start;
      PlannedValue value = plan.written(i).orElse(null);
      report(watcher, i, plan.steps().get(i).output(), nanos, value);
    }
  }

  private void report(StepListener watcher, int step, String name, long nanos, PlannedValue value) {
    boolean floats =
        value != null
            && value.type() == DataType.FLOAT
            && value.region().kind() == Region.Kind.FLOATS;
    watcher.finished(
        step,
        name,
        nanos,
        floats ? frame.floats() : null,
        floats ? value.at(frame) : 0,
        floats ? value.unitSize() * frame.batch() : 0);
    if (floats) {
      plan.aliases(name).forEach(alias -> report(watcher, step, alias, 0, value));
    }
  }
}
