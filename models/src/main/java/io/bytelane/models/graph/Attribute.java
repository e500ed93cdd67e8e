package io.bytelane.models.graph;

import java.util.Arrays;
import java.util.List;

/// A typed attribute of a node.
public sealed interface Attribute {
  /// One integer.
  ///
  /// @param value the integer
  record Int(long value) implements Attribute {}

  /// One float.
  ///
  /// @param value the float
  record Real(float value) implements Attribute {}

  /// One text.
  ///
  /// @param value the text
  record Text(String value) implements Attribute {}

  /// One tensor.
  ///
  /// @param value the tensor
  record Constant(Tensor value) implements Attribute {}

  /// A list of integers.
  ///
  /// @param values the integers
  record Ints(List<Long> values) implements Attribute {
    /// Copies the list.
    public Ints {
      values = List.copyOf(values);
    }
  }

  /// A list of floats.
  ///
  /// @param values the floats
  record Reals(List<Float> values) implements Attribute {
    /// Copies the list.
    public Reals {
      values = List.copyOf(values);
    }
  }

  /// A list of texts.
  ///
  /// @param values the texts
  record Texts(List<String> values) implements Attribute {
    /// Copies the list.
    public Texts {
      values = List.copyOf(values);
    }
  }

  /// Creates an integer attribute.
  ///
  /// @param value the integer
  /// @return the attribute
  static Attribute of(long value) {
    return new Int(value);
  }

  /// Creates a float attribute.
  ///
  /// @param value the float
  /// @return the attribute
  static Attribute of(float value) {
    return new Real(value);
  }

  /// Creates a text attribute.
  ///
  /// @param value the text
  /// @return the attribute
  static Attribute of(String value) {
    return new Text(value);
  }

  /// Creates a tensor attribute.
  ///
  /// @param value the tensor
  /// @return the attribute
  static Attribute of(Tensor value) {
    return new Constant(value);
  }

  /// Creates an attribute of several integers.
  ///
  /// @param values the integers
  /// @return the attribute
  static Attribute ofInts(long... values) {
    return new Ints(Arrays.stream(values).boxed().toList());
  }
}
