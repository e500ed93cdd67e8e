/// The comparison of a network's configurations: each is prepared, measured on test images for
/// accuracy and memory, then all together for latency.
package io.bytelane.models.explore;
