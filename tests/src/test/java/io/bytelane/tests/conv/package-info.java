/// Properties of the conv operators against the oracle.
package io.bytelane.tests.conv;
