/// The demonstrations of linear quantization: a matrix, a fully connected layer and the weights of
/// a network at 2, 4 and 8 bits, computed with `io.bytelane.quant` and checked on the way.
package io.bytelane.models.demo;
