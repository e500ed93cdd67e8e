package io.bytelane;

import io.bytelane.internal.check.Checks;
import io.bytelane.internal.gemm.GemmZeroPoints;
import io.bytelane.quant.FixedPointMultiplier;
import io.bytelane.quant.QuantizationException;
import io.bytelane.quant.QuantizationException.Reason;
import java.util.Arrays;

/// The proof that sums of products of two operands that come with the call fit, bias included.
///
/// @param name of the operator
/// @param leastBias of all columns
/// @param greatestBias of all columns
/// @param leftShift bits that scheme `FIXED_DOUBLE` shifts accumulators to the left, at most; 0
///     where it is another scheme
record ProductBounds(String name, int leastBias, int greatestBias, int leftShift) {

  static ProductBounds of(String name, int[] bias, FixedPointMultiplier[] shifting) {
    return new ProductBounds(
        name,
        bias == null ? 0 : Arrays.stream(bias).min().orElseThrow(),
        bias == null ? 0 : Arrays.stream(bias).max().orElseThrow(),
        Arrays.stream(shifting).mapToInt(FixedPointMultiplier::shift).reduce(0, Math::max));
  }

  /// Requires that no operands give a sum beyond int32.
  void requireInt32(String depthName, int k, GemmZeroPoints za, GemmZeroPoints zb) {
    require(depthName, k, za, zb, 0);
  }

  /// Requires that no operands give a sum beyond what the left shift leaves of int32.
  void requireShiftable(String depthName, int k, GemmZeroPoints za, GemmZeroPoints zb) {
    require(depthName, k, za, zb, leftShift);
  }

  private void require(String depthName, int k, GemmZeroPoints za, GemmZeroPoints zb, int shift) {
    long least = GemmZeroPoints.leastSum(za, zb, k) + leastBias;
    long greatest = GemmZeroPoints.greatestSum(za, zb, k) + greatestBias;
    if (least < Integer.MIN_VALUE >> shift || greatest > Integer.MAX_VALUE >> shift) {
      throw new QuantizationException(
          Reason.ACCUMULATOR_OVERFLOW,
          Checks.message(
              name + ": accumulator",
              "[" + least + ", " + greatest + "] at " + depthName + " = " + k,
              shift == 0 ? "within int32" : "within int32 after << " + shift));
    }
  }
}
