package io.bytelane.models.plan;

import io.bytelane.WorkspaceSize;
import io.bytelane.models.graph.Graph;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A network compiled into steps on the operators of the kernels. Immutable and thread-safe; run it
/// in a [Session], one per thread.
///
/// Steps, their order and their memory are fixed. Memory is planned for one batch element and grows
/// with the batch, so one plan serves any batch size; results do not depend on how a batch is split
/// (except in networks that themselves mix the elements of a batch, see [#mixesBatch()]).
public final class ExecutionPlan {
  private final Graph graph;
  private final List<PlanStep> steps;
  private final List<StepAction> actions;
  private final List<Optional<PlannedValue>> written;
  private final Map<String, Set<String>> aliases;
  private final List<PlannedValue> inputs;
  private final List<PlannedValue> outputs;
  private final Memory memory;
  private final boolean takesBatches;
  private final boolean mixesBatch;
  private final List<String> remarks;

  /// What a session allocates.
  ///
  /// @param floats elements of the float array at batch size 1
  /// @param bytes elements of the byte array at batch size 1
  /// @param tensors values that are tensors of their own
  /// @param workspace scratch memory of the operators, for any batch size
  record Memory(int floats, int bytes, int tensors, WorkspaceSize workspace) {}

  ExecutionPlan(
      Graph graph,
      PlanContext context,
      List<PlannedValue> inputs,
      List<PlannedValue> outputs,
      Memory memory,
      boolean takesBatches,
      List<String> remarks) {
    this.graph = graph;
    this.steps = List.copyOf(context.steps());
    this.actions = List.copyOf(context.actions());
    this.written = List.copyOf(context.written());
    this.aliases = Map.copyOf(context.aliases());
    this.inputs = List.copyOf(inputs);
    this.outputs = List.copyOf(outputs);
    this.memory = memory;
    this.takesBatches = takesBatches;
    this.mixesBatch = context.mixesBatch();
    this.remarks = List.copyOf(remarks);
  }

  /// Returns the graph that was planned, after the passes.
  ///
  /// @return the graph
  public Graph graph() {
    return graph;
  }

  /// Returns the steps.
  ///
  /// @return the steps in order
  public List<PlanStep> steps() {
    return steps;
  }

  /// Returns what passes had to say about nodes they left alone.
  ///
  /// @return one sentence each
  public List<String> remarks() {
    return remarks;
  }

  /// Says whether the leading dimension of the inputs is a batch that may have any size. Otherwise
  /// the plan is for the one shape it was made for, batch size 1.
  ///
  /// @return true if it is
  public boolean takesBatches() {
    return takesBatches;
  }

  /// Says whether some value depends on all elements of a batch, so that a batch must fit into one
  /// session and results depend on its mates.
  ///
  /// @return true if so
  public boolean mixesBatch() {
    return mixesBatch;
  }

  /// Returns the memory that values need for one batch element.
  ///
  /// @return bytes
  public long activationBytes() {
    return 4L * memory.floats() + memory.bytes();
  }

  /// Returns the bytes of packed weights and tables of all steps.
  ///
  /// @return bytes
  public long packedBytes() {
    return steps.stream().mapToLong(PlanStep::packedBytes).sum();
  }

  /// Returns the elements of the first input for one batch element.
  ///
  /// @return elements
  public int inputSize() {
    return inputs.getFirst().unitSize();
  }

  /// Returns the elements of the first output for one batch element.
  ///
  /// @return elements
  public int outputSize() {
    return outputs.getFirst().unitSize();
  }

  /// Creates a session with memory of its own.
  ///
  /// @param maxBatch the largest batch that is computed at once; larger ones are split. At least 1
  /// @return a session for one thread
  /// @throws IllegalArgumentException if `maxBatch` is less than 1, more than 1 in a plan without a
  ///     batch dimension, or too large for an array
  public Session newSession(int maxBatch) {
    int largest = takesBatches ? Integer.MAX_VALUE : 1;
    long elements = (long) Math.max(memory.floats(), memory.bytes()) * maxBatch;
    if (maxBatch < 1 || maxBatch > largest || elements > Integer.MAX_VALUE - 64) {
      throw new IllegalArgumentException(
          "maxBatch: "
              + maxBatch
              + " (expected: in [1, "
              + Math.min(largest, maxBatchByMemory())
              + "])");
    }
    return new Session(this, maxBatch);
  }

  private int maxBatchByMemory() {
    return (Integer.MAX_VALUE - 64) / Math.max(1, Math.max(memory.floats(), memory.bytes()));
  }

  /// Returns a listing: a line per step, then the memory.
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < steps.size(); i++) {
      text.append(i).append("  ").append(steps.get(i)).append('\n');
    }
    return text.append("packed weights ")
        .append(packedBytes())
        .append(" bytes, activations ")
        .append(activationBytes())
        .append(" bytes per batch element, workspace ")
        .append(memory.workspace().totalBytes())
        .append(" bytes\n")
        .toString();
  }

  List<StepAction> actions() {
    return actions;
  }

  Optional<PlannedValue> written(int step) {
    return written.get(step);
  }

  /// The names that a value has after reshapes.
  Set<String> aliases(String value) {
    return aliases.getOrDefault(value, Set.of());
  }

  List<PlannedValue> inputs() {
    return inputs;
  }

  List<PlannedValue> outputs() {
    return outputs;
  }

  Memory memory() {
    return memory;
  }
}
