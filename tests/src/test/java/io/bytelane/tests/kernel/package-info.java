/// The published cases, run by the kernels of each path, and dot products against the oracle.
package io.bytelane.tests.kernel;
