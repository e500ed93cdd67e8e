/// Calls that are divided among threads: same bits for every division, and no executor that breaks
/// them.
package io.bytelane.tests.parallel;
