/// Post-training quantization: from a float network to an int8 one, without training.
///
/// [Ptq] is the entry. Static quantization runs the float network on [CalibrationData], observes
/// the range of each activation (after the activation function that a layer is fused with), and
/// writes QuantizeLinear and DequantizeLinear into the graph; weights become symmetric int8, per
/// output channel or per tensor, biases int32. Dynamic quantization needs no data: it quantizes the
/// weights of linear layers alone.
///
/// [Sensitivity] tells which layer costs most, [PayloadSize] what the parameters occupy,
/// [QLinearForm] and [StandardDynamicForm] write networks for other runtimes.
///
/// A weight scale is never so small that the layer's bias would not fit int32 at the scale of the
/// accumulator; that keeps channels alive whose weights are all zero. The rules are those of the
/// numeric contract, sections 1.4, 4, 6 and 8.
package io.bytelane.models.ptq;
