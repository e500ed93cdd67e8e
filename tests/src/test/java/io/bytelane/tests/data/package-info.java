/// Tests of the data readers: what they read, and what they say about files that are not right.
package io.bytelane.tests.data;
