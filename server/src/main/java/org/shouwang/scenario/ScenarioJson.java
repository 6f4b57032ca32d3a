package org.shouwang.scenario;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** JSON as a client of the public interface writes and reads it. */
final class ScenarioJson {

  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private ScenarioJson() {}

  static String text(Object value) {
    return MAPPER.writeValueAsString(value);
  }

  static JsonNode read(String text) {
    return text.isEmpty() ? MAPPER.missingNode() : MAPPER.readTree(text);
  }
}
