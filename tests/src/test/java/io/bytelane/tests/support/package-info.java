/// What tests share: byte patterns, guarded buffers, shape classes, conformance tables and folders,
/// and the forced kernel path. Nothing here computes an expected value; that is the oracle's work.
package io.bytelane.tests.support;
