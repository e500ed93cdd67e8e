package io.bytelane.tests.support;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/// Sizes by class. Tiles of the kernels are 4 to 64 wide, so sizes around multiples of those come
/// up often, and strides are the next prime above the minimum, so that mixing up a stride and a
/// size cannot pass.
public final class Shapes {
  /// The sizes that the numeric contract names for matrix products.
  private static final Integer[] CONTRACT = {
    0, 1, 2, 3, 5, 7, 8, 9, 15, 16, 17, 31, 33, 63, 65, 127
  };

  private Shapes() {}

  /// A matrix product.
  ///
  /// @param m rows
  /// @param n columns
  /// @param k reduction
  public record Gemm(int m, int n, int k) {}

  /// Sizes of one dimension, 0 included.
  public static Arbitrary<Integer> sizes() {
    return Arbitraries.of(CONTRACT);
  }

  /// Sizes of one dimension from 1.
  public static Arbitrary<Integer> positiveSizes() {
    return Arbitraries.of(CONTRACT).filter(size -> size > 0);
  }

  /// Channel counts: around vector widths, odd and prime ones.
  public static Arbitrary<Integer> channels() {
    return Arbitraries.of(1, 2, 3, 4, 5, 7, 8, 15, 16, 17, 24, 31, 32, 33, 40);
  }

  /// Matrix products of every class: square, deep, shallow, narrow, one row, one element, and any
  /// mixture of the sizes above.
  public static Arbitrary<Gemm> gemms() {
    Arbitrary<Gemm> mixed = Combinators.combine(sizes(), sizes(), sizes()).as(Gemm::new);
    Arbitrary<Gemm> square = positiveSizes().map(s -> new Gemm(s, s, s));
    Arbitrary<Gemm> row =
        Combinators.combine(positiveSizes(), positiveSizes()).as((n, k) -> new Gemm(1, n, k));
    Arbitrary<Gemm> deep =
        Combinators.combine(Arbitraries.integers().between(1, 4), Arbitraries.of(256, 509, 1031))
            .as((mn, k) -> new Gemm(mn, mn + 1, k));
    Arbitrary<Gemm> wide =
        Combinators.combine(Arbitraries.integers().between(1, 9), Arbitraries.of(128, 257))
            .as((m, n) -> new Gemm(m, n, 12));
    return Arbitraries.oneOf(mixed, square, row, deep, wide);
  }

  /// Returns the smallest prime above `minimum`: a stride that no size equals by accident.
  public static int primeAbove(int minimum) {
    int candidate = Math.max(minimum, 1) + 1;
    while (!isPrime(candidate)) {
      candidate++;
    }
    return candidate;
  }

  private static boolean isPrime(int n) {
    for (int d = 2; d * d <= n; d++) {
      if (n % d == 0) {
        return false;
      }
    }
    return n > 1;
  }
}
