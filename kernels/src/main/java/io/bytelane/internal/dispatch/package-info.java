/// Choice of the kernel path and of the kernels, once per process.
package io.bytelane.internal.dispatch;
