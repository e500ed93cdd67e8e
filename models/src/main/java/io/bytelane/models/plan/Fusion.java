package io.bytelane.models.plan;

/// What a group of nodes computes together where its core operator alone does not say it.
sealed interface Fusion permits LayerNormParts, GeluParts, ProductParts, CastParts {}
