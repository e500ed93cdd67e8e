/// int8 operators for neural-network inference, and their float32 twins.
///
/// **Three moments.** *Describe* an operator by records and a builder: slow, everything is checked.
/// *Prepare* it by `build()`: weights are packed, the result is immutable and may be shared by any
/// number of threads, virtual ones included. *Run* it on arrays of the caller: no allocation, no
/// thread, no lock.
///
/// **Data.** Tensors are arrays with offsets, row-major; images are NHWC, convolution weights OHWI,
/// fully connected weights `[out][in]`. Unsigned 8-bit values travel in `byte[]` as raw bits; a
/// [io.bytelane.quant.QuantParams] says how to read them. Input and output must not overlap unless
/// an operator says so. [Int8Dot], [FullyConnected], [DynamicFullyConnected] and [Conv2d] also take
/// memory segments, with offsets in bytes, and a workspace of `segmentWorkspaceSize()`.
///
/// **Scratch memory** belongs to the caller: a [Workspace], one for each thread, sized once for all
/// operators that it serves. It also says how one call is divided among threads of an executor.
///
/// **Exactness.** Sums of products are exact in int32, whatever the operands and zero points;
/// layers that could overflow are refused when they are built. Results are the same bits on every
/// [KernelPath], for every number of rows or images in a call, for every number of threads.
///
/// **Errors** have the form `name: value (expected: rule)` and come before anything is written:
/// `IllegalArgumentException` and [io.bytelane.quant.QuantizationException] when describing,
/// `IndexOutOfBoundsException` for ranges outside an array when running.
///
/// **Warm-up.** Until C2 has compiled the kernels, vector code allocates and is about a thousand
/// times slower. [WarmUp] runs operators until they are compiled, before traffic arrives.
package io.bytelane;
