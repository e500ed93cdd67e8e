/// Every supported operator of ONNX, evaluated on tensors one node at a time.
///
/// [OperatorRegistry] finds the [Operator] of a node; [GraphInterpreter] runs whole graphs with
/// them. These are plain loops that follow the definitions, for every opset they changed in: they
/// fold constants, run what a plan leaves generic, and tell what a network should answer. Sums of
/// floats run in double and are rounded once.
///
/// What is outside the covered types or options ends in an unsupported-model exception that names
/// the operator, its opset and the node; inputs that do not fit together end in an invalid-model
/// exception. Number of inputs ([OperatorRegistry]) and memory ([MemoryBudget]) are bounded before
/// anything is computed. No other exception is meant to leave the package, and never a wrong
/// result.
package io.bytelane.models.operator;
