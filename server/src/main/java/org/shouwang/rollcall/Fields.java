package org.shouwang.rollcall;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shouwang.web.PlainValues;
import org.shouwang.web.Refused;
import tools.jackson.databind.JsonNode;

/** Reads fields of facts and requests; what can't be taken is refused by its name. */
final class Fields {

  private static final int SHOWN = 40;

  private Fields() {}

  static Refused wrong(String field, @Nullable String value) {
    return Refused.invalid("rollcall.field_wrong")
        .field(field)
        .value(value == null ? "" : PlainValues.shown(value, SHOWN));
  }

  static Refused missing(String field) {
    return Refused.invalid("rollcall.field_missing").field(field);
  }

  static LocalDate day(String field, String text) {
    try {
      return PlainValues.day(text);
    } catch (DateTimeException e) {
      throw wrong(field, text);
    }
  }

  /** A text of a fact's data; null when it isn't there. */
  static @Nullable String text(JsonNode data, String field, int most) {
    JsonNode value = data.path(field);
    if (value.isMissingNode() || value.isNull()) {
      return null;
    }
    if (!value.isString()) {
      throw wrong("data." + field, value.toString());
    }
    return checked("data." + field, value.stringValue(), most);
  }

  /** A text that is not too long and can be kept; blank is null. */
  static @Nullable String checked(String field, @Nullable String text, int most) {
    if (text == null || text.isBlank()) {
      return null;
    }
    if (text.length() > most || !PlainValues.isText(text)) {
      throw Refused.invalid("rollcall.text_too_long").field(field).with("limit", most);
    }
    return text.strip();
  }

  static String required(String field, @Nullable String text, int most) {
    String given = checked(field, text, most);
    if (given == null) {
      throw missing(field);
    }
    return given;
  }

  static @Nullable LocalDate day(JsonNode data, String field) {
    String text = text(data, field, SHOWN);
    return text == null ? null : day("data." + field, text);
  }

  static UUID uuid(JsonNode data, String field) {
    String text = text(data, field, SHOWN);
    if (text == null) {
      throw missing("data." + field);
    }
    try {
      return PlainValues.uuid(text);
    } catch (IllegalArgumentException e) {
      throw wrong("data." + field, text);
    }
  }
}
