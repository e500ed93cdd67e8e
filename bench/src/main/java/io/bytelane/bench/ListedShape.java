package io.bytelane.bench;

/// A line of a shape list.
///
/// @param shape the shape
/// @param quick whether `--quick` runs measure it
/// @param source where the shape comes from
/// @param <S> the kind of shape
public record ListedShape<S extends BenchShape>(S shape, boolean quick, String source) {}
