/// Tests of the quantization arithmetic of `kernels`: conformance tables, exhaustive sweeps, and
/// properties against the oracle or exact decimal arithmetic.
package io.bytelane.tests.quant;
