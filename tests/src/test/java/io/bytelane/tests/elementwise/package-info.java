/// Operators that work value by value, and those that only move values, against the reference.
package io.bytelane.tests.elementwise;
