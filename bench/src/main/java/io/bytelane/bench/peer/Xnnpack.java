package io.bytelane.bench.peer;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/// The functions of the system's XNNPACK that the contenders call (Debian package `libxnnpack0`).
public final class Xnnpack {
  /// Bytes that XNNPACK may read past the end of an input (`XNN_EXTRA_BYTES`).
  public static final int EXTRA_BYTES = 16;

  private static final String LIBRARY = "libXNNPACK.so.0";
  private static final int STATUS_SUCCESS = 0;

  private Xnnpack() {}

  /// Returns why XNNPACK cannot be used here; empty if it can.
  public static Optional<String> unavailableReason() {
    return Optional.ofNullable(Availability.REASON);
  }

  /// Returns a native copy of `values` with the room that XNNPACK wants behind it.
  public static MemorySegment copy(Arena arena, byte[] values) {
    MemorySegment copy = arena.allocate((long) values.length + EXTRA_BYTES, 64);
    MemorySegment.copy(values, 0, copy, JAVA_BYTE, 0, values.length);
    return copy;
  }

  /// Creates a fully connected operator: zero points 0, no bias, full clamp, `multiplier` from sums
  /// to int8 outputs, weights `[outputs][inputs]`.
  public static MemorySegment createFullyConnected(
      Arena arena, long inputs, long outputs, MemorySegment weights, float multiplier) {
    requireAvailable();
    MemorySegment operator = arena.allocate(ADDRESS);
    try {
      int status =
          (int)
              Calls.CREATE_FULLY_CONNECTED.invokeExact(
                  inputs,
                  outputs,
                  inputs,
                  outputs,
                  (byte) 0,
                  1f,
                  multiplier,
                  weights,
                  MemorySegment.NULL,
                  (byte) 0,
                  1f,
                  Byte.MIN_VALUE,
                  Byte.MAX_VALUE,
                  0,
                  operator);
      expectSuccess("xnn_create_fully_connected_nc_qs8", status);
    } catch (Throwable e) {
      throw new IllegalStateException("xnn_create_fully_connected_nc_qs8", e);
    }
    return operator.get(ADDRESS, 0);
  }

  /// Runs a fully connected operator on `rows` rows, on the calling thread.
  public static void runFullyConnected(
      MemorySegment operator, long rows, MemorySegment input, MemorySegment output) {
    try {
      expectSuccess(
          "xnn_setup_fully_connected_nc_qs8",
          (int)
              Calls.SETUP_FULLY_CONNECTED.invokeExact(
                  operator, rows, input, output, MemorySegment.NULL));
      expectSuccess(
          "xnn_run_operator", (int) Calls.RUN_OPERATOR.invokeExact(operator, MemorySegment.NULL));
    } catch (Throwable e) {
      throw new IllegalStateException("xnnpack fully connected", e);
    }
  }

  /// Creates a convolution: zero points 0, no bias, full clamp, weights OHWI, one multiplier per
  /// output channel; square kernel, equal strides and pads.
  public static MemorySegment createConvolution(
      Arena arena,
      int kernel,
      int stride,
      int pad,
      int groups,
      int inputChannels,
      int outputChannels,
      MemorySegment weights,
      float[] multipliers) {
    requireAvailable();
    MemorySegment operator = arena.allocate(ADDRESS);
    MemorySegment scales = arena.allocateFrom(JAVA_FLOAT, multipliers);
    try {
      int status =
          (int)
              Calls.CREATE_CONVOLUTION.invokeExact(
                  pad,
                  pad,
                  pad,
                  pad,
                  kernel,
                  kernel,
                  stride,
                  stride,
                  1,
                  1,
                  groups,
                  (long) (inputChannels / groups),
                  (long) (outputChannels / groups),
                  (long) inputChannels,
                  (long) outputChannels,
                  (byte) 0,
                  1f,
                  scales,
                  weights,
                  MemorySegment.NULL,
                  (byte) 0,
                  1f,
                  Byte.MIN_VALUE,
                  Byte.MAX_VALUE,
                  0,
                  operator);
      expectSuccess("xnn_create_convolution2d_nhwc_qc8", status);
    } catch (Throwable e) {
      throw new IllegalStateException("xnn_create_convolution2d_nhwc_qc8", e);
    }
    return operator.get(ADDRESS, 0);
  }

