package io.bytelane;

import io.bytelane.internal.dispatch.PathSelection;

/// The kernel families that can serve this process, and the one that does.
///
/// One path is chosen per process, on first use, by a ladder of checks (JDK version, virtual
/// machine, compiler, vector module, vector width). Every path computes the same bits; they differ
/// in speed only. `-Dio.bytelane.path=scalar|v128|v256|v512` forces a path: a path that this
/// process cannot run is then an error, never a silent fallback.
public enum KernelPath {
  /// Portable Java without the Vector API.
  SCALAR(0),
  /// 128-bit vectors (NEON, SSE4.1).
  V128(128),
  /// 256-bit vectors (AVX2).
  V256(256),
  /// 512-bit vectors (AVX-512).
  V512(512);

  /// The system property that forces a path.
  public static final String PROPERTY = "io.bytelane.path";

  private final int bits;

  KernelPath(int bits) {
    this.bits = bits;
  }

  /// Returns the vector width in bits, 0 for the scalar path.
  public int bits() {
    return bits;
  }

  /// Returns whether this process could run this path if it were forced.
  public boolean isSupported() {
    return PathSelection.obstacle(this) == null;
  }

  /// Returns the path that serves this process.
  ///
  /// @throws IllegalStateException if the forced path is unknown or cannot run here; the message
  ///     names the condition that is missing
  public static KernelPath active() {
    return PathSelection.active();
  }

  /// Returns one sentence that says why [#active()] was chosen.
  ///
  /// @throws IllegalStateException as [#active()]
  public static String reason() {
    return PathSelection.reason();
  }
}
