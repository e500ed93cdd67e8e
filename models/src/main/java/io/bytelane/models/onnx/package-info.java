/// ONNX files: networks and tensors in and out.
///
/// [OnnxImporter] turns a model file into a graph, checks every size and name before it trusts
/// one, and throws nothing but the two model exceptions of the graph package for whatever bytes
/// it is given. [OnnxExporter] writes what it reads. [TensorFile] reads and writes single
/// tensors, [BackendTestRunner] runs the test folders of the ONNX project. The classes generated
/// from the schema stay inside.
package io.bytelane.models.onnx;
