/// Layers on memory segments: the bits of the array form, nothing written beside the output.
package io.bytelane.tests.segment;
