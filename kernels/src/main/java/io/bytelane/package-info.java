/// int8 operators.
package io.bytelane;