  /// Runs a convolution on one image, on the calling thread.
  public static void runConvolution(
      MemorySegment operator, long height, long width, MemorySegment input, MemorySegment output) {
    try {
      expectSuccess(
          "xnn_setup_convolution2d_nhwc_qc8",
          (int)
              Calls.SETUP_CONVOLUTION.invokeExact(
                  operator, 1L, height, width, input, output, MemorySegment.NULL));
      expectSuccess(
          "xnn_run_operator", (int) Calls.RUN_OPERATOR.invokeExact(operator, MemorySegment.NULL));
    } catch (Throwable e) {
      throw new IllegalStateException("xnnpack convolution", e);
    }
  }

  /// Frees an operator.
  public static void delete(MemorySegment operator) {
    try {
      expectSuccess("xnn_delete_operator", (int) Calls.DELETE_OPERATOR.invokeExact(operator));
    } catch (Throwable e) {
      throw new IllegalStateException("xnn_delete_operator", e);
    }
  }

  /// Initializes the library as well, which every process has to do.
  private static void requireAvailable() {
    unavailableReason()
        .ifPresent(
            reason -> {
              throw new IllegalStateException(reason);
            });
  }

  private static void expectSuccess(String call, int status) {
    if (status != STATUS_SUCCESS) {
      throw new IllegalStateException(call + ": status " + status);
    }
  }

  private static final class Availability {
    static final String REASON = find();

    private static String find() {
      try {
        expectSuccess("xnn_initialize", (int) Calls.INITIALIZE.invokeExact(MemorySegment.NULL));
        return null;
      } catch (Throwable e) {
        return LIBRARY + " cannot be used (Debian: apt install libxnnpack0)";
      }
    }
  }

  /// The handles are constants, so that a call costs the peer what a compiled JNI-free call costs.
  @SuppressWarnings("restricted")
  private static final class Calls {
    private static final Linker LINKER = Linker.nativeLinker();
    private static final SymbolLookup SYMBOLS = SymbolLookup.libraryLookup(LIBRARY, Arena.global());

    static final MethodHandle INITIALIZE = function("xnn_initialize", ADDRESS);
    static final MethodHandle CREATE_FULLY_CONNECTED =
        function(
            "xnn_create_fully_connected_nc_qs8",
            JAVA_LONG,
            JAVA_LONG,
            JAVA_LONG,
            JAVA_LONG,
            JAVA_BYTE,
            JAVA_FLOAT,
            JAVA_FLOAT,
            ADDRESS,
            ADDRESS,
            JAVA_BYTE,
            JAVA_FLOAT,
            JAVA_BYTE,
            JAVA_BYTE,
            JAVA_INT,
            ADDRESS);
    static final MethodHandle SETUP_FULLY_CONNECTED =
        function("xnn_setup_fully_connected_nc_qs8", ADDRESS, JAVA_LONG, ADDRESS, ADDRESS, ADDRESS);
    static final MethodHandle CREATE_CONVOLUTION =
        function(
            "xnn_create_convolution2d_nhwc_qc8",
            JAVA_INT,
            JAVA_INT,
            JAVA_INT,
            JAVA_INT,
            JAVA_INT,
            JAVA_INT,
            JAVA_INT,
            JAVA_INT,
            JAVA_INT,
            JAVA_INT,
            JAVA_INT,
            JAVA_LONG,
            JAVA_LONG,
            JAVA_LONG,
            JAVA_LONG,
            JAVA_BYTE,
            JAVA_FLOAT,
            ADDRESS,
            ADDRESS,
            ADDRESS,
            JAVA_BYTE,
            JAVA_FLOAT,
            JAVA_BYTE,
            JAVA_BYTE,
            JAVA_INT,
            ADDRESS);
    static final MethodHandle SETUP_CONVOLUTION =
        function(
            "xnn_setup_convolution2d_nhwc_qc8",
            ADDRESS,
            JAVA_LONG,
            JAVA_LONG,
            JAVA_LONG,
            ADDRESS,
            ADDRESS,
            ADDRESS);
    static final MethodHandle RUN_OPERATOR = function("xnn_run_operator", ADDRESS, ADDRESS);
    static final MethodHandle DELETE_OPERATOR = function("xnn_delete_operator", ADDRESS);

    private static MethodHandle function(String name, MemoryLayout... arguments) {
      return LINKER.downcallHandle(
          SYMBOLS.findOrThrow(name), FunctionDescriptor.of(JAVA_INT, arguments));
    }
  }
}
