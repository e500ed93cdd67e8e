/// Calibration: from observed values to the range that quantization keeps.
///
/// An observer ([io.bytelane.models.calibration.Observer]) sees batches of a tensor and holds
/// their extremes, a moving average of them, or a histogram. A calibrator
/// ([io.bytelane.models.calibration.Calibrator]) is a pure function of a histogram: several
/// thresholds can be read from one collection, in any order. A descriptor
/// ([io.bytelane.models.calibration.QuantDescriptor]) says how a tensor is to be quantized, in one
/// line or as JSON; a preset names a pair of them.
///
/// Rules for all observers: an empty batch is ignored; a NaN refuses the batch before anything is
/// counted; infinities are ignored and counted; asking for a result without data is an error.
/// Except for the moving average, the result depends only on the multiset of values: any order,
/// batch split or merge tree gives the same bits. Observers are not thread-safe; give each thread
/// its own and merge.
package io.bytelane.models.calibration;
