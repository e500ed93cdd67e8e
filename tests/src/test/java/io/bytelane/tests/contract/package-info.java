/// Tests of promises that hold across operators: which path runs, what is allocated, what is thread
/// safe, what the messages say.
package io.bytelane.tests.contract;
