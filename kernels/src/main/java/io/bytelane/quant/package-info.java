/// The numbers of int8 inference: what a quantized value means, how parameters are chosen, and how
/// an accumulator becomes a level again. Numbers only: no operator, no vector code.
///
/// A quantized value `q` stands for the real value `scale * (q - zeroPoint)`. Symmetric means zero
/// point 0. Levels are stored as signed (`S8`) or unsigned (`U8`) bytes, accumulators and biases as
/// int32.
///
/// - What a level means: [io.bytelane.quant.QuantParams],
///   [io.bytelane.quant.PerChannelQuantParams].
/// - How parameters are chosen: [io.bytelane.quant.ScaleChooser],
///   [io.bytelane.quant.DynamicQuantizer], [io.bytelane.quant.LevelRange],
///   [io.bytelane.quant.SymmetricConvention], [io.bytelane.quant.ScaleFloor].
/// - How arrays are quantized: [io.bytelane.quant.ArrayQuantizer],
///   [io.bytelane.quant.AmaxQuantizer], [io.bytelane.quant.StepQuantizer],
///   [io.bytelane.quant.SubBytePacking]; what an observer sees of one:
///   [io.bytelane.quant.ValueScan].
/// - How an accumulator becomes a level: [io.bytelane.quant.RequantScheme],
///   [io.bytelane.quant.Requantizer], [io.bytelane.quant.FixedPointMultiplier].
/// - What a fused activation does: [io.bytelane.quant.ClampRange].
/// - How a bias is quantized: [io.bytelane.quant.BiasQuantizer].
///
/// Every float32 step is a single IEEE operation, never a fused multiply-add, and every rounding
/// is named: half to even unless a scheme says otherwise. Values that break a rule are refused
/// with a [io.bytelane.quant.QuantizationException] that carries its reason.
package io.bytelane.quant;
