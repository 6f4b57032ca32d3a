package org.shouwang.screening;

import java.time.DateTimeException;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import org.shouwang.web.PlainValues;
import org.shouwang.web.Refused;
import tools.jackson.databind.JsonNode;

/** Reads what people type; what can't be taken is refused by its name. */
final class Texts {

  static final int MOST = 500;
  private static final int SHOWN = 40;

  private Texts() {}

  static Refused wrong(String field, @Nullable Object value) {
    return Refused.invalid("screening.field_wrong")
        .field(field)
        .value(value == null ? "" : PlainValues.shown(value.toString(), SHOWN));
  }

  static Refused missing(String field) {
    return Refused.invalid("screening.field_missing").field(field);
  }

  static String required(String field, @Nullable String text, int most) {
    String given = optional(field, text, most);
    if (given == null) {
      throw missing(field);
    }
    return given;
  }

  static @Nullable String optional(String field, @Nullable String text, int most) {
    if (text == null || text.isBlank()) {
      return null;
    }
    if (text.length() > most || !PlainValues.isText(text)) {
      throw Refused.invalid("screening.field_too_long").field(field).with("limit", most);
    }
    return text.strip();
  }

  /** A text of a fact's data; null when it isn't there. */
  static @Nullable String text(JsonNode data, String at, String field, int most) {
    JsonNode value = data.path(field);
    if (value.isMissingNode() || value.isNull()) {
      return null;
    }
    if (!value.isString()) {
      throw wrong(at + field, value.toString());
    }
    return optional(at + field, value.stringValue(), most);
  }

  static LocalDate day(JsonNode data, String at, String field) {
    String text = text(data, at, field, SHOWN);
    if (text == null) {
      throw missing(at + field);
    }
    try {
      return PlainValues.day(text);
    } catch (DateTimeException e) {
      throw wrong(at + field, text);
    }
  }
}
