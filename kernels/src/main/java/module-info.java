/// int8 inference kernels for the JVM. The library a service depends on: no dependency beyond the
/// JDK.
module io.bytelane.kernels {
  requires jdk.incubator.vector;

  exports io.bytelane;
  exports io.bytelane.quant;
  exports io.bytelane.internal.dispatch to
      io.bytelane.bench,
      io.bytelane.tests;
  exports io.bytelane.internal.kernel to
      io.bytelane.bench,
      io.bytelane.tests;
}
