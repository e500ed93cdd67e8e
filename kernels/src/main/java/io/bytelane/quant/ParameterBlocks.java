package io.bytelane.quant;

/// Walks through a tensor in blocks that stay in the L1 cache, with the parameters spread over the
/// elements of a block. Parameters that come again after few elements are spread once.
final class ParameterBlocks {
  /// Elements of a block, at most.
  static final int BLOCK = 1024;

  private final ChannelLayout layout;
  private final float[][] values;
  private final float[][] spread;
  private final int block;
  private final boolean repeats;

  /// Creates a walk.
  ///
  /// @param values some arrays of one value per parameter
  ParameterBlocks(ChannelLayout layout, float[]... values) {
    this.layout = layout;
    this.values = values;
    int period = layout.period();
    repeats = period > 0 && period <= BLOCK;
    block = Math.min(layout.elements(), repeats ? BLOCK / period * period : BLOCK);
    spread = new float[values.length][block];
    if (repeats) {
      layout.spread(0, block, values, spread);
    }
  }

  /// What is done with a block.
  interface Step {
    /// Works on one block.
    ///
    /// @param from first element
    /// @param length number of elements
    /// @param spread the parameters of the elements, from index 0 on
    void run(int from, int length, float[][] spread);
  }

  void forEach(Step step) {
    int elements = layout.elements();
    for (int from = 0; from < elements; from += block) {
      int length = Math.min(block, elements - from);
      if (!repeats) {
        layout.spread(from, length, values, spread);
      }
      step.run(from, length, spread);
    }
  }
}
