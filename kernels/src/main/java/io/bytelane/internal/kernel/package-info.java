/// What a kernel computes, without how: one interface per kind.
package io.bytelane.internal.kernel;
