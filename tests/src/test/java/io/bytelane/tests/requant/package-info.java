/// Between float32, accumulators and 8-bit levels: quantization, dequantization, requantization.
package io.bytelane.tests.requant;
