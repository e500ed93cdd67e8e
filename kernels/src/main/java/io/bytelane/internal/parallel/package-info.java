/// Division of one call among threads: tiles of the output, and the threads that claim them.
///
/// An operator says how it may be cut ([Tileable], [TileShape]); [TileGrid] cuts one call; [Crew]
/// lets the caller's thread and threads of the caller's executor claim the tiles, each with a
/// [Scratch] of its own; [TileRunner] puts these together. Nothing here computes, and nothing here
/// starts a thread or allocates during a call.
package io.bytelane.internal.parallel;
