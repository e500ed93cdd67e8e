/// Tests of the command line in process: texts, files, exit status, one-line errors.
package io.bytelane.tests.cli;
