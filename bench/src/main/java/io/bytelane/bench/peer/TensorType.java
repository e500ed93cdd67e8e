package io.bytelane.bench.peer;

/// Element types of ONNX tensors, with their numbers in the file format.
public enum TensorType {
  /// float
  F32(1),
  /// unsigned bytes
  U8(2),
  /// signed bytes
  S8(3),
  /// 32-bit integers
  S32(6);

  private final int number;

  TensorType(int number) {
    this.number = number;
  }

  int number() {
    return number;
  }
}
