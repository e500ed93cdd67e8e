/// Explanations of single outputs: the same bits as the operators, and texts that read well.
package io.bytelane.tests.explain;
