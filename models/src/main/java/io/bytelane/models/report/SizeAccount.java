package io.bytelane.models.report;

import java.util.List;

/// Counts what the parameters of a network occupy: as float32, and with int8 weights.
///
/// An int8 layer stores one byte per weight, and per output channel an int32 bias, a float32 scale
/// and an int32 zero point. This is the payload; the size of a file adds names and structure.
///
/// @param layers the layers that have weights
public record SizeAccount(List<Layer> layers) {
  /// Bytes in one MiB, the unit that reports call MB.
  public static final int BYTES_PER_MIB = 1 << 20;

  /// Bytes in one KiB, the unit that reports call KB.
  public static final int BYTES_PER_KIB = 1 << 10;

  private static final int INT8_CHANNEL_BYTES = Integer.BYTES + Float.BYTES + Integer.BYTES;
  private static final int WIDE_CHANNEL_BYTES = Integer.BYTES + Double.BYTES + Long.BYTES;

  /// A layer with weights.
  ///
  /// @param weights number of weights, without the bias
  /// @param outChannels number of output channels, each with a bias
  public record Layer(long weights, long outChannels) {
    /// Checks that the counts are not negative.
    ///
    /// @throws IllegalArgumentException if one is
    public Layer {
      if (weights < 0 || outChannels < 0) {
        throw new IllegalArgumentException(
            "weights, outChannels: %d, %d (expected: >= 0)".formatted(weights, outChannels));
      }
    }
  }

  /// Takes a copy of the list.
  public SizeAccount {
    layers = List.copyOf(layers);
  }

  /// Returns the number of weights and biases.
  public long parameters() {
    return weights() + outChannels();
  }

  /// Returns the bytes of all parameters as float32.
  public long fp32PayloadBytes() {
    return parameters() * Float.BYTES;
  }

  /// Returns the bytes with int8 weights, int32 bias, float32 scale and int32 zero point per
  /// channel.
  public long int8PayloadBytes() {
    return weights() + outChannels() * INT8_CHANNEL_BYTES;
  }

  /// Returns the bytes with int8 weights, int32 bias, float64 scale and int64 zero point per
  /// channel, as some systems store them.
  public long int8PayloadBytesWide() {
    return weights() + outChannels() * WIDE_CHANNEL_BYTES;
  }

  /// Returns the int8 payload as a share of the float32 payload.
  public double ratio() {
    return (double) int8PayloadBytes() / fp32PayloadBytes();
  }

  /// Returns bytes in MiB, the unit that reports call MB.
  ///
  /// @param bytes a size in bytes
  public static double mib(long bytes) {
    return (double) bytes / BYTES_PER_MIB;
  }

  /// Returns bytes in KiB, the unit that reports call KB.
  ///
  /// @param bytes a size in bytes
  public static double kib(long bytes) {
    return (double) bytes / BYTES_PER_KIB;
  }

  private long weights() {
    return layers.stream().mapToLong(Layer::weights).sum();
  }

  private long outChannels() {
    return layers.stream().mapToLong(Layer::outChannels).sum();
  }
}
