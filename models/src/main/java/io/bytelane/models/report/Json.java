package io.bytelane.models.report;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;

/// JSON as all reports write it: indent 2, keys sorted on every level and in snake case, a newline
/// at the end.
public final class Json {
  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .visibility(PropertyAccessor.ALL, Visibility.NONE)
          .visibility(PropertyAccessor.FIELD, Visibility.ANY)
          .build();

  private static final DefaultPrettyPrinter PRINTER = printer();

  private Json() {}

  /// Returns the mapper behind [#write], for reading.
  static ObjectMapper mapper() {
    return MAPPER;
  }

  /// Returns the text of a record, map or list.
  ///
  /// @param value records, maps with string keys, lists, strings, numbers, booleans and nulls
  public static String write(Object value) {
    try {
      // Through plain maps, because only those are sorted.
      Object plain = MAPPER.convertValue(value, Object.class);
      return MAPPER.writer(PRINTER).writeValueAsString(plain) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("value: cannot be written as JSON", e);
    }
  }

  private static DefaultPrettyPrinter printer() {
    Separators separators =
        Separators.createDefaultInstance()
            .withObjectFieldValueSpacing(Separators.Spacing.AFTER)
            .withObjectEmptySeparator("")
            .withArrayEmptySeparator("");
    DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
    DefaultPrettyPrinter printer = new DefaultPrettyPrinter(separators);
    printer.indentArraysWith(indenter);
    printer.indentObjectsWith(indenter);
    return printer;
  }
}
