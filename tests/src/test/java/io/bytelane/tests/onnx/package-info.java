/// ONNX files and the generic operators: the ONNX project's own cases, broken files, files that go
/// in and out again, and what operators do in the opsets that no published case covers.
package io.bytelane.tests.onnx;
