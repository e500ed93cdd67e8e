package io.bytelane.models.calibration;

import io.bytelane.quant.LevelRange;
import io.bytelane.quant.QuantParams;
import io.bytelane.quant.QuantizationException;
import io.bytelane.quant.QuantizationException.Reason;
import io.bytelane.quant.QuantizeRule;
import io.bytelane.quant.QuantizedType;
import io.bytelane.quant.ScaleChooser;
import io.bytelane.quant.ScaleFloor;
import io.bytelane.quant.SymmetricConvention;
import java.util.List;
import java.util.Objects;

/// How one tensor is to be quantized: every option, as a value. Prints in one line; as JSON it
/// returns unchanged ([DescriptorJson]). Start from [#activations], [#weights] or a [QuantPreset]
/// and change parts with the `with` methods.
///
/// @param bits 2 to 8
/// @param signed true for signed levels
/// @param kind which levels are used
/// @param symmetric true for zero point 0, false for affine parameters
/// @param convention divisor of symmetric scales; means nothing for affine parameters
/// @param axis the axis that keeps its own scale, negative from the end; null per tensor
/// @param amax absolute maxima that are known already, row-major; null if calibration finds them
/// @param amaxShape shape of `amax`, broadcast to the tensor; null exactly if `amax` is
/// @param scaleAmax factor on the maxima at use, finite and greater than 0
/// @param preScale factors that multiply the values first, one or one per channel; null for none
/// @param floor lower limit of scales
/// @param rule how a float becomes a level
/// @param method how the range is found
/// @param percentile in [0, 100], for `PERCENTILE`
/// @param averagingConstant in (0, 1], for `MOVING_AVERAGE`
/// @param mode when the parameters are chosen
/// @param enabled false to leave the tensor in float; its pre-scale still applies
public record QuantDescriptor(
    int bits,
    boolean signed,
    LevelKind kind,
    boolean symmetric,
    SymmetricConvention convention,
    Integer axis,
    List<Float> amax,
    List<Integer> amaxShape,
    float scaleAmax,
    List<Float> preScale,
    ScaleFloor floor,
    QuantizeRule rule,
    CalibrationMethod method,
    double percentile,
    float averagingConstant,
    DynamicMode mode,
    boolean enabled) {

  /// Checks every option and their combination.
  ///
  /// @throws QuantizationException `INVALID_RANGE`, `INVALID_SCALE`, `INVALID_PERCENTILE`, or
  ///     `UNSUPPORTED` for a combination that the contract does not define
  public QuantDescriptor {
    Objects.requireNonNull(convention, "convention");
    Objects.requireNonNull(floor, "floor");
    Objects.requireNonNull(rule, "rule");
    Objects.requireNonNull(mode, "mode");
    Objects.requireNonNull(method, "method");
    amax = amax == null ? null : List.copyOf(amax);
    amaxShape = amaxShape == null ? null : List.copyOf(amaxShape);
    preScale = preScale == null ? null : List.copyOf(preScale);
    Objects.requireNonNull(kind, "kind").levels(bits, signed);
    DescriptorChecks.numbers(scaleAmax, preScale, percentile, averagingConstant);
    DescriptorChecks.amax(amax, amaxShape);
    DescriptorChecks.combination(signed, kind, symmetric, convention, amax, rule, method, mode);
  }

  /// Returns the default for activations: 8 bits, affine, full range, per tensor, extremes.
  ///
  /// @param type storage type
  /// @return the descriptor
  public static QuantDescriptor activations(QuantizedType type) {
    return new QuantDescriptor(
        8,
        type.isSigned(),
        LevelKind.FULL,
        false,
        SymmetricConvention.NARROW_127,
        null,
        null,
        null,
        1f,
        null,
        ScaleFloor.DEFAULT,
        QuantizeRule.DIVIDE,
        CalibrationMethod.MIN_MAX,
        PercentileCalibrator.DEFAULT_PERCENTILE,
        MovingAverageObserver.DEFAULT_CONSTANT,
        DynamicMode.STATIC,
        true);
  }

  /// Returns the default for weights: signed, symmetric, narrow range.
  ///
  /// @param bits in [2, 8]
  /// @param axis the axis that keeps its own scale, or null per tensor
  /// @return the descriptor
  public static QuantDescriptor weights(int bits, Integer axis) {
    return activations(QuantizedType.S8)
        .withBits(bits)
        .withSymmetric(SymmetricConvention.NARROW_127)
        .withAxis(axis);
  }

  /// Returns the levels in use.
  ///
  /// @return the range of levels
  public LevelRange levels() {
    return kind.levels(bits, signed);
  }

  /// Returns the calibrator that reads a histogram of the tensor.
  ///
  /// @return the calibrator; the extremes for `MIN_MAX`
  /// @throws QuantizationException `UNSUPPORTED` for `MOVING_AVERAGE`, which has no histogram
  public Calibrator calibrator() {
    return switch (method) {
      case MIN_MAX -> new MaxCalibrator();
      case PERCENTILE -> new PercentileCalibrator(percentile);
      case MSE -> new MseCalibrator();
      case ENTROPY -> new EntropyCalibrator();
      case MOVING_AVERAGE ->
          throw QuantizationException.of(
              Reason.UNSUPPORTED, "method", method, "a method that reads a histogram");
    };
  }

  /// Returns an observer that collects what the method needs.
  ///
  /// @param tensor name of the tensor
  /// @return a new observer
  public Observer observer(String tensor) {
    return switch (method) {
      case MIN_MAX -> new MinMaxObserver(tensor);
      case MOVING_AVERAGE -> new MovingAverageObserver(tensor, averagingConstant);
      case PERCENTILE, MSE, ENTROPY -> new HistogramObserver(tensor);
    };
  }

  /// Chooses the parameters of the tensor from what an observer has seen.
  ///
  /// @param observer one that [#observer] made
  /// @return scale and zero point
  /// @throws QuantizationException `NO_CALIBRATION_DATA`; `NEGATIVE_IN_UNSIGNED` for symmetric
  ///     unsigned levels and a negative minimum
  public QuantParams params(Observer observer) {
    if (!symmetric) {
      ValueRange range =
          observer instanceof HistogramObserver histogram
              ? calibrator().range(histogram.histogram(), levels())
              : observer.range();
      return ScaleChooser.affine(range.min(), range.max(), levels(), floor);
    }
    boolean centred = convention == SymmetricConvention.FULL_127_5;
    if (!signed && !centred && observer.range().min() < 0) {
      throw QuantizationException.of(
          Reason.NEGATIVE_IN_UNSIGNED,
          observer.tensor() + ": min",
          observer.range().min(),
          ">= 0 for symmetric unsigned levels");
    }
    double found =
        observer instanceof HistogramObserver histogram
            ? calibrator().amax(histogram.histogram().magnitudes(), levels())
            : observer.range().absMax();
    return ScaleChooser.symmetricParams((float) found * scaleAmax, levels(), convention, floor);
  }

  /// Returns this descriptor with another number of bits.
  ///
  /// @param newBits in [2, 8]
  /// @return the descriptor
  public QuantDescriptor withBits(int newBits) {
    return DescriptorChange.of(this).bits(newBits).build();
  }

  /// Returns this descriptor with symmetric parameters, and the range of levels that the
  /// convention implies for signed levels.
  ///
  /// @param newConvention the divisor
  /// @return the descriptor
  public QuantDescriptor withSymmetric(SymmetricConvention newConvention) {
    LevelKind implied =
        signed && newConvention == SymmetricConvention.NARROW_127
            ? LevelKind.NARROW
            : LevelKind.FULL;
    return DescriptorChange.of(this).symmetric(newConvention).kind(implied).build();
  }

  /// Returns this descriptor with another choice of levels.
  ///
  /// @param newKind full, narrow or reduced
  /// @return the descriptor
  public QuantDescriptor withKind(LevelKind newKind) {
    return DescriptorChange.of(this).kind(newKind).build();
  }

  /// Returns this descriptor with another granularity.
  ///
  /// @param newAxis the axis that keeps its own scale, or null per tensor
  /// @return the descriptor
  public QuantDescriptor withAxis(Integer newAxis) {
    return DescriptorChange.of(this).axis(newAxis).build();
  }

  /// Returns this descriptor with absolute maxima that are known.
  ///
  /// @param newAmax row-major, or null to calibrate
  /// @param newShape their shape, empty for one maximum per tensor; null to calibrate
  /// @return the descriptor
  public QuantDescriptor withAmax(List<Float> newAmax, List<Integer> newShape) {
    return DescriptorChange.of(this).amax(newAmax, newShape).build();
  }

  /// Returns this descriptor with factors around the values.
  ///
  /// @param newScaleAmax factor on the maxima at use
  /// @param newPreScale factors on the values, or null
  /// @return the descriptor
  public QuantDescriptor withFactors(float newScaleAmax, List<Float> newPreScale) {
    return DescriptorChange.of(this).factors(newScaleAmax, newPreScale).build();
  }

  /// Returns this descriptor with the rules of another system.
  ///
  /// @param newFloor lower limit of scales
  /// @param newRule how a float becomes a level
  /// @return the descriptor
  public QuantDescriptor withRules(ScaleFloor newFloor, QuantizeRule newRule) {
    return DescriptorChange.of(this).rules(newFloor, newRule).build();
  }

  /// Returns this descriptor with another calibration method; its own options stay.
  ///
  /// @param newMethod the method
  /// @return the descriptor
  public QuantDescriptor withMethod(CalibrationMethod newMethod) {
    return DescriptorChange.of(this).method(newMethod).build();
  }

  /// Returns this descriptor calibrated by a percentile.
  ///
  /// @param newPercentile in [0, 100]
  /// @return the descriptor
  public QuantDescriptor withPercentile(double newPercentile) {
    return DescriptorChange.of(this).percentile(newPercentile).build();
  }

  /// Returns this descriptor calibrated by a moving average.
  ///
  /// @param constant in (0, 1]
  /// @return the descriptor
  public QuantDescriptor withMovingAverage(float constant) {
    return DescriptorChange.of(this).averagingConstant(constant).build();
  }

  /// Returns this descriptor with parameters chosen at another moment.
  ///
  /// @param newMode static, or dynamic per tensor or row
  /// @return the descriptor
  public QuantDescriptor withMode(DynamicMode newMode) {
    return DescriptorChange.of(this).mode(newMode).build();
  }

  /// Returns this descriptor switched on or off.
  ///
  /// @param on false to leave the tensor in float
  /// @return the descriptor
  public QuantDescriptor withEnabled(boolean on) {
    return DescriptorChange.of(this).enabled(on).build();
  }

  /// Returns all options that matter in one line.
  @Override
  public String toString() {
    return DescriptorText.of(this);
  }
}
