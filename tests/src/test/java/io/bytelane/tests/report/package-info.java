/// Tests of the figures in reports and of the files they end in.
package io.bytelane.tests.report;
