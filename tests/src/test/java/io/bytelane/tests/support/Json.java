package io.bytelane.tests.support;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.DoubleStream;

/// Reads conformance tables: nested number arrays become flat arrays in row-major order; the
/// strings "NaN", "Infinity", "-Infinity" and "-0.0" are numbers.
public final class Json {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private Json() {}

  /// Reads a class path resource such as `/conformance/acceptance.json`.
  public static JsonNode resource(String name) {
    try (InputStream in = Json.class.getResourceAsStream(name)) {
      return MAPPER.readTree(Objects.requireNonNull(in, name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Reads a file.
  public static JsonNode file(Path path) {
    try {
      return MAPPER.readTree(Files.readAllBytes(path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Returns one number.
  public static double number(JsonNode node) {
    return switch (node.getNodeType()) {
      case NUMBER -> node.doubleValue();
      case STRING -> Double.parseDouble(node.textValue());
      default -> throw new IllegalArgumentException("not a number: " + node);
    };
  }

  /// Returns one float32.
  public static float number32(JsonNode node) {
    return (float) number(node);
  }

  /// Returns one integer.
  ///
  /// @throws IllegalArgumentException if the node is absent or not an int32
  public static int integer(JsonNode node) {
    if (!node.canConvertToInt()) {
      throw new IllegalArgumentException("not an int32: " + node);
    }
    return node.intValue();
  }

  /// Returns all numbers of a nested array (or of one number), row-major.
  public static double[] doubles(JsonNode node) {
    DoubleStream.Builder values = DoubleStream.builder();
    flatten(node, values);
    return values.build().toArray();
  }

  /// Returns all numbers of a nested array as float32, row-major.
  public static float[] floats(JsonNode node) {
    double[] values = doubles(node);
    float[] floats = new float[values.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }

  /// Returns the same numbers as double.
  public static double[] widen(float[] values) {
    double[] widened = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      widened[i] = values[i];
    }
    return widened;
  }

  /// Returns all numbers of a nested array as int32, row-major.
  public static int[] ints(JsonNode node) {
    double[] values = doubles(node);
    int[] ints = new int[values.length];
    for (int i = 0; i < ints.length; i++) {
      if (values[i] != (int) values[i]) {
        throw new IllegalArgumentException("not an int32: " + values[i]);
      }
      ints[i] = (int) values[i];
    }
    return ints;
  }

  /// Returns all numbers of a nested array as 8-bit levels, s8 or u8, row-major.
  public static byte[] bytes(JsonNode node) {
    int[] values = ints(node);
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < bytes.length; i++) {
      if (values[i] < -128 || values[i] > 255) {
        throw new IllegalArgumentException("not a byte: " + values[i]);
      }
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }

  /// Returns the lengths of a nested array, outermost first.
  public static int[] shape(JsonNode node) {
    int depth = 0;
    for (JsonNode n = node; n.isArray() && !n.isEmpty(); n = n.get(0)) {
      depth++;
    }
    int[] shape = new int[depth];
    JsonNode n = node;
    for (int i = 0; i < depth; i++) {
      shape[i] = n.size();
      n = n.get(0);
    }
    return shape;
  }

  private static void flatten(JsonNode node, DoubleStream.Builder values) {
    if (node.isArray()) {
      node.forEach(child -> flatten(child, values));
    } else {
      values.add(number(node));
    }
  }
}
