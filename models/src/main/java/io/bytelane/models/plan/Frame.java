package io.bytelane.models.plan;

import io.bytelane.Workspace;
import io.bytelane.models.graph.Tensor;

/// The memory of a session and the batch size of the current run.
final class Frame {
  private final float[] floats;
  private final byte[] bytes;
  private final Tensor[] tensors;
  private final Workspace workspace;
  private int batch = 1;

  Frame(int floats, int bytes, int tensors, Workspace workspace) {
    this.floats = new float[floats];
    this.bytes = new byte[bytes];
    this.tensors = new Tensor[tensors];
    this.workspace = workspace;
  }

  float[] floats() {
    return floats;
  }

  byte[] bytes() {
    return bytes;
  }

  Tensor[] tensors() {
    return tensors;
  }

  Workspace workspace() {
    return workspace;
  }

  int batch() {
    return batch;
  }

  void setBatch(int size) {
    batch = size;
  }
}
