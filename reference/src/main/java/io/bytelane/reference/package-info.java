/// The oracle: what every Bytelane number means, as textbook loops over primitives.
///
/// Nothing here is fast, clever or shared with the kernels, and that is its only merit: each class
/// reads like the formula of the numeric contract that it states. Kernels, on every path, must give
/// the same bits.
///
/// Conventions of the whole package:
///
/// - Eight-bit data travel in `byte[]`; a flag `unsigned` says whether the bits are read as u8
///   (0..255) or as s8 (-128..127).
/// - Activations are NHWC, convolution weights OHWI with I = inputChannels / groups, weights of
///   fully connected layers `[out][in]`, all row-major.
/// - Integer accumulators are summed in 64 bits. The plain methods throw [ArithmeticException] if
///   the final sum leaves int32; the `wrapped` variants keep the low 32 bits, as ONNX MatMulInteger
///   and ConvInteger allow.
/// - Accumulators and their requantization are separate, so that each scheme can be put behind each
///   operator.
/// - Float steps of the quantization arithmetic are single IEEE float32 operations in the order
///   written.
package io.bytelane.reference;
