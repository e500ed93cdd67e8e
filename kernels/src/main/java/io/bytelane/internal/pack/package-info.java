/// Packed layouts of weights, and what is known about them when they are packed.
package io.bytelane.internal.pack;
