package io.bytelane.models.operator;

import io.bytelane.models.graph.DataType;

/// How a set of elements becomes one number.
enum Reduction {
  /// The sum.
  SUM,
  /// The arithmetic mean; of integers cut off towards zero.
  MEAN,
  /// The product.
  PROD,
  /// The maximum.
  MAX,
  /// The minimum.
  MIN,
  /// The sum of magnitudes.
  L1,
  /// The root of the sum of squares.
  L2,
  /// The sum of squares.
  SUM_SQUARE,
  /// The logarithm of the sum.
  LOG_SUM;

  /// The accumulator before the first float.
  double start() {
    return switch (this) {
      case PROD -> 1;
      case MAX -> Double.NEGATIVE_INFINITY;
      case MIN -> Double.POSITIVE_INFINITY;
      default -> 0;
    };
  }

  /// The accumulator before the first integer or bool.
  long wholeStart(DataType type) {
    boolean bool = type == DataType.BOOL;
    return switch (this) {
      case PROD -> 1;
      case MAX -> bool ? 0 : type.minValue();
      case MIN -> bool ? 1 : type.maxValue();
      default -> 0;
    };
  }

  /// Says whether integers, or bools, have this reduction.
  boolean covers(DataType type) {
    if (type == DataType.BOOL) {
      return this == MAX || this == MIN;
    }
    return type.isInteger() && type != DataType.U64 && this != L2 && this != LOG_SUM;
  }

  /// Takes a float into the accumulator.
  double add(double sum, double x) {
    return switch (this) {
      case SUM, MEAN, LOG_SUM -> sum + x;
      case PROD -> sum * x;
      case MAX -> Math.max(sum, x);
      case MIN -> Math.min(sum, x);
      case L1 -> sum + Math.abs(x);
      case L2, SUM_SQUARE -> sum + x * x;
    };
  }

  /// Takes an integer into the accumulator.
  long add(long sum, long x) {
    return switch (this) {
      case SUM, MEAN, LOG_SUM -> sum + x;
      case PROD -> sum * x;
      case MAX -> Math.max(sum, x);
      case MIN -> Math.min(sum, x);
      case L1 -> sum + Math.abs(x);
      case L2, SUM_SQUARE -> sum + x * x;
    };
  }

  /// Makes the result of the accumulator, given the number of elements.
  double finish(double sum, long count) {
    return switch (this) {
      case MEAN -> sum / count;
      case L2 -> Math.sqrt(sum);
      case LOG_SUM -> Math.log(sum);
      default -> sum;
    };
  }

  /// Makes the result of the accumulator of integers.
  long finish(long sum, long count) {
    return this == MEAN ? sum / count : sum;
  }
}
