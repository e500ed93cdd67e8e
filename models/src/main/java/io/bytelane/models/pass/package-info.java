/// Rewrites of graphs that keep their meaning and make them shorter.
///
/// A [GraphPass] takes a graph and returns an equivalent one; [GraphPasses] names the sequences in
/// use. What a pass leaves alone although it looked like its business is said in a [PassLog], so
/// that a user learns why a network is slower or larger than expected.
///
/// - [IdentityRemoval]: Identity, Dropout at inference, Pad of nothing.
/// - [ConstantFolding]: nodes that depend on constants alone. Quantized weights stay quantized: a
///   DequantizeLinear is never folded.
/// - [ReshapeSimplification]: shapes computed by Shape, Gather, Unsqueeze and Concat become
///   constants with 0 and -1 for what follows the input.
/// - [BatchNormFolding]: BatchNormalization after Conv, ConvTranspose or Gemm moves into the
///   weights, by the rules of the numeric contract, section 8.
/// - [ClampBeforeMaxPool]: Conv, MaxPool, Relu becomes Conv, Relu, MaxPool.
package io.bytelane.models.pass;
