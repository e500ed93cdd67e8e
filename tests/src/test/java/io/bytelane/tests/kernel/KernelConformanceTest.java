package io.bytelane.tests.kernel;

import io.bytelane.tests.conformance.AcceptanceCases;
import io.bytelane.tests.conformance.CmsisCases;
import io.bytelane.tests.conformance.KernelEngine;
import io.bytelane.tests.conformance.RequantCases;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// The kernels of the active path against acceptance.json, requant-cases.json and the CMSIS-NN
/// cases.
class KernelConformanceTest {
  @TestFactory
  Stream<DynamicContainer> acceptance() {
    return AcceptanceCases.tests(new KernelEngine());
  }

  @TestFactory
  Stream<DynamicContainer> requant() {
    return RequantCases.tests(new KernelEngine());
  }

  @TestFactory
  Stream<DynamicTest> cmsis() {
    return CmsisCases.tests(new KernelEngine());
  }
}
