/// Pools, 8-bit and float32, against the reference.
package io.bytelane.tests.pool;
