package io.bytelane.internal.parallel;

/// Scratch memory of one thread during one call.
///
/// @param bytes for bytes
/// @param ints for int32 values
/// @param floats for float32 values
public record Scratch(
    @SuppressWarnings("ArrayRecordComponent") byte[] bytes,
    @SuppressWarnings("ArrayRecordComponent") int[] ints,
    @SuppressWarnings("ArrayRecordComponent") float[] floats) {}
