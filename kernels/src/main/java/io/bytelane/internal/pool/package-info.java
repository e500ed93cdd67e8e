/// Drivers of the pools. A window is reduced in two passes, first down the columns of the image and
/// then along the row that results, so that the first pass is contiguous for any channel count.
package io.bytelane.internal.pool;
