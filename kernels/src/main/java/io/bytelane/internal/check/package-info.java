/// Argument checks with uniform messages.
package io.bytelane.internal.check;
