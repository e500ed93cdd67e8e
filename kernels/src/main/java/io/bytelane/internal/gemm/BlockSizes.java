package io.bytelane.internal.gemm;

import io.bytelane.internal.pack.PanelLayout;

/// Cache blocking of the GEMM loops, in elements.
///
/// ```
/// for n0 in 0..N step NC          column block: the sums of MC x NC stay in L2
///   for m0 in 0..M step MC        row block
///     for k0 in 0..K step KC      depth block: MC x KC activations are expanded once, L2
///       for j in n0..n0+NC step NR   weight panel of KC x NR, expanded once, L1/L2
///         for i in m0..m0+MC step MR  register tile
/// ```
///
/// Engines that sum int8 products in float lanes are exact for any weights because
/// `EXACT_DEPTH * 128 * 128 = 2^24`; after that many steps sums are folded into int32. A panel of
/// KC x 32 floats and the rows of a tile fit into 48 KiB of L1; KC = 512 was 5 to 10 % slower.
public final class BlockSizes {
  /// Rows of a row block, a multiple of every MR.
  public static final int MC = 144;

  /// Columns of a column block, a multiple of every NR.
  public static final int NC = 512;

  /// Depth of a block.
  public static final int KC = 256;

  /// Steps over which any sum of int8 products is exact in float32; a multiple of KC.
  public static final int EXACT_DEPTH = 1024;

  /// Distance of two expanded rows. A compile-time constant, so that a tile addresses its rows by
  /// displacement; not a power of two, so that rows fall into different cache sets.
  public static final int LHS_STRIDE = KC + 16;

  /// Floats before the first expanded row. Never read; a displacement other than 0 makes C2 address
  /// the first row of a tile as it does the others, from one index, instead of computing a second.
  public static final int LHS_LEAD = PanelLayout.FLOAT_LEAD;

  private BlockSizes() {}
}
