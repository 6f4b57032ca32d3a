package org.shouwang.gates;

import org.jspecify.annotations.Nullable;
import org.shouwang.web.Refused;

/** Texts that people type. */
final class Texts {

  private Texts() {}

  /** A text that must be there, stripped. */
  static String required(String field, @Nullable String text, int most) {
    if (text == null || text.isBlank()) {
      throw Refused.invalid("gates.field_missing").field(field);
    }
    if (text.length() > most || text.indexOf('\0') >= 0) {
      throw Refused.invalid("gates.field_too_long").field(field).with("limit", most);
    }
    return text.strip();
  }

  static String cut(String text) {
    return text.length() <= 40 ? text : text.substring(0, 40) + "…";
  }
}
