/// Vector kernels: the only package that imports the Vector API. One lane-agnostic source serves
// 128, 256 and 512 bits.
package io.bytelane.internal.vector;
