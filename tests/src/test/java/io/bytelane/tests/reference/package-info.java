/// The oracle against formulas of its own kind: exact rational arithmetic, algebraic identities and
/// other ways to write the same operator. Nothing here looks at a kernel.
package io.bytelane.tests.reference;
