/// Published and recomputed cases, run against an [io.bytelane.tests.conformance.Engine]: the
/// oracle or a set of kernels. The case files decide what is asked; the engine decides who answers.
package io.bytelane.tests.conformance;
