package io.bytelane.bench;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// The one benchmark method: any contender of any suite on any shape. `bench/run` drives it; by
/// hand, with JMH's own profilers:
///
/// ```
/// java -jar bench/target/benchmarks.jar -p suite=gemm -p shape=512x512x512 -p impl=java_fp32
/// -prof gc
/// ```
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 2, time = 100, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 100, timeUnit = TimeUnit.MILLISECONDS)
@Fork(
    value = 3,
    jvmArgs = {
      "--add-modules=jdk.incubator.vector",
      "--enable-native-access=ALL-UNNAMED",
      "--sun-misc-unsafe-memory-access=allow",
      "-Xms2g",
      "-Xmx2g"
    })
public class ContenderBenchmark {
  /// Name of the suite.
  @Param("gemm")
  public String suite = "";

  /// Id of the shape.
  @Param("256x256x256")
  public String shape = "";

  /// Name of the contender.
  @Param("fp32_peak")
  public String impl = "";

  /// Threads of one operation.
  @Param("1")
  public int threads = 1;

  private Contender contender;
  private int slot;

  /// Creates the benchmark.
  public ContenderBenchmark() {}

  /// Prepares the contender and warms it up.
  @Setup
  public void prepare() {
    contender = Suites.get(suite).prepare(shape, impl, threads);
    WarmUp.run(contender);
  }

  /// Releases the contender.
  @TearDown
  public void close() {
    contender.close();
  }

  /// Runs one operation on the next operand set.
  @Benchmark
  public Object run() {
    slot = (slot + 1) % Contender.SLOTS;
    return contender.run(slot);
  }
}
