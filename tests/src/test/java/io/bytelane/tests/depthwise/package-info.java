/// Depthwise convolution drivers against the reference.
package io.bytelane.tests.depthwise;
