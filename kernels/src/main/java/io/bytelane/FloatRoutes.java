package io.bytelane;

import io.bytelane.internal.conv.DepthwiseRoute;
import io.bytelane.internal.conv.FloatDepthwise;
import io.bytelane.internal.conv.FloatPhases;
import io.bytelane.internal.conv.ImagePatches;
import io.bytelane.internal.conv.Phase;
import io.bytelane.internal.dispatch.KernelSet;
import io.bytelane.internal.dispatch.Kernels;
import io.bytelane.internal.gemm.FloatGemmDriver;
import io.bytelane.internal.gemm.MatrixRoute;
import io.bytelane.internal.gemm.MatrixRows;
import io.bytelane.internal.gemm.Route;
import io.bytelane.internal.gemm.RowSource;
import io.bytelane.internal.gemm.RunCopier;
import io.bytelane.internal.pack.DepthwiseWeights;
import io.bytelane.internal.pack.PackedFloatWeights;
import io.bytelane.internal.pack.WeightMatrix;
import java.util.ArrayList;
import java.util.List;

/// Prepares the routes of float32 layers.
///
/// @param builder the checked description
/// @param kernels kernels of the chosen path
record FloatRoutes(FloatLayerBuilder<?> builder, KernelSet kernels) {
  FloatRoutes(FloatLayerBuilder<?> builder) {
    this(builder, Kernels.active());
  }

  /// One matrix product.
  Route<float[], float[]> matrix(WeightMatrix matrix, int inputStride, int outputStride) {
    List<FloatGemmDriver> product =
        List.of(product(builder.weights, 0, matrix, matrixRows(inputStride)));
    return MatrixRoute.ofFloats(kernels, product, 1, matrix.channels(), outputStride);
  }

  /// A convolution, by the first route that suits it.
  Route<float[], float[]> convolution(Conv2dGeometry g) {
    if (g.isDepthwise()) {
      return depthwise(g);
    }
    return products(g, builder.weights, g.outputChannels());
  }

  /// A transposed convolution: an ordinary one for each phase.
  Route<float[], float[]> transposed(TransposedConv2dGeometry g) {
    List<Phase> phases = Phase.of(g);
    List<Route<float[], float[]>> routes = new ArrayList<>();
    for (Phase phase : phases) {
      float[] weights = new float[phase.geometry().weightCount()];
      phase.copyWeights(g, builder.weights, weights);
      routes.add(products(phase.geometry(), weights, g.strideWidth() * g.outputChannels()));
    }
    return new FloatPhases(g, phases, routes);
  }

  /// One product for each group.
  private Route<float[], float[]> products(Conv2dGeometry g, float[] weights, int outputStride) {
    int groupChannels = g.outputChannels() / g.groups();
    List<FloatGemmDriver> groups = new ArrayList<>();
    for (int group = 0; group < g.groups(); group++) {
      int firstChannel = group * groupChannels;
      WeightMatrix matrix =
          WeightMatrix.channelMajor(firstChannel * g.depth(), groupChannels, g.depth());
      RowSource<float[]> rows =
          g.isPointwise()
              ? matrixRows(g.inputChannels())
              : new ImagePatches<>(g, group, RunCopier.ofFloats(kernels.converter()), 0f);
      groups.add(product(weights, firstChannel, matrix, rows));
    }
    int pixels = g.outputHeight() * g.outputWidth();
    return MatrixRoute.ofFloats(kernels, groups, pixels, groupChannels, outputStride);
  }

  private Route<float[], float[]> depthwise(Conv2dGeometry g) {
    DepthwiseWeights weights =
        DepthwiseWeights.ofFloats(
            builder.weights, g.outputChannels(), g.depth(), kernels.elements().depthwise().nr());
    float[] bias = paddedBias(0, g.outputChannels(), weights.panels() * weights.nr());
    return new DepthwiseRoute<>(
        kernels.elements().depthwise().name(),
        new FloatDepthwise(kernels, g, weights, bias, builder.min, builder.max),
        4L * g.weightCount());
  }

  private FloatGemmDriver product(
      float[] weights, int firstChannel, WeightMatrix matrix, RowSource<float[]> source) {
    PackedFloatWeights packed = PackedFloatWeights.pack(weights, matrix, kernels.gemm().nr());
    float[] bias = paddedBias(firstChannel, matrix.channels(), packed.layout().paddedChannels());
    return new FloatGemmDriver(kernels, source, packed, bias, builder.min, builder.max);
  }

  private RowSource<float[]> matrixRows(int stride) {
    return new MatrixRows<>(RunCopier.ofFloats(kernels.converter()), stride);
  }

  private float[] paddedBias(int firstChannel, int channels, int padded) {
    float[] bias = new float[padded];
    if (builder.bias != null) {
      System.arraycopy(builder.bias, firstChannel, bias, 0, channels);
    }
    return bias;
  }
}
