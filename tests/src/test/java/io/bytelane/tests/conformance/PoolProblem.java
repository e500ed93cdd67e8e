package io.bytelane.tests.conformance;

import io.bytelane.reference.ReferenceWindow;

/// A pooling of 8-bit data.
///
/// @param window spatial geometry
/// @param batch images
/// @param channels channels
/// @param input NHWC
/// @param unsigned u8 or s8
@SuppressWarnings("ArrayRecordComponent") // read-only test data, never compared
public record PoolProblem(
    ReferenceWindow window, int batch, int channels, byte[] input, boolean unsigned) {}
