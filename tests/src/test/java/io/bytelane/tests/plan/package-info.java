/// Tests of graph passes and execution plans.
package io.bytelane.tests.plan;
