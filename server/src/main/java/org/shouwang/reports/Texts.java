package org.shouwang.reports;

import org.jspecify.annotations.Nullable;
import org.shouwang.web.PlainValues;
import org.shouwang.web.Refused;

/** Texts that people type. */
final class Texts {

  private Texts() {}

  /** A text that must be there, stripped. */
  static String required(String field, @Nullable String text, int most) {
    String kept = optional(field, text, most);
    if (kept.isEmpty()) {
      throw Refused.invalid("reports.field_missing").field(field);
    }
    return kept;
  }

  /** A text that may be left out, stripped. */
  static String optional(String field, @Nullable String text, int most) {
    if (text == null) {
      return "";
    }
    if (!PlainValues.isText(text)) {
      throw Refused.invalid("reports.field_wrong").field(field);
    }
    if (text.length() > most) {
      throw Refused.invalid("reports.field_too_long").field(field).with("limit", most);
    }
    return text.strip();
  }
}
