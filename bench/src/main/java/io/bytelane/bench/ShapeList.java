package io.bytelane.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// Reads shape lists: resources `shapes/NAME.tsv` with the columns id, `quick` or `full`, source;
/// lines that begin with `#` are comments.
final class ShapeList {
  private ShapeList() {}

  static <S extends BenchShape> List<ListedShape<S>> load(String name, Function<String, S> parser) {
    String resource = "/shapes/" + name + ".tsv";
    try (InputStream stream = ShapeList.class.getResourceAsStream(resource)) {
      if (stream == null) {
        throw new IllegalStateException("no resource " + resource);
      }
      List<ListedShape<S>> shapes = new ArrayList<>();
      var reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8));
      for (String line; (line = reader.readLine()) != null; ) {
        if (!line.isBlank() && !line.startsWith("#")) {
          shapes.add(parse(line, parser));
        }
      }
      return shapes;
    } catch (IOException e) {
      throw new UncheckedIOException(resource, e);
    }
  }

  private static <S extends BenchShape> ListedShape<S> parse(
      String line, Function<String, S> parser) {
    String[] columns = line.split("\t", -1);
    if (columns.length != 3 || !columns[1].matches("quick|full")) {
      throw new IllegalStateException("line: " + line + " (expected: id, quick or full, source)");
    }
    return new ListedShape<>(parser.apply(columns[0]), columns[1].equals("quick"), columns[2]);
  }
}
