package io.bytelane.tests.conformance;

import io.bytelane.reference.ReferenceWindow;

/// A convolution, depthwise (groups = inputChannels) or transposed convolution of 8-bit data. For a
/// transposed one the window is that of the forward convolution: its image is the output.
///
/// @param window spatial geometry
/// @param batch images
/// @param inputChannels C
/// @param outputChannels O
/// @param groups channel groups
/// @param input NHWC
/// @param inputUnsigned u8 or s8
/// @param inputZeroPoint zero point of the input
/// @param weights OHWI with I = C / groups
/// @param weightsUnsigned u8 or s8
/// @param weightZeroPoint one, or one per output channel
/// @param bias O values, or null
@SuppressWarnings("ArrayRecordComponent") // read-only test data, never compared
public record ConvProblem(
    ReferenceWindow window,
    int batch,
    int inputChannels,
    int outputChannels,
    int groups,
    byte[] input,
    boolean inputUnsigned,
    int inputZeroPoint,
    byte[] weights,
    boolean weightsUnsigned,
    int[] weightZeroPoint,
    int[] bias) {}
