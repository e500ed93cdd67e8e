/// The oracle: textbook loops over primitives that every kernel is checked against. Depends on
/// nothing, not even on the kernels.
module io.bytelane.reference {
  exports io.bytelane.reference;
}
