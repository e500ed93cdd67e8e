package io.bytelane.tests.contract;

import java.util.List;
import java.util.stream.Stream;

/// Every operator of the public API, and every route of the layers.
final class OperatorCases {
  private OperatorCases() {}

  static Stream<OperatorCase> all() {
    return Stream.of(
            MatrixCases.all(),
            SegmentCases.all(),
            ConvolutionCases.all(),
            PoolCases.all(),
            ElementwiseCases.all(),
            MovementCases.all())
        .flatMap(List::stream);
  }
}
