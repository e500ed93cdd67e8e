package io.bytelane.bench;

import io.bytelane.bench.conv.ConvSuite;
import io.bytelane.bench.conv.TransposedSuite;
import io.bytelane.bench.dot.DotSuite;
import io.bytelane.bench.elementwise.ElementwiseSuite;
import io.bytelane.bench.matmul.MatMulSuite;
import io.bytelane.bench.model.ModelSuite;
import io.bytelane.bench.pool.PoolSuite;
import io.bytelane.bench.transformer.TransformerSuite;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.function.Supplier;

/// The suites by name. A suite is made on demand: its classes may load vector or native code.
public final class Suites {
  private static final Map<String, Supplier<SuiteDefinition<?>>> ALL = new LinkedHashMap<>();

  static {
    ALL.put("dot", DotSuite::create);
    ALL.put("gemv", MatMulSuite::gemv);
    ALL.put("gemm", MatMulSuite::gemm);
    ALL.put("conv", ConvSuite::create);
    ALL.put("transposed", TransposedSuite::create);
    ALL.put("pool", PoolSuite::create);
    ALL.put("elementwise", ElementwiseSuite::create);
    ALL.put("model", ModelSuite::create);
    ALL.put("transformer", TransformerSuite::create);
  }

  private Suites() {}

  /// Returns the names, in the order in which all suites run.
  public static Iterable<String> names() {
    return ALL.keySet();
  }

  /// Returns the suite called `name`.
  public static SuiteDefinition<?> get(String name) {
    Supplier<SuiteDefinition<?>> suite = ALL.get(name);
    if (suite == null) {
      throw new NoSuchElementException(
          "suite: " + name + " (expected: one of " + String.join(", ", ALL.keySet()) + ")");
    }
    return suite.get();
  }
}
