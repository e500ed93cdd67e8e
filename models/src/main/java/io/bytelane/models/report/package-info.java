/// Reports: what a comparison of configurations measures, how the numbers are made, and the files
/// and figures they end in.
///
/// - Size: [io.bytelane.models.report.SizeAccount] counts payload bytes by one rule; file sizes
/// stand
///   beside it.
/// - Accuracy: [io.bytelane.models.report.AccuracyCounter] for top-1, top-5 and classes,
///   [io.bytelane.models.report.McNemar] for whether a difference means anything.
/// - Latency: [io.bytelane.models.report.LatencyHarness] runs configurations interleaved, after a
///   warm-up that ends when times have settled.
/// - Choice: [io.bytelane.models.report.ParetoFront] on file size, latency and accuracy.
/// - Output: [io.bytelane.models.report.FullResults] (JSON),
/// [io.bytelane.models.report.ParetoMarkdown]
///   and [io.bytelane.models.report.TextTable].
///
/// Units are in the names: bytes, milliseconds, MiB as `mb` (1,048,576 bytes), KiB as `kb`.
/// Accuracy is a fraction 0..1 until it is printed in percent.
package io.bytelane.models.report;
