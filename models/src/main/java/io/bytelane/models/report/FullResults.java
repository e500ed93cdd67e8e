package io.bytelane.models.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bytelane.models.data.InvalidDataException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// Writes `full_results.json`: `{"configs": {name: result}}`.
public final class FullResults {
  private static final String CONFIGS = "configs";

  private FullResults() {}

  /// Returns the text of the file.
  ///
  /// @param results the configurations, in any order
  public static String render(List<ConfigResult> results) {
    return Json.write(tree(results));
  }

  /// Writes the file, folders included, replacing what was there.
  ///
  /// @param file the file
  /// @param results the configurations, in any order
  /// @throws IOException if the file cannot be written
  public static void write(Path file, List<ConfigResult> results) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    Files.writeString(file, render(results));
  }

  /// Merges results into the file: within each configuration, keys that the new results have
  /// replace those of the file, the others stay. A missing file counts as empty.
  ///
  /// @param file the file
  /// @param configs results by configuration, each a map or record of some of the keys
  /// @throws InvalidDataException if the file is not a results file
  /// @throws IOException if the file cannot be read or written
  public static void merge(Path file, Map<String, ?> configs) throws IOException {
    ObjectNode root = Files.exists(file) ? read(file) : Json.mapper().createObjectNode();
    ObjectNode target = root.withObjectProperty(CONFIGS);
    ObjectNode added = Json.mapper().valueToTree(configs);
    added
        .properties()
        .forEach(
            entry ->
                target.withObjectProperty(entry.getKey()).setAll((ObjectNode) entry.getValue()));
    Files.createDirectories(file.toAbsolutePath().getParent());
    Files.writeString(file, Json.write(root));
  }

  private static ObjectNode read(Path file) throws IOException {
    try {
      JsonNode root = Json.mapper().readTree(file.toFile());
      if (root instanceof ObjectNode object && object.path(CONFIGS).isObject()) {
        return object;
      }
      throw new InvalidDataException(
          file.toString(), "content: no object \"configs\" (expected: a results file)");
    } catch (JsonProcessingException e) {
      throw new InvalidDataException(
          file.toString(), "content: " + e.getOriginalMessage() + " (expected: JSON)");
    }
  }

  private static ObjectNode tree(List<ConfigResult> results) {
    ObjectNode root = Json.mapper().createObjectNode();
    ObjectNode configs = root.putObject(CONFIGS);
    for (ConfigResult result : results) {
      configs.set(result.config(), Json.mapper().valueToTree(result));
    }
    return root;
  }
}
