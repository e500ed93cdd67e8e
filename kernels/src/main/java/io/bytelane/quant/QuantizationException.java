package io.bytelane.quant;

import java.util.Objects;

/// A value that the numeric contract refuses: the reason as a constant, and a message in the form
/// `name: value (expected: rule)`.
///
/// Thrown before anything is written, so that a caller's arrays are unchanged when it arrives.
public final class QuantizationException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  /// Why a value was refused.
  public enum Reason {
    /// A scale, step or pre-scale that is not finite and greater than zero.
    INVALID_SCALE,
    /// A zero point outside the range of its type.
    INVALID_ZERO_POINT,
    /// A range whose minimum exceeds its maximum, an absolute maximum below zero, or a NaN bound.
    INVALID_RANGE,
    /// A requantization multiplier that is negative, NaN or infinite.
    INVALID_MULTIPLIER,
    /// A percentile outside 0..100, or NaN.
    INVALID_PERCENTILE,
    /// A negative value where an unsigned range was asked for.
    NEGATIVE_IN_UNSIGNED,
    /// A NaN or an infinity in data that must be finite.
    NON_FINITE_DATA,
    /// An accumulator, or a left-shifted accumulator, that could leave int32.
    ACCUMULATOR_OVERFLOW,
    /// A result was asked of an observer that has seen no value.
    NO_CALIBRATION_DATA,
    /// The number of channels, or the shape, changed between batches.
    SHAPE_CHANGED,
    /// A combination that the contract does not define.
    UNSUPPORTED,
    /// Constants of a model that admit no result, as a variance that is not positive.
    INVALID_MODEL
  }

  private final Reason reason;
  private final long index;
  private final long count;

  /// Creates an exception that concerns no particular element.
  ///
  /// @param reason why the value was refused
  /// @param message in the form `name: value (expected: rule)`
  public QuantizationException(Reason reason, String message) {
    this(reason, message, -1, 1);
  }

  /// Creates an exception for one element, or the first of several.
  ///
  /// @param reason why the value was refused
  /// @param message in the form `name: value (expected: rule)`
  /// @param index index of the first offending element (channel, row or element), -1 for none
  /// @param count number of offending elements
  public QuantizationException(Reason reason, String message, long index, long count) {
    super(message);
    this.reason = Objects.requireNonNull(reason, "reason");
    this.index = index;
    this.count = count;
  }

  /// Creates an exception with the usual message.
  ///
  /// @param reason why the value was refused
  /// @param name what the value is, as `scales[3]`
  /// @param value the value
  /// @param expected the rule, with its numbers
  /// @return the exception, to be thrown
  public static QuantizationException of(
      Reason reason, String name, Object value, String expected) {
    return new QuantizationException(reason, message(name, value, expected));
  }

  /// Creates an exception with the usual message for the element `name[index]`.
  ///
  /// @param reason why the value was refused
  /// @param name the name of the array
  /// @param index index of the first offending element
  /// @param value the value of that element
  /// @param expected the rule, with its numbers
  /// @return the exception, to be thrown
  public static QuantizationException at(
      Reason reason, String name, long index, Object value, String expected) {
    return new QuantizationException(
        reason, message(name + "[" + index + "]", value, expected), index, 1);
  }

  private static String message(String name, Object value, String expected) {
    return name + ": " + value + " (expected: " + expected + ")";
  }

  /// Returns why the value was refused.
  ///
  /// @return the reason
  public Reason reason() {
    return reason;
  }

  /// Returns the index of the first offending element, channel or row.
  ///
  /// @return the index, or -1 if the exception concerns no particular element
  public long index() {
    return index;
  }

  /// Returns how many elements were refused.
  ///
  /// @return the number, at least 1
  public long count() {
    return count;
  }
}
