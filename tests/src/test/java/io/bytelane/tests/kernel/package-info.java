/// The published cases, run by the kernels of each path.
package io.bytelane.tests.kernel;
