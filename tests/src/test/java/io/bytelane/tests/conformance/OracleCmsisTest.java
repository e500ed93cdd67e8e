package io.bytelane.tests.conformance;

import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// The oracle against the CMSIS-NN cases, scheme B.
class OracleCmsisTest {
  @TestFactory
  Stream<DynamicTest> cmsis() {
    return CmsisCases.tests(new OracleEngine());
  }
}
