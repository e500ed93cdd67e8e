/// The graph of a network: values, nodes, constants, with the semantics of ONNX.
///
/// A [Graph] is immutable and always valid: every name is defined once, every input of a node is
/// defined by a graph input, an initializer or another node, and the nodes are listed in an order
/// in which they can run. Passes rewrite a graph through a [GraphBuilder] and build a new one.
///
/// Values are referred to by name, as in ONNX. The empty name stands for an optional input or
/// output that is left out. Tensors are dense and row-major.
///
/// Two exceptions tell what is wrong with a model: [InvalidModelException] for one that breaks a
/// rule of ONNX, [UnsupportedModelException] for a legal one that is not covered here.
package io.bytelane.models.graph;
