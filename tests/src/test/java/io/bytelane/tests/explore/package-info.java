/// Tests of the comparison of configurations, on a classifier that is made up.
package io.bytelane.tests.explore;
