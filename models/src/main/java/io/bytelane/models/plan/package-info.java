/// From graphs to steps: what runs a network.
///
/// [Planner] compiles a graph, float or quantized, into an [ExecutionPlan]: an immutable list of
/// steps on prepared operators, with fixed places in memory. A [Session] owns that memory and runs
/// the plan on one thread:
///
/// ```
/// ExecutionPlan plan = Planner.plan(graph);
/// Session session = plan.newSession(32);
/// session.run(images, count, logits);
/// ```
///
/// What happens on the way:
///
/// - The passes of [io.bytelane.models.pass] shorten the graph.
/// - Shapes are traced at batch sizes 1 and 2. A value whose leading dimension alone grows lives in
///   the session's arrays, at a place that grows with the batch; any other one is a tensor.
/// - Nodes are grouped from the outputs backwards. A quantized layer takes in the DequantizeLinear
///   before it and the activation and QuantizeLinear behind it, and works on levels: exact int32
///   sums, requantized by scheme `FLOAT32` of the numeric contract.
/// - A function of one quantized value, arithmetic with a float number included, is a table of 256
///   levels, filled when the network is planned.
/// - Every layer says in which order it wants its input. Images lie channels-last between
///   convolutions and pools; a flatten keeps them where they are, and the weights of the fully
///   connected layer behind it are permuted instead.
/// - Regions of values that are not alive at the same time share memory.
///
/// What no operator of the kernels computes runs as a generic step, in ONNX's own layout. Generic
/// steps allocate; all others do not.
package io.bytelane.models.plan;
