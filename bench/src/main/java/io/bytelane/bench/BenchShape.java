package io.bytelane.bench;

/// The problem that all contenders of a suite solve in one row group of the table.
public interface BenchShape {
  /// Returns the id, as it stands in the shape list, in the table and in the JSON.
  String id();

  /// Returns the multiply-accumulates of one [Contender#run]; 0 where the suite counts bytes.
  double macs();

  /// Returns the bytes that the int8 form of one [Contender#run] must read and write; 0 where the
  /// suite counts multiply-accumulates.
  default double bytes() {
    return 0;
  }

  /// Returns how many operations one [Contender#run] performs; times are reported per operation.
  default int operationsPerRun() {
    return 1;
  }
}
