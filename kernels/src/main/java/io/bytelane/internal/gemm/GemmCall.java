package io.bytelane.internal.gemm;

import io.bytelane.GemmShape;
import io.bytelane.internal.parallel.Scratch;
import io.bytelane.internal.parallel.TileShape;
import io.bytelane.internal.parallel.Tileable;

/// The operands of one call of a [RuntimeGemm]. Belongs to a workspace and is set anew for each
/// call, so that none is allocated.
public final class GemmCall implements Tileable<byte[], Object> {
  private final GemmScales leftScales = new GemmScales();
  private final GemmZeroPoints leftZeroPoints = new GemmZeroPoints();
  private final GemmZeroPoints rightZeroPoints = new GemmZeroPoints();
  private RuntimeGemm<Object> product;
  private GemmShape shape;
  private byte[] right;
  private int rightOffset;
  private boolean leftIsCentred;
  private boolean rightIsCentred;

  /// Creates a call that is set later.
  public GemmCall() {}

  /// Sets the operands, whose scales and zero points are set.
  @SuppressWarnings("unchecked") // the output array is that of the same call
  public void set(
      RuntimeGemm<?> newProduct, GemmShape newShape, byte[] newRight, int newRightOffset) {
    product = (RuntimeGemm<Object>) newProduct;
    shape = newShape;
    right = newRight;
    rightOffset = newRightOffset;
    leftIsCentred = leftZeroPoints.areZero();
    rightIsCentred = rightZeroPoints.areZero();
  }

  /// Forgets the operands.
  public void clear() {
    product = null;
    shape = null;
    right = null;
  }

  GemmShape shape() {
    return shape;
  }

  byte[] right() {
    return right;
  }

  int rightOffset() {
    return rightOffset;
  }

  /// Returns the scales of the rows of A.
  public GemmScales leftScales() {
    return leftScales;
  }

  /// Returns the zero points of the rows of A.
  public GemmZeroPoints leftZeroPoints() {
    return leftZeroPoints;
  }

  /// Returns the zero points of the columns of B.
  public GemmZeroPoints rightZeroPoints() {
    return rightZeroPoints;
  }

  /// Returns whether the zero points of A are 0 after the flip.
  boolean leftIsCentred() {
    return leftIsCentred;
  }

  /// Returns whether the zero points of B are 0 after the flip.
  boolean rightIsCentred() {
    return rightIsCentred;
  }

  @Override
  public int rows(int count) {
    return shape.m();
  }

  @Override
  public int panels() {
    return shape.batch() * product.panels(shape);
  }

  @Override
  public TileShape tileShape() {
    return product.tileShape();
  }

  @Override
  public long panelWork() {
    return (long) shape.k() * product.tileShape().panelColumns();
  }

  @Override
  public void run(
      byte[] input,
      int inputOffset,
      Object output,
      int outputOffset,
      int rowFrom,
      int rowTo,
      int panelFrom,
      int panelTo,
      Scratch scratch) {
    product.run(
        this,
        input,
        inputOffset,
        output,
        outputOffset,
        rowFrom,
        rowTo,
        panelFrom,
        panelTo,
        scratch);
  }
}
