/// Levels and their parameters at run time: dynamic quantization.
package io.bytelane.internal.requant;
