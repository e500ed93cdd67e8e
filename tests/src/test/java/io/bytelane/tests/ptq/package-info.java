/// Tests of post-training quantization: structure, arithmetic and accuracy of quantized networks.
package io.bytelane.tests.ptq;
