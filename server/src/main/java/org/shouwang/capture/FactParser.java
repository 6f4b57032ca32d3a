package org.shouwang.capture;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shouwang.web.Refused;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** Reads request bodies into facts; what can't be read is refused one by one. */
@Component
class FactParser {

  private final ObjectMapper json;

  FactParser(ObjectMapper json) {
    this.json = json;
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
    UUID id = uuid(node, "id");
    if (id != null) {
      return new PersonReference.ById(id);
    }
    JsonNode document = node.path("document");
    String type = text(document, "type");
    String number = text(document, "number");
    if (type == null || number == null) {
      throw missing("person.document");
    }
    return new PersonReference.ByDocument(type, number, text(node, "name"), text(node, "phone"));
  }

  private static @Nullable String text(JsonNode node, String field) {
    JsonNode value = node.path(field);
    if (value.isMissingNode() || value.isNull()) {
      return null;
    }
    if (!value.isString()) {
      throw Refused.invalid("capture.field_invalid").field(field).value(value.getNodeType());
    }
    String text = value.stringValue();
    if (text.length() > 1_000) {
      throw Refused.invalid("capture.field_invalid").field(field).value("> 1000");
    }
    // PostgreSQL can't hold NUL in text; refuse it by name rather than fail a whole group on it.
    if (text.indexOf('\0') >= 0) {
      throw Refused.invalid("capture.field_invalid").field(field).value("\\u0000");
    }
    return text;
  }

  private static @Nullable UUID uuid(JsonNode node, String field) {
    String text = text(node, field);
    if (text == null) {
      return null;
    }
    try {
      return UUID.fromString(text);
    } catch (IllegalArgumentException e) {
      throw Refused.invalid("capture.field_invalid").field(field).value(cut(text));
    }
  }

  private static @Nullable Instant instant(JsonNode node, String field) {
    String text = text(node, field);
    if (text == null) {
      return null;
    }
    try {
      Instant instant =
          text.endsWith("Z") ? Instant.parse(text) : OffsetDateTime.parse(text).toInstant();
      if (instant.isBefore(Instant.EPOCH) || instant.getEpochSecond() > 7_258_118_400L) {
        throw Refused.invalid("capture.field_invalid").field(field).value(cut(text));
      }
      return instant;
    } catch (DateTimeException e) {
      throw Refused.invalid("capture.field_invalid").field(field).value(cut(text));
    }
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
