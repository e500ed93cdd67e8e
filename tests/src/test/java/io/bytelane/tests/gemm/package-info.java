/// Properties of the gemm operators against the oracle.
package io.bytelane.tests.gemm;
