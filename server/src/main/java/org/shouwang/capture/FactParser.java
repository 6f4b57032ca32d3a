package org.shouwang.capture;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shouwang.web.PlainValues;
import org.shouwang.web.Refused;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.ObjectReader;

/** Reads request bodies into facts; what can't be read is refused one by one. */
@Component
class FactParser {

  private static final int LONGEST_TEXT = 1_000;
  private static final int LONGEST_NAME = 200;

  /** What a fact's data may weigh; the largest that is known weighs a thirtieth of it. */
  private static final int HEAVIEST_DATA = 65_536;

  private final ObjectReader json;

  FactParser(ObjectMapper json) {
    // with a field given twice, nobody could say which of the two was seen
    this.json =
        json.readerFor(JsonNode.class)
            .with(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
  }

  /**
   * Reads a body.
   *
   * @throws Refused 400 {@code capture.malformed} when it isn't JSON or of another shape
   */
  Request parse(byte[] body) {
    JsonNode root;
    try {
      root = json.readTree(body);
    } catch (JacksonException e) {
      throw Refused.of(400, "capture.malformed");
    }
    if (root.isArray()) {
      return new Request(nodes(root), false);
    }
    if (root.isObject() && root.path("facts").isArray()) {
      return new Request(nodes(root.path("facts")), false);
    }
    if (root.isObject()) {
      return new Request(List.of(read(root)), true);
    }
    throw Refused.of(400, "capture.malformed");
  }

  private static List<Read> nodes(JsonNode array) {
    List<Read> facts = new ArrayList<>(array.size());
    for (JsonNode node : array) {
      facts.add(read(node));
    }
    return facts;
  }

  private static Read read(JsonNode node) {
    @Nullable UUID id = null;
    try {
      id = uuid(node, "id");
      if (id == null) {
        throw missing("id");
      }
      if (id.version() != 7) {
        throw Refused.invalid("capture.id_not_v7").field("id").value(id);
      }
      String type = text(node, "type");
      if (type == null) {
        throw missing("type");
      }
      Instant at = instant(node, "at");
      if (at == null) {
        throw missing("at");
      }
      JsonNode data = node.path("data");
      if (!data.isObject()) {
        throw missing("data");
      }
      weight(data, "data", 0);
      return new Read(
          id,
          new Fact(
              id,
              type,
              at,
              instant(node, "sent"),
              uuid(node, "place"),
              person(node.path("person")),
              data),
          null);
    } catch (Refused refused) {
      return new Read(id, null, refused);
    }
  }

  private static @Nullable PersonReference person(JsonNode node) {
    if (node.isMissingNode() || node.isNull()) {
      return null;
    }
    UUID id = uuid(node, "person.id");
    if (id != null) {
      return new PersonReference.ById(id);
    }
    JsonNode document = node.path("document");
    String type = text(document, "person.document.type");
    String number = text(document, "person.document.number");
    if (type == null || number == null) {
      throw missing("person.document");
    }
    return new PersonReference.ByDocument(
        type, number, text(node, "person.name"), text(node, "person.phone"));
  }

  /**
   * Looks through the data, which is kept as it came: whoever reads it later must be able to.
   *
   * @return the weight so far
   */
  private static int weight(JsonNode node, String field, int before) {
    int weight = before + 8;
    if (node.isString()) {
      String text = node.stringValue();
      weight += text.length();
      if (!PlainValues.isText(text)) {
        throw invalid(field, cut(text));
      }
    } else if (node.isNumber() && !Double.isFinite(node.doubleValue())) {
      throw invalid(field, String.valueOf(node.doubleValue()));
    } else if (node.isObject()) {
      for (Map.Entry<String, JsonNode> each : node.properties()) {
        String name = each.getKey();
        if (name.length() > LONGEST_NAME || !PlainValues.isText(name)) {
          throw invalid(field, cut(name));
        }
        weight = weight(each.getValue(), field + "." + name, weight + name.length());
      }
    } else {
      for (JsonNode each : node) {
        weight = weight(each, field, weight);
      }
    }
    if (weight > HEAVIEST_DATA) {
      throw invalid("data", "> " + HEAVIEST_DATA);
    }
    return weight;
  }

  /**
   * @param field its whole name, by which it is refused
   */
  private static @Nullable String text(JsonNode node, String field) {
    JsonNode value = node.path(field.substring(field.lastIndexOf('.') + 1));
    if (value.isMissingNode() || value.isNull()) {
      return null;
    }
    if (!value.isString()) {
      throw invalid(field, value.getNodeType().name());
    }
    String text = value.stringValue();
    if (text.length() > LONGEST_TEXT) {
      throw invalid(field, "> " + LONGEST_TEXT);
    }
    // PostgreSQL can't hold NUL in text; refuse it by name rather than fail a whole group on it.
    if (!PlainValues.isText(text)) {
      throw invalid(field, cut(text));
    }
    return text;
  }

  private static @Nullable UUID uuid(JsonNode node, String field) {
    String text = text(node, field);
    if (text == null) {
      return null;
    }
    try {
      return PlainValues.uuid(text);
    } catch (IllegalArgumentException e) {
      throw invalid(field, cut(text));
    }
  }

  private static @Nullable Instant instant(JsonNode node, String field) {
    String text = text(node, field);
    if (text == null) {
      return null;
    }
    try {
      Instant instant = PlainValues.instant(text);
      if (!isWithinTime(instant)) {
        throw invalid(field, cut(text));
      }
      return instant;
    } catch (DateTimeException e) {
      throw invalid(field, cut(text));
    }
  }

  /**
   * From 1970 to the end of 2199: nothing of the park is older, and stays are folded up to then.
   */
  static boolean isWithinTime(Instant instant) {
    return !instant.isBefore(Instant.EPOCH) && instant.getEpochSecond() < 7_258_118_400L;
  }

  private static Refused invalid(String field, String value) {
    return Refused.invalid("capture.field_invalid").field(field).value(value);
  }

  private static String cut(String text) {
    return text.length() <= 40 ? text : text.substring(0, 40) + "…";
  }

  private static Refused missing(String field) {
    return Refused.invalid("capture.field_missing").field(field);
  }

  /**
   * A request.
   *
   * @param single the body was one fact, so is the answer
   */
  record Request(List<Read> facts, boolean single) {}

  /** One fact as read, or why it couldn't be. */
  record Read(@Nullable UUID id, @Nullable Fact fact, @Nullable Refused refused) {}
}
