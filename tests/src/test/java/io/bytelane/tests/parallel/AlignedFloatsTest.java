package io.bytelane.tests.parallel;

import static org.assertj.core.api.Assertions.assertThat;

import io.bytelane.internal.parallel.AlignedFloats;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// How long scratch arrays are made: more than half a G1 region where that is near.
class AlignedFloatsTest {
  private static final long MIB = 1 << 20;

  @ParameterizedTest
  @CsvSource({
    // Regions of 1 MiB up to 2 GiB, of 2 MiB up to 4 GiB, of 4 MiB up to 8 GiB.
    "120000, 64, 131072",
    "120000, 2048, 131072",
    "120000, 2049, 262144",
    "120000, 4096, 262144",
    "120000, 6028, 524288",
    "120000, 8192, 524288",
    "120000, 65536, 524288",
    // Enough already.
    "131072, 2048, 131072",
    "600000, 65536, 600000",
    // Far less: an array of half a region would be a waste.
    "0, 2048, 0",
    "26000, 2048, 26000",
    "26215, 2048, 131072",
    "100000, 8192, 100000",
  })
  void growsToHalfARegion(int length, long heapMib, int expected) {
    assertThat(AlignedFloats.length(length, heapMib * MIB)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"0", "1", "120000"})
  void holdsWhatIsNeeded(int length) {
    assertThat(AlignedFloats.allocate(length)).hasSizeGreaterThanOrEqualTo(length);
  }
}
