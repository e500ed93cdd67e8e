/// Tests of observers, calibrators, folding and descriptors of `models`.
package io.bytelane.tests.calibration;
